import {
  allows,
  carriedOn,
  type ExpectationView,
  type Form,
  type FormData,
  isNumeric,
  type Language,
  type Page,
  progressNoteForm,
  progressNoteKey,
  type Ref,
  type ReportMoveName,
  type ReportView,
  reportLifecycle,
  type ValueChange,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { AreaRegistry } from '../areas/area-registry.js';
import { AreaSettings } from '../areas/area-settings.js';
import { Deputies } from '../deputies/deputies.service.js';
import type { TargetRow } from '../figures/target-row.js';
import { UnitTargets } from '../figures/unit-targets.service.js';
import {
  actorOf,
  type LoadedSubject,
  notFound,
  offsetOf,
  pageFrom,
  sortOf,
  validationFailed,
} from '../kernel/index.js';
import { Plans } from '../plans/plans.service.js';
import { standsUnder } from '../units/placement-sql.js';
import { warningsOf } from './report-data.js';
import { type ReportIdentity, ReportRepository, type ReportRow } from './reports.repository.js';
import { type HistoricRevision, valueHistory } from './value-history.js';

export interface ReportFilter {
  planId: string;
  areaId?: string;
  taskId?: string;
  formKey?: string;
  unitId?: string;
  period?: string;
  state?: string;
  sort: string;
  limit: number;
  cursor?: string;
}

/** A report as the policy sees it. */
export interface ReportSubject extends LoadedSubject {
  areaId: string;
  unitId: string;
  formKey: string;
}

/** What can be read of reports, and of what is expected. */
@Injectable()
export class ReportReader {
  constructor(
    private readonly repository: ReportRepository,
    private readonly registry: AreaRegistry,
    private readonly settings: AreaSettings,
    private readonly deputies: Deputies,
    private readonly targets: UnitTargets,
    private readonly plans: Plans,
  ) {}

  /** The report as the policy sees it. Those who may know its task but not read reports learn that it is there. */
  async subject(ctx: RequestContext, id: string): Promise<ReportSubject | null> {
    const row = await this.repository.find(ctx, id);
    return (
      row && {
        readPermission: 'report.read',
        version: row.version,
        formKey: row.formKey,
        ...subjectOf(row),
      }
    );
  }

  async get(ctx: RequestContext, id: string): Promise<ReportView> {
    const row = await this.row(ctx, id);
    return viewOf(row, await this.formOf(ctx, row), ctx.language);
  }

  async row(ctx: RequestContext, id: string): Promise<ReportRow> {
    const row = await this.repository.find(ctx, id);
    if (!row) throw notFound();
    return row;
  }

  /**
   * The form as it was when the report was begun, as the plan had set it then: the report validates against that
   * one, and is shown with it, for ever.
   */
  async formOf(
    ctx: RequestContext,
    row: Pick<ReportRow, 'planId' | 'areaId' | 'formKey' | 'formVersion' | 'configVersion'>,
  ): Promise<Form> {
    const form = await this.definition(ctx, row);
    if (row.configVersion === 0) return form;
    const settings = await this.settings.ofPlan(ctx, row.planId, row.areaId);
    return settings.formAt(row.areaId, form, row.configVersion);
  }

  async formById(ctx: RequestContext, id: string): Promise<Form> {
    return this.formOf(ctx, await this.row(ctx, id));
  }

  private async definition(
    ctx: RequestContext,
    row: Pick<ReportRow, 'areaId' | 'formKey' | 'formVersion'>,
  ): Promise<Form> {
    if (row.formKey === progressNoteKey) return progressNoteForm;
    const current = this.registry.form(row.areaId, row.formKey);
    if (current?.version === row.formVersion) return current;
    const stored = await this.repository.definition(ctx, row.areaId, row.formKey, row.formVersion);
    if (!stored)
      throw new Error(`form ${row.areaId}.${row.formKey} version ${row.formVersion} is not stored`);
    return stored;
  }

  /** The moves that the actor may make now. */
  async moves(ctx: RequestContext, id: string) {
    const row = await this.row(ctx, id);
    const form = await this.formOf(ctx, row);
    const actor = actorOf(ctx);
    const offers = [];
    for (const { move, from, title, to, needs } of reportLifecycle) {
      if (!from.includes(row.state) || isSamePerson(move, row, form, actor.id)) continue;
      const subject = { ...subjectOf(row), formKey: row.formKey };
      if (!(await this.mayMake(ctx, move, subject))) continue;
      const head = move === 'sign' ? await this.signsFor(ctx, subject) : null;
      offers.push({ move, title, to, needs: [...needs], ...(head ? { behalfOf: head } : {}) });
    }
    return offers;
  }

  /** Whether the actor may make such a move of the report, by a role or, to sign, in the place of a head. */
  async mayMake(
    ctx: RequestContext,
    move: ReportMoveName,
    subject: Omit<ReportSubject, 'readPermission'>,
  ): Promise<boolean> {
    const rule = reportLifecycle.find((each) => each.move === move);
    if (!rule) return false;
    if (allows(actorOf(ctx), rule.permission, subject)) return true;
    return move === 'sign' && (await this.signsFor(ctx, subject)) !== null;
  }

  /** The head in whose place the actor signs; null for one who signs by a role of their own, or not at all. */
  async signsFor(
    ctx: RequestContext,
    report: Pick<ReportSubject, 'unitId' | 'areaId' | 'formKey'>,
  ): Promise<Ref | null> {
    if (allows(actorOf(ctx), 'report.sign', report)) return null;
    return this.deputies.headFor(ctx, report);
  }

  revisions(ctx: RequestContext, id: string) {
    return this.repository
      .revisions(ctx, id)
      .then((items) => ({ items, nextCursor: null, total: items.length }));
  }

  /** Who set which field to what, when, in which revision, newest first; `field` for one of them. */
  async values(ctx: RequestContext, id: string, field: string | undefined): Promise<Page<ValueChange>> {
    const row = await this.row(ctx, id);
    const form = await this.formOf(ctx, row);
    const fields = form.fields.filter((each) => field === undefined || each.key === field);
    if (field !== undefined && fields.length === 0)
      throw validationFailed({
        errors: [{ path: 'field', code: 'unknown-field', message: 'the form has no such field' }],
      });
    const revisions = await this.repository.historicRevisions(ctx, id);
    const found = valueHistory(fields, [...revisions, ...(await this.openRevision(ctx, row))]);
    const names = await this.repository.userNames(
      ctx,
      found.map((each) => each.by),
    );
    const items = found.map((each) => ({ ...each, by: { id: each.by, name: names.get(each.by) ?? '' } }));
    return { items, nextCursor: null, total: items.length };
  }

  /** What is being filled in, where the report is open. */
  private async openRevision(ctx: RequestContext, row: ReportRow): Promise<HistoricRevision[]> {
    if (row.state !== 'draft' && row.state !== 'returned') return [];
    const revision = nextRevision(row);
    return [
      {
        revision,
        data: row.data,
        changes: row.changes,
        handedIn: null,
        returns: [],
        because: await this.repository.opening(ctx, row.id, revision),
      },
    ];
  }

  /** What stands beside the fields while a report is filled in: the last accepted values, and the year so far. */
  async context(
    ctx: RequestContext,
    key: ReportIdentity & { areaId: string },
  ): Promise<{
    lastPeriod: string | null;
    last: FormData | null;
    yearToDate: Record<string, number | null>;
    targets: Pick<TargetRow & { value: number }, 'metric' | 'value' | 'direction' | 'measure' | 'by'>[];
  }> {
    const form = this.registry.form(key.areaId, key.formKey);
    if (!form) throw notFound();
    const last = await this.repository.lastAccepted(ctx, key);
    const year = await this.repository.acceptedInYear(ctx, key);
    const yearToDate = Object.fromEntries(
      form.fields.filter(isNumeric).map((field) => [
        field.key,
        soFar(
          year.map(({ formVersion, data }) => carriedOn(form, formVersion, data)[field.key]),
          field.kind === 'stock',
        ),
      ]),
    );
    return {
      lastPeriod: last?.period ?? null,
      last: last && carriedOn(form, last.formVersion, last.data),
      yearToDate,
      targets: await this.targetsBeside(ctx, key),
    };
  }

  /** What holds for the unit at the period's end, of each metric that the form feeds; today while it runs. */
  private async targetsBeside(ctx: RequestContext, key: ReportIdentity & { areaId: string }) {
    const metrics =
      key.formKey === progressNoteKey ? [] : this.registry.metricsOfForm(key.areaId, key.formKey);
    if (metrics.length === 0) return [];
    const plan = await this.plans.get(ctx, key.planId);
    const held = await this.targets.of(ctx, plan, key.unitId);
    return metrics.flatMap((metric) => {
      const target = held.in(metric, key.period, { orEach: true });
      if (!target || target.value === null) return [];
      const { value, direction, measure, by } = target;
      return [{ metric: metric.key, value, direction, measure, by }];
    });
  }

  async contextOf(ctx: RequestContext, id: string) {
    return this.context(ctx, await this.row(ctx, id));
  }

  /** Reports that the actor may read. */
  async list(ctx: RequestContext, filter: ReportFilter): Promise<Page<ReportView>> {
    const { conditions, parameters } = filtered(filter, 'r');
    const own = readableReports(ctx, parameters.length + 2);
    const order = orderBy(filter.sort, { period: 'r.period', unit: 'u.code', state: 'r.state' });
    const page = { limit: filter.limit, offset: offsetOf(filter.cursor) };
    const { rows, total } = await this.repository.list(
      ctx,
      [...conditions, own.condition],
      [...parameters, ...own.parameters],
      order,
      page,
    );
    // Hundreds of reports share a few forms: each is looked up once.
    const forms = new Map<string, Form>();
    const items: ReportView[] = [];
    for (const row of rows) {
      const key = [row.planId, row.areaId, row.formKey, row.formVersion, row.configVersion].join(' ');
      const form = forms.get(key) ?? (await this.formOf(ctx, row));
      forms.set(key, form);
      items.push(viewOf(row, form, ctx.language));
    }
    return pageFrom(items, total, filter);
  }

  /** All expectations that meet conditions over `e`, `t`, `u` and `r`; parameters begin at $3. Hurts first: by due day. */
  async waiting(
    ctx: RequestContext,
    planId: string,
    conditions: readonly string[],
    parameters: readonly unknown[],
  ): Promise<ExpectationView[]> {
    const all = ['e.plan_id = $2', ...conditions];
    const found = await this.repository.expectations(ctx, all, [planId, ...parameters], 'e.due_on, u.code', {
      limit: 500,
      offset: 0,
    });
    return found.items;
  }

  /** What is due, from whom, and the state of the report that answers it: no content, so every reader sees it. */
  async expected(
    ctx: RequestContext,
    filter: ReportFilter & { under?: string },
  ): Promise<Page<ExpectationView>> {
    const { conditions, parameters } = filtered(filter, 'e');
    if (filter.under !== undefined) {
      parameters.push(filter.under);
      conditions.push(`e.ancestors @> array[$${parameters.length + 1}::uuid]`);
    }
    const order = orderBy(filter.sort, { dueOn: 'e.due_on', period: 'e.period', unit: 'u.code' });
    const found = await this.repository.expectations(ctx, conditions, parameters, order, {
      limit: filter.limit,
      offset: offsetOf(filter.cursor),
    });
    return pageFrom(found.items, found.total, filter);
  }
}

/** The revision that the report's next submission makes: what comes back after a return is one of its own. */
export function nextRevision(row: Pick<ReportRow, 'state' | 'revision'>): number {
  return row.state === 'returned' ? row.revision + 1 : row.revision;
}

function viewOf(row: ReportRow, form: Form, language: Language): ReportView {
  return {
    id: row.id,
    planId: row.planId,
    areaId: row.areaId,
    formKey: row.formKey,
    formVersion: row.formVersion,
    taskId: row.taskId,
    unitId: row.unitId,
    unitName: row.unitName,
    period: row.period,
    state: row.state,
    revision: row.revision,
    acceptedRevision: row.acceptedRevision,
    data: row.data,
    mode: row.mode,
    filledFor: row.filledFor,
    dueOn: row.dueOn,
    returned: row.returned && {
      reason: row.returned.reason,
      field: row.returned.field,
      by: { id: row.returned.by, name: row.returnedByName ?? '' },
    },
    warnings: warningsOf(form, row.data, language),
    comment: row.comment,
    version: row.version,
  };
}

function subjectOf(row: ReportRow) {
  return {
    areaId: row.areaId,
    unitId: row.unitId,
    unitPath: row.unitPath,
    unitKind: row.unitKind,
    knownTo: row.knownTo,
    leadUnitId: row.leadUnitId,
    reviewersTookPart: row.reviewersTookPart,
  };
}

/** Whoever filled in a report signs it only where the form allows that; whoever wrote any of it, or signed it, never accepts it. */
export function isSamePerson(move: ReportMoveName, row: ReportRow, form: Form, actorId: string): boolean {
  if (move === 'sign') return !form.selfSign && (row.submittedBy === actorId || row.filledBy === actorId);
  if (move === 'accept')
    return [...row.writers, row.filledBy, row.submittedBy, row.signedBy].includes(actorId);
  return false;
}

function soFar(values: readonly unknown[], isStock: boolean): number | null {
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length === 0) return null;
  return isStock
    ? (numbers.at(-1) ?? null)
    : Number(numbers.reduce((sum, value) => sum + value, 0).toFixed(4));
}

function filtered(
  filter: Partial<ReportFilter>,
  alias: 'e' | 'r',
): { conditions: string[]; parameters: unknown[] } {
  const columns = {
    planId: 'plan_id',
    areaId: 'area_id',
    taskId: 'task_id',
    formKey: 'form_key',
    unitId: 'unit_id',
    period: 'period',
    state: 'state',
  } as const;
  const given = (Object.keys(columns) as (keyof typeof columns)[]).filter((key) => filter[key] !== undefined);
  return {
    conditions: given.map((key, at) => `${alias}.${columns[key]} = $${at + 2}`),
    parameters: given.map((key) => filter[key]),
  };
}

function orderBy<K extends string>(sort: string, columns: Record<K, string>): string {
  const { key, direction } = sortOf(sort);
  return `${columns[key as K]} ${direction}`;
}

/** The policy of `report.read` as a condition over `r` and `u`. */
function readableReports(ctx: RequestContext, from: number): { condition: string; parameters: unknown[] } {
  const { grants } = actorOf(ctx);
  if (grants.some((grant) => grant.role === 'plan-office' || grant.role === 'leader'))
    return { condition: 'true', parameters: [] };
  const own = grants.filter((grant) => grant.role === 'reporter').map((grant) => grant.unitId);
  const below = grants
    .filter((grant) => grant.role === 'unit-head' || grant.role === 'reviewer')
    .map((grant) => grant.unitPath);
  const areas = grants.filter((grant) => grant.role === 'area-lead').map((grant) => grant.areaId);
  const condition = `(r.unit_id = any($${from}::uuid[]) or r.area_id = any($${from + 1}::text[])
    or ${standsUnder('r.unit_id', `$${from + 2}::text[]`, `$${from + 3}::date`)})`;
  return { condition, parameters: [own, areas, below, ctx.today] };
}
