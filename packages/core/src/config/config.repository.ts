import type { AreaConfig, ConfigSection, Ref } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { knowerOf, knowsTask } from '../plans/known-tasks.js';

interface Person {
  id: string;
  name: string;
}

/** A version as it is stored; versions are only ever added, and decided on once. */
export interface ConfigRow {
  version: number;
  state: 'proposed' | 'in-force' | 'refused';
  effectiveFrom: string;
  reason: string;
  value: AreaConfig;
  /** The whole configuration as it stood before. */
  base: AreaConfig;
  sections: ConfigSection[];
  by: Person | null;
  at: string;
  decidedBy: Person | null;
  decidedAt: string | null;
  decisionReason: string | null;
  rollbackOf: number | null;
  ownVersion: number;
}

export interface NewVersion
  extends Pick<ConfigRow, 'version' | 'state' | 'effectiveFrom' | 'reason' | 'value' | 'base' | 'sections'> {
  rollbackOf: number | null;
  ownVersion: number;
}

/** An area in its plan. */
export interface Place {
  planId: string;
  areaId: string;
  year: number;
  enabled: boolean;
}

const person = (column: string) =>
  `(select json_build_object('id', u.id, 'name', u.name) from app_user u where u.id = ${column})`;
const columns = `version, state, effective_from::text as "effectiveFrom", reason, value, base, sections, ${person('created_by')} as by,
  created_at as at, ${person('decided_by')} as "decidedBy", decided_at as "decidedAt", decision_reason as "decisionReason",
  rollback_of as "rollbackOf", own_version as "ownVersion"`;

@Injectable()
export class ConfigRepository {
  async place(ctx: RequestContext, planId: string, areaId: string): Promise<Place | null> {
    const [row] = await ctx.em.query(
      `select pa.plan_id as "planId", pa.area_id as "areaId", p.year, pa.enabled
       from plan_area pa join plan p on p.id = pa.plan_id where pa.plan_id = $1 and pa.area_id = $2`,
      [planId, areaId],
    );
    return row ?? null;
  }

  /** Until the transaction ends nobody else changes the area's configuration. */
  async lock(ctx: RequestContext, planId: string, areaId: string): Promise<void> {
    await ctx.em.query(`select 1 from plan_area where plan_id = $1 and area_id = $2 for no key update`, [
      planId,
      areaId,
    ]);
  }

  /** Differs after every version, every decision, and every change of a target by other ways. */
  async token(ctx: RequestContext, planId: string, areaId: string): Promise<number> {
    const [row] = await ctx.em.query(
      `select (select count(*) + count(decided_at) from area_config where plan_id = $1 and area_id = $2)::int
         + (select coalesce(sum(version), 0) from target where plan_id = $1 and area_id = $2 and confirmed)::int as token`,
      [planId, areaId],
    );
    return row.token;
  }

  /** All versions, newest first. */
  versions(ctx: RequestContext, planId: string, areaId: string): Promise<ConfigRow[]> {
    return ctx.em.query(
      `select ${columns} from area_config where plan_id = $1 and area_id = $2 order by version desc`,
      [planId, areaId],
    );
  }

  async insert(ctx: RequestContext, place: Place, given: NewVersion): Promise<void> {
    await ctx.em.query(
      `insert into area_config (id, plan_id, area_id, version, value, base, sections, effective_from, reason, created_by, created_at, state, rollback_of, own_version)
       values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        place.planId,
        place.areaId,
        given.version,
        JSON.stringify(given.value),
        JSON.stringify(given.base),
        given.sections,
        given.effectiveFrom,
        given.reason,
        ctx.actor?.id ?? null,
        ctx.now,
        given.state,
        given.rollbackOf,
        given.ownVersion,
      ],
    );
  }

  /** Whether the version waited. */
  async decide(
    ctx: RequestContext,
    place: Place,
    given: { version: number; state: 'in-force' | 'refused'; effectiveFrom: string; reason: string | null },
  ): Promise<boolean> {
    const rows: unknown[] = await ctx.em.query(
      `with decided as (
         update area_config set state = $4, effective_from = $5, decision_reason = $6, decided_by = $7, decided_at = $8
         where plan_id = $1 and area_id = $2 and version = $3 and state = 'proposed' returning version)
       select version from decided`,
      [
        place.planId,
        place.areaId,
        given.version,
        given.state,
        given.effectiveFrom,
        given.reason,
        ctx.actor?.id ?? null,
        ctx.now,
      ],
    );
    return rows.length === 1;
  }

  /** Those of the units that are closed, or will be, each with its successor. */
  closedUnits(
    ctx: RequestContext,
    ids: readonly string[],
  ): Promise<{ id: string; name: string; successor: Ref | null; handsOver: boolean }[]> {
    return ctx.em.query(
      `select u.id, u.name, case when s.id is not null then json_build_object('id', s.id, 'name', s.name) end as successor,
         s.id is not null and u.handed_over_on is null as "handsOver"
       from unit u left join unit s on s.id = u.successor_id where u.id = any($1) and u.closed_on is not null`,
      [ids],
    );
  }

  /** Areas with a version that names the unit anywhere. */
  naming(ctx: RequestContext, unitId: string): Promise<{ planId: string; areaId: string }[]> {
    return ctx.em.query(
      `select distinct plan_id as "planId", area_id as "areaId" from area_config where strpos(value::text, $1) > 0 order by 1, 2`,
      [unitId],
    );
  }

  async units(
    ctx: RequestContext,
    ids: readonly string[],
  ): Promise<Map<string, { id: string; name: string; kind: string; closed: boolean }>> {
    const rows: { id: string; name: string; kind: string; closed: boolean }[] = await ctx.em.query(
      `select id, name, kind, closed_on is not null as closed from unit where id = any($1) order by code`,
      [[...new Set(ids)]],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Tasks of the area that are not withheld, by id. */
  async tasks(
    ctx: RequestContext,
    place: Place,
  ): Promise<Map<string, { id: string; number: number | null; visibility: string }>> {
    const rows: { id: string; number: number | null; visibility: string }[] = await ctx.em.query(
      `select id, number, visibility from task where plan_id = $1 and area_id = $2 and visibility <> 'withheld'`,
      [place.planId, place.areaId],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Titles of those of the tasks that the asker may know of, as the plan prints them. */
  knownTasks(
    ctx: RequestContext,
    ids: readonly string[],
  ): Promise<{ id: string; number: number | null; title: string }[]> {
    const { actorId, office } = knowerOf(ctx);
    return ctx.em.query(
      `select t.id, t.number, coalesce(t.title, '') as title from task t
       where t.id = any($1) and ${knowsTask('$2', '$3')} order by t.number nulls last, t.id`,
      [ids, actorId, office],
    );
  }
}
