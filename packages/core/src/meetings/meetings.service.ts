import { randomUUID } from 'node:crypto';
import {
  agendaTitles,
  type createMeetingBody,
  freezableStates,
  type MaterialView,
  type MeetingMove,
  type MeetingState,
  type MeetingView,
  type materialBody,
  meetingMoves,
  type Page,
  periodStart,
  periodYear,
  type StageBody,
  type Text,
  type updateMeetingBody,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  actorOf,
  audit,
  groupBy,
  type LoadedSubject,
  notFound,
  offsetOf,
  type PageRequest,
  pageFrom,
  sortOf,
  validationFailed,
} from '../kernel/index.js';
import { Plans } from '../plans/plans.service.js';
import { MaterialUrgingRepository } from './material-urging.repository.js';
import { type MaterialRow, MeetingRepository, type MeetingRow } from './meeting.repository.js';
import {
  decisionsStand,
  frozenOtherwise,
  lateMaterial,
  locked,
  minutesIssued,
  moveNotPossible,
  notCollecting,
  notFreezable,
  notOpen,
  periodNotBegun,
} from './meetings.errors.js';
import { SnapshotRepository } from './snapshot.repository.js';
import { Snapshots } from './snapshot.service.js';

/** States in which what is planned may be changed. */
const changeable: readonly MeetingState[] = ['planned', 'collecting', 'frozen'];

/** Review meetings: planned, collecting, frozen, open, closed. */
@Injectable()
export class Meetings {
  constructor(
    private readonly repository: MeetingRepository,
    private readonly snapshots: SnapshotRepository,
    private readonly taker: Snapshots,
    private readonly plans: Plans,
    private readonly urgings: MaterialUrgingRepository,
  ) {}

  async subject(ctx: RequestContext, id: string): Promise<LoadedSubject | null> {
    const row = await this.repository.find(ctx, id);
    return row && { readPermission: 'meeting.read', version: row.version };
  }

  /** An area's material, with a version of its own: areas hand in beside one another. */
  async materialSubject(ctx: RequestContext, id: string, areaId: string): Promise<LoadedSubject | null> {
    const row = await this.repository.find(ctx, id);
    if (!row) return null;
    const version = await this.repository.materialVersion(ctx, id, areaId);
    return { readPermission: 'meeting.read', version, areaId };
  }

  async row(ctx: RequestContext, id: string): Promise<MeetingRow> {
    const row = await this.repository.find(ctx, id);
    if (!row) throw notFound();
    return row;
  }

  async list(
    ctx: RequestContext,
    query: PageRequest & { planId: string; state?: MeetingState },
  ): Promise<Page<MeetingView>> {
    const { direction } = sortOf(query.sort);
    const { rows, total } = await this.repository.list(
      ctx,
      query.planId,
      query.state ?? null,
      direction,
      query.limit,
      offsetOf(query.cursor),
    );
    return pageFrom(await this.views(ctx, rows), total, query);
  }

  async get(ctx: RequestContext, id: string): Promise<MeetingView> {
    const [view] = await this.views(ctx, [await this.row(ctx, id)]);
    return view as MeetingView;
  }

  private async views(ctx: RequestContext, rows: readonly MeetingRow[]): Promise<MeetingView[]> {
    const ids = rows.map((row) => row.id);
    const participants = groupBy(await this.repository.participants(ctx, ids), (each) => each.meetingId);
    const snapshots = await this.snapshots.newestOf(ctx, ids);
    return rows.map(({ stage: _stage, minutes, briefing: _text, createdBy: _by, ...row }) => ({
      ...row,
      participants: (participants.get(row.id) ?? []).map(({ id, name }) => ({ id, name })),
      snapshot: snapshots.get(row.id) ?? null,
      minutesState: minutes?.state ?? null,
    }));
  }

  /** Plans a meeting. Its agenda, unless one is given: the last one's decisions, exceptions, every area. */
  async create(ctx: RequestContext, given: z.infer<typeof createMeetingBody>): Promise<MeetingView> {
    const plan = await this.plans.get(ctx, given.planId);
    const id = randomUUID();
    await this.check(ctx, plan, given, []);
    const agenda = given.agenda?.map((item) => ({ ...item, areaId: item.areaId ?? null })) ?? [
      ...(['last-decisions', 'exceptions'] as const).map((kind) => ({
        kind,
        areaId: null,
        title: agendaTitles[kind].zh,
      })),
      ...plan.areas
        .filter((area) => area.enabled)
        .map((area) => ({ kind: 'area' as const, areaId: area.id, title: area.title.zh })),
    ];
    await this.repository.insert(ctx, {
      id,
      planId: plan.id,
      title: given.title,
      heldOn: given.heldOn,
      period: given.period,
      collectBy: given.collectBy,
      place: given.place ?? null,
      previousId: await this.repository.previous(ctx, plan.id, given.heldOn),
      agenda,
      createdBy: actorOf(ctx).id,
    });
    await this.repository.setParticipants(ctx, { id, planId: plan.id }, given.participantIds);
    await audit(ctx, { action: 'meeting.create', subjectType: 'meeting', subjectId: id, planId: plan.id });
    return this.get(ctx, id);
  }

  /** Changes what is planned; a meeting that opened keeps its period, and a closed one everything. */
  async update(
    ctx: RequestContext,
    id: string,
    given: z.infer<typeof updateMeetingBody>,
  ): Promise<MeetingView> {
    const meeting = await this.row(ctx, id);
    if (!changeable.includes(meeting.state)) throw locked();
    const { participantIds, agenda, ...rest } = given;
    const known = (await this.repository.participants(ctx, [id])).map((person) => person.id);
    const { heldOn, collectBy, period } = meeting;
    const dated = given.heldOn || given.collectBy || given.period ? { heldOn, collectBy, period } : {};
    await this.check(ctx, await this.plans.get(ctx, meeting.planId), { ...dated, ...given }, known);
    await this.repository.update(ctx, meeting, {
      ...rest,
      ...(agenda ? { agenda: agenda.map((item) => ({ ...item, areaId: item.areaId ?? null })) } : {}),
    });
    if (participantIds) await this.repository.setParticipants(ctx, meeting, participantIds);
    await audit(ctx, {
      action: 'meeting.update',
      subjectType: 'meeting',
      subjectId: id,
      planId: meeting.planId,
    });
    return this.get(ctx, id);
  }

  /**
   * 422, by field, for people who are not there (those who take part already may have left since), days that cannot be,
   * and items of the agenda that name no area of the plan, or one where the item is about none.
   */
  private async check(
    ctx: RequestContext,
    plan: { year: number; areas: readonly { id: string }[] },
    given: z.infer<typeof updateMeetingBody>,
    known: readonly string[],
  ): Promise<void> {
    const { participantIds = [], agenda = [] } = given;
    const there = [...known, ...(await this.repository.active(ctx, participantIds))];
    const wrong = (path: string, code: string, message: Text) => ({ path, code, message });
    const areaOf = ({ kind, areaId }: (typeof agenda)[number]) =>
      kind === 'area' ? plan.areas.some((area) => area.id === areaId) : !areaId;
    const errors = [
      ...wrongDays(plan.year, given),
      ...participantIds.flatMap((id, at) =>
        there.includes(id)
          ? []
          : [
              wrong(`participantIds.${at}`, 'unknown-user', {
                zh: '没有这个人员，或已停用',
                en: 'no active user',
              }),
            ],
      ),
      ...agenda.flatMap((item, at) =>
        areaOf(item)
          ? []
          : [
              wrong(`agenda.${at}.areaId`, 'unknown-area', {
                zh: '行动与议程不符',
                en: 'no area of this item',
              }),
            ],
      ),
    ];
    if (errors.length > 0) throw validationFailed({ errors });
  }

  /** Collecting, opening, closing, withdrawing. Closing drafts the minutes and locks the notes. */
  async move(
    ctx: RequestContext,
    id: string,
    given: MeetingMove,
    draftMinutes: (meeting: MeetingRow) => Promise<MeetingRow['minutes']>,
  ): Promise<MeetingView> {
    const meeting = await this.row(ctx, id);
    const move = meetingMoves.find(
      (each) => each.move === given.move && (each.from as readonly string[]).includes(meeting.state),
    );
    if (!move) throw moveNotPossible();
    if (given.move === 'withdraw') return this.withdraw(ctx, meeting, given.reason);
    const minutes = move.to === 'closed' ? { minutes: await draftMinutes(meeting) } : {};
    const previous = move.to === 'collecting' ? { previousId: await this.previousOf(ctx, meeting) } : {};
    if (given.move === 'open') await this.mayOpen(ctx, meeting, given.withoutLate);
    await this.repository.update(ctx, meeting, { state: move.to, ...minutes, ...previous });
    await audit(ctx, {
      action: `meeting.${move.move}`,
      subjectType: 'meeting',
      subjectId: id,
      planId: meeting.planId,
    });
    return this.get(ctx, id);
  }

  /** 409 where the picture is of another period, and, unless that is confirmed, where it lacks what was handed in since. */
  private async mayOpen(ctx: RequestContext, meeting: MeetingRow, withoutLate: boolean): Promise<void> {
    if ((await this.taker.read(ctx, meeting.id)).period !== meeting.period) throw frozenOtherwise();
    if (withoutLate) return;
    const { items } = await this.materials(ctx, meeting.id);
    if (items.some((each) => each.inSnapshot === false)) throw lateMaterial();
  }

  /** A meeting that was made by mistake stays to be read, and none begins from it. */
  private async withdraw(ctx: RequestContext, meeting: MeetingRow, reason: string): Promise<MeetingView> {
    const { id, planId } = meeting;
    if (meeting.minutes?.state === 'issued') throw minutesIssued();
    if (await this.repository.hasStandingDecisions(ctx, id)) throw decisionsStand();
    await this.repository.withdraw(ctx, meeting, reason);
    const detail = { reason, from: meeting.state };
    await audit(ctx, { action: 'meeting.withdraw', subjectType: 'meeting', subjectId: id, planId, detail });
    return this.get(ctx, id);
  }

  /** The meeting to begin from: known when collecting starts or the plan is frozen, for meetings are planned ahead. */
  private previousOf(ctx: RequestContext, meeting: MeetingRow): Promise<string | null> {
    return this.repository.previous(ctx, meeting.planId, meeting.heldOn);
  }

  /** Takes the snapshot. Until the meeting opens it may be taken again; each is kept. */
  async freeze(ctx: RequestContext, id: string): Promise<MeetingView> {
    const meeting = await this.row(ctx, id);
    if (!freezableStates.includes(meeting.state)) throw notFreezable();
    if (periodStart(meeting.period) > ctx.today) throw periodNotBegun();
    const previousId = await this.previousOf(ctx, meeting);
    const snapshotId = await this.taker.take(ctx, { ...meeting, previousId });
    await this.repository.update(ctx, meeting, { state: 'frozen', previousId });
    await audit(ctx, {
      action: 'meeting.freeze',
      subjectType: 'meeting',
      subjectId: id,
      planId: meeting.planId,
      detail: { snapshotId },
    });
    return this.get(ctx, id);
  }

  /** What each area handed in, late ones marked; areas that are switched off owe nothing. */
  async materials(ctx: RequestContext, id: string): Promise<{ items: MaterialView[] }> {
    const meeting = await this.row(ctx, id);
    const plan = await this.plans.get(ctx, meeting.planId);
    const handedIn = new Map((await this.repository.materials(ctx, id)).map((row) => [row.areaId, row]));
    const frozen = await this.taker.frozenMaterials(ctx, id);
    const urgings = new Map((await this.urgings.urged(ctx, id)).map((row) => [row.areaId, row]));
    return {
      items: plan.areas
        .filter((area) => area.enabled)
        .map((area) => {
          const row = handedIn.get(area.id);
          const { urged = 0, urgedOn = null } = urgings.get(area.id) ?? {};
          if (!row) {
            const late = ctx.today > meeting.collectBy && meeting.state === 'collecting';
            return {
              areaId: area.id,
              situation: '',
              problems: '',
              nextSteps: '',
              matters: [],
              by: null,
              at: null,
              inSnapshot: null,
              late,
              urged,
              urgedOn,
              version: 0,
            };
          }
          return {
            areaId: area.id,
            ...row.content,
            by: { id: row.byId, name: row.byName },
            at: row.at.toISOString(),
            inSnapshot: frozen && isSame(row.content, frozen.get(area.id)),
            late: row.on > meeting.collectBy,
            urged,
            urgedOn,
            version: row.version,
          };
        }),
    };
  }

  /**
   * An area's material, handed in or replaced until the meeting opens. What comes after the plan was frozen is in no
   * picture until it is frozen again.
   */
  async handIn(
    ctx: RequestContext,
    id: string,
    areaId: string,
    content: z.infer<typeof materialBody>,
  ): Promise<MaterialView> {
    const meeting = await this.row(ctx, id);
    if (!freezableStates.includes(meeting.state)) throw notCollecting();
    const { areas } = await this.plans.get(ctx, meeting.planId);
    if (!areas.some((area) => area.id === areaId && area.enabled)) throw notFound();
    await this.repository.putMaterial(ctx, meeting, areaId, content);
    await this.repository.touch(ctx, id);
    await audit(ctx, {
      action: 'meeting.hand-in',
      subjectType: 'meeting',
      subjectId: id,
      planId: meeting.planId,
      detail: { areaId },
    });
    const found = (await this.materials(ctx, id)).items.find((each) => each.areaId === areaId);
    if (!found) throw notFound();
    return found;
  }

  /** The page that the presenter shows; viewers ask for it every second, and may leave and come back. */
  async stage(ctx: RequestContext, id: string) {
    const { stage } = await this.row(ctx, id);
    if (!stage) return { page: 0, presenter: null, screen: null, turn: 0, at: null };
    const { page, by, screen, turn, at } = stage;
    const names = await this.repository.names(ctx, [by]);
    return { page, presenter: { id: by, name: names.get(by) ?? '' }, screen, turn, at };
  }

  /** Answers what the room shows then: of a screen that does not present, or an older page, that is another. */
  async present(ctx: RequestContext, id: string, { page, screen, turn, take }: StageBody) {
    const meeting = await this.row(ctx, id);
    if (meeting.state !== 'open') throw notOpen();
    const stage = { page, by: actorOf(ctx).id, screen, turn, at: ctx.at.toISOString() };
    await this.repository.setStage(ctx, id, stage, take);
    return this.stage(ctx, id);
  }
}

/**
 * Days of a meeting that cannot be. The year's last meeting may be held in January; what it looks at has begun by then,
 * and its material is in by then.
 */
function wrongDays(
  year: number,
  { heldOn, collectBy, period }: Pick<z.infer<typeof updateMeetingBody>, 'heldOn' | 'collectBy' | 'period'>,
): { path: string; code: string; message: Text }[] {
  const [first, last] = [`${year}-01-01`, `${year + 1}-03-31`];
  const isWithin = heldOn !== undefined && heldOn >= first && heldOn <= last;
  const errors = {
    period:
      period && periodYear(period) !== year
        ? (['wrong-year', { zh: `计划年度为${year}年`, en: `the plan is of ${year}` }] as const)
        : period && isWithin && periodStart(period) > heldOn
          ? ([
              'not-begun',
              { zh: '开会时该统计期尚未开始', en: 'it has not begun by the day of the meeting' },
            ] as const)
          : null,
    heldOn:
      heldOn && !isWithin
        ? ([
            'outside-year',
            { zh: `应在 ${first} 至 ${last} 之间`, en: `between ${first} and ${last}` },
          ] as const)
        : null,
    collectBy:
      collectBy && heldOn && collectBy > heldOn
        ? (['after-meeting', { zh: '不得晚于开会日期', en: 'not after the day of the meeting' }] as const)
        : collectBy && collectBy < `${year - 1}-12-01`
          ? ([
              'outside-year',
              { zh: `不得早于 ${year - 1}-12-01`, en: `not before ${year - 1}-12-01` },
            ] as const)
          : null,
  };
  return Object.entries(errors).flatMap(([path, said]) =>
    said ? [{ path, code: said[0], message: said[1] }] : [],
  );
}

/** Whether a picture holds the material as it stands. */
function isSame(content: MaterialRow['content'], frozen: MaterialRow['content'] | undefined): boolean {
  const words = ({ situation, problems, nextSteps, matters }: MaterialRow['content']) =>
    JSON.stringify([situation, problems, nextSteps, matters]);
  return frozen !== undefined && words(frozen) === words(content);
}
