import { randomUUID } from 'node:crypto';
import {
  carriedOn,
  type Form,
  type FormData,
  findReportMove,
  periodEnd,
  periodGrain,
  periodYear,
  progressNoteKey,
  type ReportMoveName,
  type ReportState,
  type ReportView,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { AreaRegistry } from '../areas/area-registry.js';
import { AreaSettings } from '../areas/area-settings.js';
import { Areas } from '../areas/areas.service.js';
import { Attachments } from '../attachments/attachments.service.js';
import { Expectations } from '../expectations/expectations.service.js';
import { Figures } from '../figures/figures.service.js';
import {
  actorOf,
  alreadyExists,
  audit,
  authorise,
  type LoadedSubject,
  notFound,
  validationFailed,
} from '../kernel/index.js';
import { Lights } from '../lights/lights.service.js';
import type { NewReport } from './new-report.js';
import { allowsMode, checkedData, modeAfter, quickData, warningsOf } from './report-data.js';
import { ReportNews } from './report-news.js';
import { isSamePerson, nextRevision, ReportReader } from './report-reader.service.js';
import {
  moveNotPossible,
  notExpected,
  periodClosed,
  periodNotOpen,
  reportLocked,
  samePerson,
  waived,
} from './reports.errors.js';
import { type ReportIdentity, ReportRepository, type ReportRow } from './reports.repository.js';
import { changesAfter } from './value-history.js';

/** A move as it is asked for. */
export interface GivenMove {
  move: ReportMoveName;
  reason?: string | null | undefined;
  /** Field that a return points at. */
  field?: string | null | undefined;
}

/** Reports: begun, filled in, signed, accepted; an accepted one feeds the metrics and moves the lights. */
@Injectable()
export class Reports {
  constructor(
    private readonly repository: ReportRepository,
    private readonly reader: ReportReader,
    private readonly registry: AreaRegistry,
    private readonly settings: AreaSettings,
    private readonly areas: Areas,
    private readonly expectations: Expectations,
    private readonly figures: Figures,
    private readonly lights: Lights,
    private readonly attachments: Attachments,
    private readonly news: ReportNews,
  ) {}

  /** The report that a request would begin: 422 for what its form does not know, null for what is not visible. */
  async subjectOfNew(ctx: RequestContext, given: NewReport): Promise<LoadedSubject | null> {
    const form = await this.settings.form(ctx, given.planId, given.areaId, given.formKey);
    if (!this.registry.get(given.areaId)) refuse('areaId', 'unknown-area', 'no such area');
    if (!form) refuse('formKey', 'unknown-form', 'the area has no such form');
    if (periodGrain(given.period) !== form.period)
      refuse('period', 'wrong-grain', `the form is filled in once a ${form.period}`);
    if (given.formKey === progressNoteKey && !given.taskId)
      refuse('taskId', 'required', 'a progress note belongs to a task');
    if (given.mode !== 'filled' && !allowsMode(form, given.mode))
      refuse('mode', 'not-allowed', 'the form has no such one-click report');
    if (given.mode === 'filled') checkedData(form, given.data, { complete: false });
    const year = await this.repository.yearOf(ctx, given.planId);
    const unit = await this.repository.unit(ctx, given.unitId);
    if (year === null || !unit) return null;
    if (periodYear(given.period) !== year) refuse('period', 'wrong-year', `the plan is of ${year}`);
    const task = await this.repository.taskOf(
      ctx,
      given.planId,
      given.areaId,
      given.formKey,
      given.formKey === progressNoteKey ? (given.taskId ?? null) : null,
    );
    if (!task && given.formKey === progressNoteKey) return null;
    return {
      readPermission: 'unit.read',
      areaId: given.areaId,
      unitId: given.unitId,
      unitPath: unit.path,
      unitKind: unit.kind,
      knownTo: task?.knownTo ?? null,
    };
  }

  /** Whose last values and year a new report would stand beside. 404 where its task is not theirs to know. */
  async contextOfNew(ctx: RequestContext, given: Omit<NewReport, 'data' | 'mode'>) {
    authorise(ctx, 'report.read', await this.subjectOfNew(ctx, { ...given, data: {}, mode: 'filled' }));
    const isNote = given.formKey === progressNoteKey;
    const task = await this.repository.taskOf(
      ctx,
      given.planId,
      given.areaId,
      given.formKey,
      isNote ? (given.taskId ?? null) : null,
    );
    if (!task) throw notFound();
    return this.reader.context(ctx, { ...given, taskId: task.id });
  }

  /** Begins a report. 409 where it is not due from the unit, not yet, no more, or there already. */
  async begin(ctx: RequestContext, given: NewReport): Promise<ReportView> {
    const actor = actorOf(ctx);
    const settings = await this.settings.ofPlan(ctx, given.planId, given.areaId);
    const form = settings.form(given.areaId, given.formKey) as Form;
    await this.areas.requireEnabled(ctx, given.planId, given.areaId);
    const isNote = given.formKey === progressNoteKey;
    const task = await this.repository.taskOf(
      ctx,
      given.planId,
      given.areaId,
      given.formKey,
      isNote ? (given.taskId ?? null) : null,
    );
    if (!task) throw notExpected();
    const key = {
      planId: given.planId,
      taskId: task.id,
      formKey: given.formKey,
      unitId: given.unitId,
      period: given.period,
    };
    await this.requireOpen(ctx, key);
    const data =
      given.mode === 'filled'
        ? checkedData(form, given.data, { complete: false })
        : quickData(form, given.mode, await this.lastData(ctx, form, key));
    const id = randomUUID();
    const filledFor = !actor.grants.some((grant) => grant.unitId === given.unitId);
    const inserted = await this.repository.insert(ctx, {
      ...key,
      id,
      areaId: given.areaId,
      formVersion: form.version,
      configVersion: settings.version(given.areaId),
      data,
      changes: changesAfter({}, {}, data, actor.id, ctx.now.toISOString()),
      mode: given.mode,
      filledFor,
      filledBy: actor.id,
    });
    if (!inserted)
      throw alreadyExists({
        errors: [{ path: 'period', code: 'already-exists', message: 'the unit has begun this report' }],
      });
    await this.bindFiles(ctx, form, { planId: given.planId, reportId: id }, data);
    await audit(ctx, {
      action: 'report.begin',
      subjectType: 'report',
      subjectId: id,
      planId: given.planId,
      detail: { period: given.period, formKey: given.formKey },
    });
    return this.reader.get(ctx, id);
  }

  /** The last accepted levels, under the field keys of this version of the form. */
  private async lastData(ctx: RequestContext, form: Form, key: ReportIdentity): Promise<FormData | null> {
    const last = await this.repository.lastAccepted(ctx, key);
    return last && carriedOn(form, last.formVersion, last.data);
  }

  private async requireOpen(ctx: RequestContext, key: ReportIdentity): Promise<void> {
    const expectation = await this.repository.expectation(ctx, key);
    if (!expectation) throw notExpected();
    if (expectation.waived) throw waived();
    if (expectation.opensOn > ctx.today) throw periodNotOpen();
    if (isClosed({ ...expectation, period: key.period })) throw periodClosed();
  }

  /** Replaces a draft's (or a returned report's) data whole, or makes a one-click report of it. */
  async save(
    ctx: RequestContext,
    id: string,
    given: {
      data?: Record<string, unknown> | undefined;
      mode?: 'zero' | 'no-progress' | undefined;
      comment?: string | null | undefined;
    },
  ): Promise<ReportView> {
    const row = await this.reader.row(ctx, id);
    await this.areas.requireEnabled(ctx, row.planId, row.areaId);
    const form = await this.reader.formOf(ctx, row);
    const { mode } = given;
    if (mode && !allowsMode(form, mode))
      refuse('mode', 'not-allowed', 'the form has no such one-click report');
    // What was said in words already stays beside the zeros.
    const data = mode
      ? { ...row.data, ...quickData(form, mode, await this.lastData(ctx, form, row)) }
      : checkedData(form, given.data, { complete: false });
    if (row.state !== 'draft' && row.state !== 'returned') throw reportLocked();
    if (isClosed(row)) throw periodClosed();
    await this.repository.saveData(ctx, row, {
      data,
      changes: changesAfter(row.changes, row.data, data, actorOf(ctx).id, ctx.now.toISOString()),
      comment: given.comment === undefined ? row.comment : given.comment,
      mode: mode ?? modeAfter(form, row, data),
    });
    await this.bindFiles(ctx, form, { planId: row.planId, reportId: id }, data);
    await audit(ctx, {
      action: 'report.save',
      subjectType: 'report',
      subjectId: id,
      planId: row.planId,
      detail: { revision: row.revision },
    });
    return this.reader.get(ctx, id);
  }

  /** Lets whoever may read the report read its files. 422 for one that the writer did not upload. */
  private async bindFiles(
    ctx: RequestContext,
    form: Form,
    report: { planId: string; reportId: string },
    data: FormData,
  ): Promise<void> {
    for (const { key, type } of form.fields) {
      const ids = data[key];
      if (type === 'file' && Array.isArray(ids))
        await this.attachments.bindToReport(ctx, report, ids, `data.${key}`);
    }
  }

  /** Makes a move: who may is asked first (403), then whether the state allows it (409). */
  async move(ctx: RequestContext, id: string, given: GivenMove): Promise<ReportView> {
    const { row, to } = await this.possibleMove(ctx, id, given.move);
    await this.make(ctx, row, given.move, { reason: given.reason ?? null, field: given.field ?? null });
    // Who signed it has a part in it: whose review it waits for is known only now.
    const after = given.move === 'sign' ? await this.reader.row(ctx, id) : row;
    await this.news.tell(ctx, after, given.move, given.reason ?? null);
    await audit(ctx, {
      action: `report.${given.move}`,
      subjectType: 'report',
      subjectId: id,
      planId: row.planId,
      detail: { revision: row.revision, from: row.state, to },
    });
    return this.reader.get(ctx, id);
  }

  /** What the move would be made on, and where it leads. 409 where it is not possible as things stand. */
  async possibleMove(
    ctx: RequestContext,
    id: string,
    name: ReportMoveName,
  ): Promise<{ row: ReportRow; to: ReportState }> {
    const row = await this.reader.row(ctx, id);
    const form = await this.reader.formOf(ctx, row);
    const move = findReportMove(row.state, name);
    if (!move) throw moveNotPossible();
    await this.areas.requireEnabled(ctx, row.planId, row.areaId);
    if (isSamePerson(name, row, form, actorOf(ctx).id)) throw samePerson();
    // What was handed in before is still decided on.
    if ((name === 'submit' || name === 'unlock') && isClosed(row)) throw periodClosed();
    if (name === 'submit') requireComplete(ctx, row, form);
    return { row, to: move.to };
  }

  /** Whether a draft of the report may hold the data. Throws 422 naming each field. */
  async checkData(ctx: RequestContext, id: string, data: Record<string, unknown>): Promise<void> {
    const row = await this.reader.row(ctx, id);
    checkedData(await this.reader.formOf(ctx, row), data, { complete: false });
  }

  /** What each move needs beyond its reason: 422 before anybody is refused. */
  async checkMove(ctx: RequestContext, id: string, given: GivenMove): Promise<void> {
    if ((given.move === 'return' || given.move === 'unlock') && !given.reason)
      refuse('reason', 'required', 'say why');
    if (!given.field) return;
    const row = await this.repository.find(ctx, id);
    const form = row && (await this.reader.formOf(ctx, row));
    if (form && !form.fields.some((field) => field.key === given.field))
      refuse('field', 'unknown-field', 'the form has no such field');
  }

  private async make(
    ctx: RequestContext,
    row: ReportRow,
    move: ReportMoveName,
    given: { reason: string | null; field: string | null },
  ): Promise<void> {
    const actor = actorOf(ctx);
    const behalfOf = move === 'sign' ? ((await this.reader.signsFor(ctx, row))?.id ?? null) : null;
    const event = (to: string, revision: number) =>
      this.repository.addEvent(ctx, row, { revision, move, to, behalfOf, ...given });
    switch (move) {
      case 'submit': {
        const revision = nextRevision(row);
        await this.repository.transition(ctx, row, {
          ...row,
          state: 'submitted',
          revision,
          submittedBy: actor.id,
          signedBy: null,
          returned: null,
        });
        await this.repository.addRevision(ctx, row, revision);
        await event('submitted', revision);
        return this.figures.wait(ctx, this.reported(row, revision));
      }
      case 'sign':
        await this.repository.transition(ctx, row, { ...row, state: 'signed', signedBy: actor.id });
        await event('signed', row.revision);
        await this.expectations.mark(ctx, row, true);
        return this.lights.refresh(ctx, row.planId, [row.taskId]);
      case 'accept':
        await this.repository.transition(ctx, row, {
          ...row,
          state: 'accepted',
          acceptedRevision: row.revision,
        });
        await event('accepted', row.revision);
        await this.figures.accept(ctx, this.reported(row, row.revision));
        return this.lights.refresh(ctx, row.planId, [row.taskId]);
      case 'return':
        await this.repository.transition(ctx, row, {
          ...row,
          state: 'returned',
          signedBy: null,
          returned: { reason: given.reason ?? '', field: given.field, by: actor.id },
        });
        await event('returned', row.revision);
        await this.figures.withdraw(ctx, this.reported(row, row.revision));
        // An accepted revision stands: its unit has reported, whatever happens to the next one.
        if (row.state === 'signed' && row.acceptedRevision === null)
          await this.expectations.mark(ctx, row, false);
        return this.lights.refresh(ctx, row.planId, [row.taskId]);
      case 'unlock':
        await this.repository.transition(ctx, row, {
          ...row,
          state: 'draft',
          revision: row.revision + 1,
          submittedBy: null,
          signedBy: null,
          returned: null,
          // It was said of the values that stood; the revision keeps it.
          comment: null,
        });
        return event('draft', row.revision);
    }
  }

  private reported(row: ReportRow, revision: number) {
    return {
      planId: row.planId,
      year: row.year,
      areaId: row.areaId,
      formKey: row.formKey,
      formVersion: row.formVersion,
      unitId: row.unitId,
      period: row.period,
      reportId: row.id,
      revision,
      ancestors: row.ancestors ?? [row.unitId],
      data: row.data,
    };
  }
}

function isClosed({ period, closedThrough }: { period: string; closedThrough: string | null }): boolean {
  return closedThrough !== null && periodEnd(period) <= closedThrough;
}

/** Throws where a report may not be handed in as it stands: it is waived, or a field or a comment is missing. */
function requireComplete(ctx: RequestContext, row: ReportRow, form: Form): void {
  if (row.waived) throw waived();
  checkedData(form, row.data, { complete: true });
  if (warningsOf(form, row.data, ctx.language).length > 0 && !row.comment)
    refuse('comment', 'comment-required', 'a warning needs a comment');
}

function refuse(path: string, code: string, message: string): never {
  throw validationFailed({ errors: [{ path, code, message }] });
}
