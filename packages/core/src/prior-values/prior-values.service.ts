import { createHash, randomUUID } from 'node:crypto';
import {
  isQuotient,
  metricValue,
  type Page,
  type PlanView,
  type PriorImport,
  type PriorImportQuery,
  type PriorValue,
  periodsOfYear,
  type Text,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { AreaRegistry, type RegisteredMetric } from '../areas/area-registry.js';
import { Expectations } from '../expectations/expectations.service.js';
import { markOf, xlsxType } from '../exports/cells.js';
import { Figures } from '../figures/figures.service.js';
import { remember, replay } from '../kernel/idempotency.js';
import {
  audit,
  Clock,
  Download,
  inTransaction,
  notFound,
  offsetOf,
  type PageRequest,
  pageFrom,
  sortOf,
  validationFailed,
  whole,
} from '../kernel/index.js';
import { Plans } from '../plans/plans.service.js';
import {
  type CheckedPriorRow,
  checkPrior,
  keyOf,
  type NewPriorValue,
  type PriorUnit,
} from './prior-check.js';
import { mostPriorRows, type PriorRow, priorColumns, priorWorkbook, readPriorSheet } from './prior-sheet.js';
import { PriorValueRepository, type ValueFilter } from './prior-values.repository.js';

/** Units below this level are many, and last year's statistics seldom know them: their county stands for them. */
const listedKinds = ['bureau', 'department', 'county'];

/** 上年同期: last year's values of the plan's metrics, by workbook. They stand beside this year's, and never in them. */
@Injectable()
export class PriorValues {
  constructor(
    private readonly repository: PriorValueRepository,
    private readonly registry: AreaRegistry,
    private readonly expectations: Expectations,
    private readonly figures: Figures,
    private readonly plans: Plans,
    private readonly clock: Clock,
  ) {}

  async list(ctx: RequestContext, filter: ValueFilter, request: PageRequest): Promise<Page<PriorValue>> {
    const { items, total } = await this.repository.page(ctx, filter, {
      ...sortOf(request.sort),
      limit: request.limit,
      offset: offsetOf(request.cursor),
    });
    const views = items.map((row) => {
      const metric = this.registry.metric(row.metric)?.metric;
      const isRate = metric !== undefined && isQuotient(metric);
      const sides = { numerator: row.numerator, denominator: isRate ? row.denominator : null };
      return { ...row, ...sides, value: metric ? metricValue(metric, sides) : null };
    });
    return pageFrom(views, total, request);
  }

  async imports(ctx: RequestContext, planId: string): Promise<Page<PriorImport>> {
    return whole(await this.repository.imports(ctx, planId));
  }

  /** The workbook that was sent in, with what is wrong marked in its cells. */
  async result(ctx: RequestContext, planId: string, id: string): Promise<Download> {
    const bytes = await this.repository.result(ctx, planId, id);
    if (!bytes) throw notFound();
    return new Download(bytes, xlsxType, `prior-values-${id.slice(0, 8)}.xlsx`);
  }

  /** An area's metrics over the units that report them, period by period, with what stands. */
  async template(ctx: RequestContext, planId: string, areaId: string): Promise<Download> {
    const plan = await this.plans.get(ctx, planId);
    if (!plan.areas.some((area) => area.id === areaId))
      throw validationFailed({
        errors: [
          {
            path: 'query.areaId',
            code: 'unknown-area',
            message: { zh: '计划没有这个行动', en: 'the plan has no such area' },
          },
        ],
      });
    const units = await this.repository.units(ctx);
    const duties = await this.expectations.duties(ctx, planId, areaId, ctx.today);
    const standing = new Map(
      (await this.repository.standing(ctx, planId, areaId)).map((each) => [keyOf(each), each]),
    );
    const rows = this.metricsOf(areaId).flatMap((metric) => {
      const owing = duties[metric.form?.key ?? '']?.unitIds ?? [];
      const listed = metric.metric.overUnits === 'none' ? owing : raised(units, owing);
      return units
        .filter((unit) => listed.includes(unit.id))
        .flatMap((unit) =>
          periodsOfYear(plan.year - 1, metric.form?.period ?? 'month').map((period): PriorRow => {
            const value = standing.get(keyOf({ metric: metric.key, unitId: unit.id, period }));
            return {
              cells: {
                unit: unit.code,
                unitName: unit.name,
                metric: metric.key,
                title: metric.metric.title[ctx.language],
                period,
                numerator: value ? Number(value.numerator) : null,
                denominator: value && isQuotient(metric.metric) ? Number(value.denominator) : null,
              },
            };
          }),
        );
    });
    const bytes = await this.workbook(ctx, plan, areaId, rows);
    return new Download(bytes, xlsxType, `${areaId}-${plan.year - 1}.xlsx`);
  }

  /**
   * Takes all of a filled template over, or nothing of it; what is wrong is marked in the result. 422 where values
   * that stand would be replaced without a reason. With a key, the same workbook sent again is the same import.
   */
  async import(
    ctx: RequestContext,
    planId: string,
    query: PriorImportQuery,
    bytes: Buffer,
    idempotencyKey: string | null,
  ): Promise<PriorImport> {
    const sent = await readPriorSheet(bytes);
    if (sent.planId !== planId)
      refuse('file', 'other-plan', { zh: '是另一计划的模板', en: 'made from the template of another plan' });
    if (sent.rows.length === 0)
      refuse('file', 'empty', { zh: '没有填写任何一行', en: 'no row is filled in' });
    if (sent.rows.length > mostPriorRows)
      refuse('file', 'too-many-rows', {
        zh: `最多 ${mostPriorRows} 行`,
        en: `at most ${mostPriorRows} rows`,
      });
    return inTransaction(ctx, async (own) => {
      const body = createHash('sha256').update(bytes).update(JSON.stringify(query)).digest('hex');
      const path = `/api/plans/${planId}/prior-values/imports`;
      const request = idempotencyKey && { method: 'POST', path, key: idempotencyKey, body };
      const before = request && (await replay(own, request));
      if (before) return JSON.parse(before.response) as PriorImport;
      const plan = await this.plans.get(own, planId);
      await this.figures.hold(own, planId);
      const view = await this.take(own, plan, sent.areaId, sent.rows, query);
      if (request) await remember(own, request, { status: 201, etag: null, response: JSON.stringify(view) });
      return view;
    });
  }

  private async take(
    ctx: RequestContext,
    plan: PlanView,
    areaId: string,
    rows: Parameters<typeof checkPrior>[0],
    query: PriorImportQuery,
  ): Promise<PriorImport> {
    const units = await this.repository.units(ctx);
    const standing = await this.repository.standing(ctx, plan.id, areaId);
    const metric = (key: string) => this.registry.metric(key);
    const checked = checkPrior(rows, { areaId, year: plan.year, units, metric, standing });
    const faulty = checked.filter((row) => row.faults.length > 0).length;
    const values = checked.flatMap((row) => (row.value ? [row.value] : []));
    const known = new Set(standing.map(keyOf));
    const replaced = faulty > 0 ? 0 : values.filter((each) => known.has(keyOf(each))).length;
    if (replaced > 0 && !query.reason)
      refuse('query.reason', 'required', {
        zh: `将替换已有的 ${replaced} 个数值，请填写理由`,
        en: `${replaced} values stand already: say why they are replaced`,
      });
    const id = randomUUID();
    const result = await this.workbook(ctx, plan, areaId, checked.map(judged));
    const state = faulty > 0 ? ('refused' as const) : ('saved' as const);
    const { source, reason = null } = query;
    const row = { id, planId: plan.id, state, source, reason, rows: checked.length, faulty, replaced };
    await this.repository.addImport(ctx, row, result);
    if (state === 'saved') await this.save(ctx, plan, id, values);
    await audit(ctx, {
      action: state === 'saved' ? 'prior.import' : 'prior.refuse',
      subjectType: 'prior-import',
      subjectId: id,
      planId: plan.id,
      detail: { areaId, rows: checked.length, faulty, replaced },
    });
    return (await this.repository.findImport(ctx, plan.id, id)) as PriorImport;
  }

  private async save(
    ctx: RequestContext,
    plan: Pick<PlanView, 'id' | 'year'>,
    importId: string,
    values: readonly NewPriorValue[],
  ): Promise<void> {
    await this.repository.put(ctx, plan.id, importId, values);
    await this.figures.rebuildPrior(ctx, plan.id, plan.year);
  }

  /** Stores values that need no judging: for seeds. */
  async seed(
    ctx: RequestContext,
    plan: Pick<PlanView, 'id' | 'year'>,
    source: string,
    values: readonly NewPriorValue[],
  ): Promise<void> {
    const id = randomUUID();
    const rows = values.length;
    const row = { id, planId: plan.id, source, reason: null, rows, faulty: 0, replaced: 0 };
    await this.repository.addImport(ctx, { ...row, state: 'saved' }, null);
    await this.save(ctx, plan, id, values);
  }

  /** What is reported, and so may be imported: computed metrics follow from these. */
  private metricsOf(areaId: string): RegisteredMetric[] {
    return this.registry.metricsOfArea(areaId).filter((metric) => metric.form);
  }

  private workbook(ctx: RequestContext, plan: PlanView, areaId: string, rows: readonly PriorRow[]) {
    const area = plan.areas.find((each) => each.id === areaId)?.title[ctx.language] ?? areaId;
    const word = { zh: '上年同期值', en: 'Values of' }[ctx.language];
    return priorWorkbook({
      planId: plan.id,
      areaId,
      title: `${area} ${word} ${plan.year - 1}`,
      mark: markOf(ctx, this.clock.zone),
      language: ctx.language,
      rows,
    });
  }
}

/** Units of the listed kinds as they are; for those below, the one of these kinds that they stand under. */
function raised(units: readonly PriorUnit[], ids: readonly string[]): string[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  return ids.flatMap((id) => {
    const line = byId.get(id)?.places.at(-1)?.ancestors ?? [];
    return line.filter((each) => listedKinds.includes(byId.get(each)?.kind ?? '')).slice(-1);
  });
}

function judged({ sent, faults }: CheckedPriorRow): PriorRow {
  return {
    cells: Object.fromEntries(
      priorColumns.map((column) => [column, sent.cells[column].shown]),
    ) as PriorRow['cells'],
    verdict: faults,
  };
}

function refuse(path: string, code: string, message: Text): never {
  throw validationFailed({ errors: [{ path, code, message }] });
}
