import { createHash, randomUUID } from 'node:crypto';
import {
  type Board,
  type Difference,
  metricValue,
  type Period,
  periodEnd,
  periodOf,
  periodStart,
  periodsOfYear,
  periodYear,
  type Snapshot,
  type SnapshotsVerified,
  type SnapshotTask,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { AreaRegistry } from '../areas/area-registry.js';
import { Boards } from '../board/board.service.js';
import { Figures } from '../figures/figures.service.js';
import { actorOf, audit, groupBy, notFound, validationFailed } from '../kernel/index.js';
import { LightHistory, lightCounts } from '../lights/light-history.service.js';
import { described, type ExaminedLight, Lights } from '../lights/lights.service.js';
import { Plans } from '../plans/plans.service.js';
import { DecisionRepository } from './decision.repository.js';
import { comesBefore, differenceOf } from './difference.js';
import { MeetingRepository, type MeetingRow } from './meeting.repository.js';
import { notFrozen, snapshotAltered } from './meetings.errors.js';
import {
  type FrozenSides,
  type FrozenUnit,
  SnapshotRepository,
  type StoredSnapshot,
  type TaskOfPlan,
} from './snapshot.repository.js';
import { sourcesOf } from './snapshot-sources.js';

/** A frozen picture as it is sent: the stored bytes as they are, and their hash. */
export interface FrozenPicture {
  hash: string;
  bytes: Buffer;
  sequence: number;
}

/** Takes frozen pictures of a plan, and shows them: from bytes that are never computed again. */
@Injectable()
export class Snapshots {
  constructor(
    private readonly repository: SnapshotRepository,
    private readonly meetings: MeetingRepository,
    private readonly decisions: DecisionRepository,
    private readonly boards: Boards,
    private readonly lights: Lights,
    private readonly history: LightHistory,
    private readonly plans: Plans,
    private readonly registry: AreaRegistry,
    private readonly figures: Figures,
  ) {}

  /** Freezes the plan as the (REPEATABLE READ) transaction sees it. A restricted task becomes an annex with its own hash. */
  async take(ctx: RequestContext, meeting: MeetingRow): Promise<string> {
    const tasks = await this.repository.tasks(ctx, meeting.planId);
    const examined = await this.lights.examine(
      ctx,
      meeting.planId,
      tasks.map((task) => task.id),
    );
    const seen = (visibility: TaskOfPlan['visibility']) =>
      tasks
        .filter((task) => task.visibility === visibility)
        .map((task) => taskPart(task, examined.get(task.id) as ExaminedLight));
    const open = seen('open');
    const bytes = bytesOf(await this.picture(ctx, meeting, open, examined));
    const id = randomUUID();
    await this.repository.store(ctx, {
      id,
      planId: meeting.planId,
      meetingId: meeting.id,
      hash: hashOf(bytes),
      bytes,
    });
    for (const task of seen('restricted')) {
      const annex = bytesOf({ format: 1, takenAt: ctx.now.toISOString(), asOf: ctx.today, task });
      await this.repository.storeAnnex(ctx, {
        planId: meeting.planId,
        snapshotId: id,
        taskId: task.id,
        hash: hashOf(annex),
        bytes: annex,
      });
    }
    return id;
  }

  private async picture(
    ctx: RequestContext,
    meeting: MeetingRow,
    tasks: SnapshotTask[],
    examined: Map<string, ExaminedLight>,
  ): Promise<Snapshot> {
    const plan = await this.plans.get(ctx, meeting.planId);
    const units = await this.repository.units(ctx, plan.rootUnitId, plan.year);
    const board = enabledOf(await this.boards.get(ctx, plan.id, { period: meeting.period }));
    const isOn = ({ areaId }: { areaId: string }) => board.areas.some((area) => area.areaId === areaId);
    const materials = (await this.meetings.materials(ctx, meeting.id)).filter(isOn);
    const last = meeting.previousId ? await this.decisions.list(ctx, meeting.previousId) : [];
    return {
      format: 1,
      takenAt: ctx.now.toISOString(),
      asOf: ctx.today,
      period: meeting.period,
      plan: {
        id: plan.id,
        title: plan.title,
        year: plan.year,
        bureau: plan.bureau,
        announcedTasks: plan.announcedTasks,
        listedTasks: plan.listedTasks,
      },
      totals: totalsOf(tasks, board),
      board: withLights(board, tasks),
      lightMonths: await this.lightMonths(ctx, plan.id, board, tasks),
      units: units.map(({ id, name, kind, isRoot, left }) => ({
        id,
        name: left ? `${name}${leftTitles[left]}` : name,
        kind,
        isRoot,
      })),
      figures: await this.parts(ctx, plan, units),
      reporting: await this.repository.reporting(
        ctx,
        plan,
        units.map((unit) => unit.id),
        periodsWithin(meeting.period),
      ),
      tasks,
      targets: await this.repository.targets(ctx, plan.id),
      materials: materials.map(({ areaId, content }) => ({ areaId, ...content })),
      lastDecisions: last.filter(stands).map((each) => ({
        id: each.id,
        number: each.number,
        text: each.text,
        leadUnit: each.leadUnit?.name ?? null,
        dueDate: each.dueDate,
        done: each.done,
        taskId: each.taskId,
        taskEnd: each.taskEnded ? 'terminated' : each.taskMerged ? 'merged' : null,
      })),
      revisions: await this.repository.revisions(ctx, plan.id),
      ...(await this.sources(ctx, board, units, meeting.period)),
      rules: rulesOf(tasks, examined),
    };
  }

  /** The ended months as they were kept; the running one as this picture's own lights have it, so that both say the same. */
  private async lightMonths(
    ctx: RequestContext,
    planId: string,
    { areas }: Board,
    tasks: readonly SnapshotTask[],
  ): Promise<Snapshot['lightMonths']> {
    const now = tasks.map(({ id, areaId, colour, closed }) => ({ taskId: id, areaId, colour, closed }));
    const months = [
      ...(await this.history.ended(ctx, planId)),
      { month: periodOf(ctx.today, 'month'), lights: now },
    ];
    return months.map(({ month, lights }) => {
      const byArea = groupBy<(typeof now)[number], string>(lights, (light) => light.areaId);
      return {
        month,
        areas: areas.map(({ areaId }) => ({ areaId, ...lightCounts(byArea.get(areaId) ?? []) })),
        tasks: areas
          .flatMap(({ areaId }) => byArea.get(areaId) ?? [])
          .map(({ taskId, colour, closed }) => ({ taskId, colour, closed })),
      };
    });
  }

  /** Each unit's part of the root's figures: they add up to it, whichever units were closed or moved meanwhile. */
  private async parts(
    ctx: RequestContext,
    plan: { id: string; year: number; rootUnitId: string },
    units: readonly FrozenUnit[],
  ): Promise<Snapshot['figures']> {
    const ids = (moved: boolean) => units.filter((unit) => unit.moved === moved).map((unit) => unit.id);
    const metrics = this.registry.manifests().flatMap(({ id }) => this.registry.metricsOfArea(id));
    const sides = [
      ...(await this.repository.figures(ctx, plan.id, ids(false))),
      ...(await this.repository.parts(ctx, plan, ids(true), metrics)),
    ];
    return sides.map((each) => this.valued(each));
  }

  private valued(sides: FrozenSides): Snapshot['figures'][number] {
    const metric = this.registry.metric(sides.metric);
    const value = metric && sides.units > 0 ? metricValue(metric.metric, sides) : null;
    const year = { numerator: sides.ytdNumerator, denominator: sides.ytdDenominator };
    return { ...sides, value, yearToDate: metric && metricValue(metric.metric, year) };
  }

  /** The reports behind the figures on the board: whoever looks for a source asks nothing of the data of later. */
  private async sources(
    ctx: RequestContext,
    { plan, areas }: Board,
    units: readonly FrozenUnit[],
    period: Period,
  ): Promise<Required<Pick<Snapshot, 'sources' | 'restsOn'>>> {
    const metrics = areas.flatMap(({ areaId }) => this.registry.metricsOfArea(areaId));
    return sourcesOf(
      metrics.map((metric) => ({ key: metric.key, inputs: this.figures.withInputs([metric]) })),
      await this.repository.reports(ctx, plan.id),
      await this.repository.fed(ctx, plan.id),
      { until: periodEnd(period), unitIds: units.map((unit) => unit.id) },
    );
  }

  /** Throws 409 where the bytes no longer have the hash that they were frozen with. */
  private async load(
    ctx: RequestContext,
    meetingId: string,
    sequence?: number,
  ): Promise<StoredSnapshot | null> {
    const stored = await this.repository.load(ctx, meetingId, sequence);
    if (stored && !stored.intact) throw snapshotAltered();
    return stored;
  }

  /** All snapshots of all meetings against their hashes. */
  verify(ctx: RequestContext): Promise<SnapshotsVerified> {
    return this.repository.verify(ctx);
  }

  /** The stored bytes of a meeting's newest snapshot, or of the one of that sequence. */
  async stored(ctx: RequestContext, meetingId: string, sequence?: number): Promise<FrozenPicture> {
    const stored = await this.load(ctx, meetingId, sequence);
    if (!stored) throw notFound();
    return { hash: stored.hash, bytes: stored.bytes, sequence: stored.sequence };
  }

  /** The newest snapshot, or the one of that sequence, read back. Throws 409 where none was taken. */
  async read(ctx: RequestContext, meetingId: string, sequence?: number): Promise<Snapshot> {
    const stored = await this.load(ctx, meetingId, sequence);
    if (!stored) throw notFrozen();
    return JSON.parse(stored.bytes.toString('utf8'));
  }

  /** By area, the material that the newest snapshot holds; null where none was taken, or its bytes are not to be trusted. */
  async frozenMaterials(
    ctx: RequestContext,
    meetingId: string,
  ): Promise<Map<string, Snapshot['materials'][number]> | null> {
    const stored = await this.repository.load(ctx, meetingId);
    if (!stored?.intact) return null;
    const { materials }: Snapshot = JSON.parse(stored.bytes.toString('utf8'));
    return new Map(materials.map((each) => [each.areaId, each]));
  }

  list(ctx: RequestContext, meetingId: string) {
    return this.repository
      .refs(ctx, meetingId)
      .then((items) => ({ items, nextCursor: null, total: items.length }));
  }

  /** The restricted tasks of the newest snapshot that the asker may know of; that they were read is written down. */
  async annexes(
    ctx: RequestContext,
    meetingId: string,
  ): Promise<{ items: { taskId: string; hash: string; task: SnapshotTask }[] }> {
    const stored = await this.load(ctx, meetingId);
    if (!stored) return { items: [] };
    const items = [];
    for (const annex of await this.repository.annexes(ctx, stored.id)) {
      if (!(await this.repository.knowers(ctx, annex.taskId)).includes(actorOf(ctx).id)) continue;
      if (!annex.intact) throw snapshotAltered();
      items.push({
        taskId: annex.taskId,
        hash: annex.hash,
        task: JSON.parse(annex.bytes.toString('utf8')).task,
      });
    }
    if (items.length > 0)
      await audit(ctx, {
        action: 'meeting.read-annexes',
        subjectType: 'meeting',
        subjectId: meetingId,
        detail: { snapshotId: stored.id, taskIds: items.map((each) => each.taskId) },
      });
    return { items };
  }

  /**
   * What changed since another meeting's newest snapshot: the previous one's, unless one is chosen. 422 where the
   * chosen one did not come before, or was not frozen.
   */
  async difference(
    ctx: RequestContext,
    meeting: MeetingRow,
    sinceId: string | null,
    sequence?: number,
  ): Promise<Difference> {
    const now = await this.read(ctx, meeting.id, sequence);
    const fromId = sinceId ?? meeting.previousId;
    const from = fromId && (await this.meetings.find(ctx, fromId, true));
    if (sinceId && from && !comesBefore(from, meeting)) throw notToCompare();
    const stored = from && (await this.load(ctx, from.id));
    if (sinceId && !stored) throw notToCompare();
    if (!from || !stored) return differenceOf(null, now);
    const snapshot: Snapshot = JSON.parse(stored.bytes.toString('utf8'));
    const difference = differenceOf({ meetingId: from.id, title: from.title, snapshot }, now);
    return { ...difference, gone: await this.stillTold(ctx, difference.gone) };
  }

  /** A draft that became restricted since it was frozen is named by no later comparison. */
  private async stillTold(ctx: RequestContext, gone: Difference['gone']): Promise<Difference['gone']> {
    const ids = gone.map(({ taskId }) => taskId);
    const restricted = new Set(await this.repository.restricted(ctx, ids));
    return gone.filter(({ taskId }) => !restricted.has(taskId));
  }
}

const notToCompare = () =>
  validationFailed({
    errors: [
      {
        path: 'query.since',
        code: 'not-frozen',
        message: {
          zh: '不是在此之前已定稿的会议',
          en: 'no earlier meeting that was frozen',
        },
      },
    ],
  });

/** How the name of a unit that no longer stands directly below the root says so, wherever it is printed. */
const leftTitles = { closed: '（已撤并）', moved: '（已划转）' };

/** Areas that are switched off are not looked at: they are no part of the picture. */
function enabledOf(board: Board): Board {
  return { ...board, areas: board.areas.filter((area) => area.enabled) };
}

const stands = (decision: { withdrawn: unknown }) => decision.withdrawn === null;

function taskPart(task: TaskOfPlan, { facts, light }: ExaminedLight): SnapshotTask {
  const { visibility: _, ...row } = task;
  return {
    ...row,
    colour: light.colour,
    closed: light.closed,
    reasons: light.reasons.map(described).map(({ code, colour, detail }) => ({ code, colour, detail })),
    facts,
  };
}

/** The board's lights as this transaction computed them, not as they were cached. */
function withLights(board: Board, tasks: readonly SnapshotTask[]): Board {
  const count = (areaId: string, holds: (task: SnapshotTask) => boolean) =>
    tasks.filter((task) => task.areaId === areaId && holds(task)).length;
  const lit = (areaId: string, colour: string) =>
    count(areaId, (task) => task.closed === null && task.colour === colour);
  return {
    ...board,
    areas: board.areas.map((area) => ({
      ...area,
      lights: {
        red: lit(area.areaId, 'red'),
        yellow: lit(area.areaId, 'yellow'),
        green: lit(area.areaId, 'green'),
        grey: lit(area.areaId, 'grey'),
      },
      closed: {
        onTime: count(area.areaId, (task) => task.closed === 'on-time'),
        late: count(area.areaId, (task) => task.closed === 'late'),
      },
    })),
    exceptions: tasks
      .filter((task) => task.closed === null && (task.colour === 'red' || task.colour === 'yellow'))
      .sort((one, other) => Number(other.colour === 'red') - Number(one.colour === 'red'))
      .map((task) => ({
        taskId: task.id,
        number: task.number,
        title: task.title,
        areaId: task.areaId,
        colour: task.colour as 'red' | 'yellow',
        leadUnit: task.leadUnit,
        dueDate: task.dueDate,
        reasons: task.reasons
          .filter((reason) => reason.colour === task.colour)
          .map((reason) => reason.detail.zh),
      })),
  };
}

function totalsOf(tasks: readonly SnapshotTask[], board: Board): Snapshot['totals'] {
  const count = (holds: (task: SnapshotTask) => boolean) => tasks.filter(holds).length;
  const lit = (colour: string) => count((task) => task.closed === null && task.colour === colour);
  const ahead = count(
    (task) =>
      task.closed === null &&
      task.colour === 'green' &&
      task.facts.lastNote?.confirmed === true &&
      task.facts.lastNote.assessment === 'ahead',
  );
  return {
    tasks: tasks.length,
    closedOnTime: count((task) => task.closed === 'on-time'),
    closedLate: count((task) => task.closed === 'late'),
    red: lit('red'),
    yellow: lit('yellow'),
    green: lit('green'),
    grey: lit('grey'),
    ahead,
    onPace: lit('green') - ahead,
    behind: lit('red') + lit('yellow'),
    withheld: board.areas.reduce((sum, area) => sum + area.withheld, 0),
  };
}

function rulesOf(tasks: readonly SnapshotTask[], examined: Map<string, ExaminedLight>): Snapshot['rules'] {
  const versions: Record<string, string> = {};
  const byArea: Snapshot['rules']['byArea'] = {};
  for (const task of tasks) {
    const { rules, light } = examined.get(task.id) as ExaminedLight;
    versions[task.areaId] = light.ruleVersion;
    byArea[task.areaId] = rules;
  }
  return { versions, byArea };
}

function periodsWithin(period: Period): Period[] {
  return (['month', 'quarter', 'half', 'year'] as const)
    .flatMap((grain) => periodsOfYear(periodYear(period), grain))
    .filter((each) => periodEnd(each) >= periodStart(period) && periodEnd(each) <= periodEnd(period));
}

function bytesOf(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value), 'utf8');
}

function hashOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
