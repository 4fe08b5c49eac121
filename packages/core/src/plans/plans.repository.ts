import { type Closing, closingUnits, type PlanView } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { endsBy, isShut } from './closed-periods.js';
import { Plan } from './plan.entity.js';

/** A plan's own row, with what it counts. */
export type PlanRow = Omit<PlanView, 'areas' | 'businessDate'>;

const columns = `p.id, p.year, p.title, p.bureau, p.root_unit_id as "rootUnitId", p.announced_tasks as "announcedTasks",
  (select count(*)::int from task t where t.plan_id = p.id and t.number is not null) as "listedTasks",
  (select count(*)::int from task t join task n on n.carried_from = t.id where t.plan_id = p.id and t.visibility = 'open') as "carriedTasks",
  p.document_number as "documentNumber", p.issued_on::text as "issuedOn", p.closed_through::text as "closedThrough", p.ranking, p.version`;

@Injectable()
export class PlanRepository {
  async page(
    ctx: RequestContext,
    { newestFirst, limit, offset }: { newestFirst: boolean; limit: number; offset: number },
  ): Promise<PlanRow[]> {
    const direction = newestFirst ? 'desc' : 'asc';
    return ctx.em.query(
      `select ${columns} from plan p order by p.year ${direction}, p.title, p.id limit $1 offset $2`,
      [limit, offset],
    );
  }

  years(ctx: RequestContext): Promise<{ id: string; year: number }[]> {
    return ctx.em.query(`select id, year from plan order by year`);
  }

  count(ctx: RequestContext): Promise<number> {
    return ctx.em.count(Plan);
  }

  async find(ctx: RequestContext, id: string): Promise<PlanRow | null> {
    const [row] = await ctx.em.query(`select ${columns} from plan p where p.id = $1`, [id]);
    return row ?? null;
  }

  async versionOf(ctx: RequestContext, id: string): Promise<number | null> {
    const [row] = await ctx.em.query(`select version from plan where id = $1`, [id]);
    return row?.version ?? null;
  }

  async insert(ctx: RequestContext, plan: Plan): Promise<void> {
    await ctx.em.insert(Plan, plan);
  }

  /** Whether the plan had that version. */
  async setRanking(ctx: RequestContext, id: string, version: number, ranking: boolean): Promise<boolean> {
    const { affected } = await ctx.em.update(Plan, { id, version }, { ranking, version: version + 1 });
    return affected === 1;
  }

  /** False where the plan was changed meanwhile. */
  async close(ctx: RequestContext, plan: PlanRow, closedThrough: string | null): Promise<boolean> {
    const { id, version } = plan;
    const { affected } = await ctx.em.update(Plan, { id, version }, { closedThrough, version: version + 1 });
    return affected === 1;
  }

  /** Reports of periods that end on or before the day and can still be handed in or decided on, by what is missing of them. */
  async closing(ctx: RequestContext, planId: string, through: string): Promise<Closing> {
    const [row] = await ctx.em.query(
      `with open as (
         select e.unit_id, count(*) filter (where r.id is null or r.state in ('draft', 'returned'))::int as missing,
           count(*) filter (where r.state = 'submitted')::int as submitted, count(*) filter (where r.state = 'signed')::int as signed
         from expectation e
         join plan_area pa on pa.plan_id = e.plan_id and pa.area_id = e.area_id and pa.enabled
         left join report r on r.plan_id = e.plan_id and r.task_id = e.task_id and r.form_key = e.form_key and r.unit_id = e.unit_id and r.period = e.period
         where e.plan_id = $1 and e.waived_reason is null and coalesce(r.state <> 'accepted', true)
           and ${endsBy('$2::date')} and not ${isShut('$3')}
         group by e.unit_id),
       listed as (select u.id, u.name, u.code, open.missing, open.submitted, open.signed
         from open join unit u on u.id = open.unit_id order by u.code, u.id limit $4)
       select coalesce(sum(missing), 0)::int as missing, coalesce(sum(submitted), 0)::int as submitted,
         coalesce(sum(signed), 0)::int as signed, count(*)::int as "unitCount",
         coalesce((select json_agg(json_build_object('id', id, 'name', name, 'missing', missing, 'submitted', submitted,
           'signed', signed) order by code, id) from listed), '[]') as units
       from open`,
      [planId, through, ctx.today, closingUnits],
    );
    return row;
  }

  /** Whether the plan had not been issued before. */
  async issue(
    ctx: RequestContext,
    id: string,
    version: number,
    given: { documentNumber: string; issuedOn: string },
  ): Promise<boolean> {
    const { affected } = await ctx.em.update(
      Plan,
      { id, version, documentNumber: IsNull() },
      { ...given, version: version + 1 },
    );
    return affected === 1;
  }
}
