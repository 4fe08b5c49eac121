import type { PriorImport, PriorValue } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { refOf } from '../tasks/refs.js';
import { isoInstant } from '../tasks/task-view.js';
import type { NewPriorValue, PriorUnit } from './prior-check.js';

const by = refOf('app_user', 'i.imported_by');
const importColumns = `i.id, i.plan_id as "planId", i.state, i.rows, i.faulty, i.replaced, i.source, i.reason, ${by} as by,
  ${isoInstant('i.imported_at')} as at, i.result is not null as "hasResult"`;
const sorts: Record<string, string> = { period: 'v.period', metric: 'v.metric', unit: 'u.code' };

export interface ValueFilter {
  planId: string;
  areaId?: string | undefined;
  metric?: string | undefined;
  unitId?: string | undefined;
  period?: string | undefined;
}
export type ValueRow = Omit<PriorValue, 'value'> & { numerator: number; denominator: number };

@Injectable()
export class PriorValueRepository {
  async page(
    ctx: RequestContext,
    filter: ValueFilter,
    page: { key: string; direction: 'asc' | 'desc'; limit: number; offset: number },
  ): Promise<{ items: ValueRow[]; total: number }> {
    const from = `from prior_value v join unit u on u.id = v.unit_id join prior_import i on i.id = v.import_id
      where v.plan_id = $1 and v.replaced_by is null and ($2::text is null or starts_with(v.metric, $2 || '.'))
        and ($3::text is null or v.metric = $3) and ($4::uuid is null or v.unit_id = $4) and ($5::text is null or v.period = $5)`;
    const values = [
      filter.planId,
      filter.areaId ?? null,
      filter.metric ?? null,
      filter.unitId ?? null,
      filter.period ?? null,
    ];
    const items = await ctx.em.query(
      `select v.metric, json_build_object('id', u.id, 'name', u.name) as unit, v.period, v.numerator::float8,
         v.denominator::float8, i.source, ${by} as by, ${isoInstant('i.imported_at')} as at
       ${from} order by ${sorts[page.key] ?? 'v.period'} ${page.direction}, v.metric, u.code, v.period limit $6 offset $7`,
      [...values, page.limit, page.offset],
    );
    const [{ total }] = await ctx.em.query(`select count(*)::int as total ${from}`, values);
    return { items, total };
  }

  /** The plan's imports, newest first. */
  imports(ctx: RequestContext, planId: string): Promise<PriorImport[]> {
    return ctx.em.query(
      `select ${importColumns} from prior_import i where i.plan_id = $1 order by i.imported_at desc, i.id limit 100`,
      [planId],
    );
  }

  async findImport(ctx: RequestContext, planId: string, id: string): Promise<PriorImport | null> {
    const [row] = await ctx.em.query(
      `select ${importColumns} from prior_import i where i.plan_id = $1 and i.id = $2`,
      [planId, id],
    );
    return row ?? null;
  }

  async result(ctx: RequestContext, planId: string, id: string): Promise<Buffer | null> {
    const [row] = await ctx.em.query(`select result from prior_import where plan_id = $1 and id = $2`, [
      planId,
      id,
    ]);
    return row?.result ?? null;
  }

  /** The values that stand, of an area's metrics. Numbers as text. */
  standing(
    ctx: RequestContext,
    planId: string,
    areaId: string,
  ): Promise<{ metric: string; unitId: string; period: string; numerator: string; denominator: string }[]> {
    return ctx.em.query(
      `select metric, unit_id as "unitId", period, trim_scale(numerator)::text as numerator, trim_scale(denominator)::text as denominator
       from prior_value where plan_id = $1 and starts_with(metric, $2 || '.') and replaced_by is null`,
      [planId, areaId],
    );
  }

  /** Every unit with all its placements. */
  units(ctx: RequestContext): Promise<(PriorUnit & { name: string })[]> {
    return ctx.em.query(
      `select u.id, u.code, u.name, u.kind, json_agg(json_build_object('from', p.valid_from, 'ancestors', p.ancestors) order by p.valid_from) as places
       from unit u join unit_placement p on p.unit_id = u.id group by u.id order by u.code`,
    );
  }

  async addImport(
    ctx: RequestContext,
    row: Pick<PriorImport, 'id' | 'planId' | 'state' | 'source' | 'reason' | 'rows' | 'faulty' | 'replaced'>,
    result: Buffer | null,
  ): Promise<void> {
    await ctx.em.query(
      `insert into prior_import (id, plan_id, state, source, reason, rows, faulty, replaced, result, imported_by, imported_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        row.id,
        row.planId,
        row.state,
        row.source,
        row.reason,
        row.rows,
        row.faulty,
        row.replaced,
        result,
        ctx.actor?.id ?? null,
        ctx.now,
      ],
    );
  }

  /** Puts the values in the place of those that stand; what was replaced stays, and says by which import. */
  async put(
    ctx: RequestContext,
    planId: string,
    importId: string,
    values: readonly NewPriorValue[],
  ): Promise<void> {
    const columns = [
      planId,
      importId,
      values.map((each) => each.metric),
      values.map((each) => each.unitId),
      values.map((each) => each.period),
    ];
    await ctx.em.query(
      `update prior_value v set replaced_by = $2 from unnest($3::text[], $4::uuid[], $5::text[]) as given (metric, unit_id, period)
       where v.plan_id = $1 and v.replaced_by is null and v.metric = given.metric and v.unit_id = given.unit_id and v.period = given.period`,
      columns,
    );
    await ctx.em.query(
      `insert into prior_value (plan_id, import_id, metric, unit_id, period, numerator, denominator)
       select $1, $2, given.* from unnest($3::text[], $4::uuid[], $5::text[], $6::numeric[], $7::numeric[])
         as given (metric, unit_id, period, numerator, denominator) where given.numerator is not null`,
      [...columns, values.map((each) => each.numerator), values.map((each) => each.denominator)],
    );
  }
}
