import { randomUUID } from 'node:crypto';
import type { UnitQuery, UnitView } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { offsetOf, sortOf } from '../kernel/index.js';
import { standsOn } from './placement-sql.js';
import { Unit, UnitGroupMember, UnitPlacement } from './unit.entity.js';

/** A placement as SQL reads it; dates are `YYYY-MM-DD`. */
export interface Placement {
  path: string;
  parentId: string | null;
  ancestors: string[];
  validFrom: string;
  validTo: string | null;
}

const unitColumns = `u.id, p.parent_id as "parentId", u.code, u.name, u.kind, p.path,
  u.closed_on::text as "closedOn", u.successor_id as "successorId", u.taken_over_by as "takenOverBy", u.version`;
const placementColumns = `path, parent_id as "parentId", ancestors, valid_from::text as "validFrom",
  valid_to::text as "validTo"`;
const sortColumns: Record<string, string> = { path: 'p.path', name: 'u.name', code: 'u.code' };

@Injectable()
export class UnitRepository {
  /** The unit where it stood on the day; before its first placement and after its last, in the nearest one. */
  async find(ctx: RequestContext, id: string, on: string): Promise<UnitView | null> {
    const [row] = await ctx.em.query(
      `select ${unitColumns} from unit u
       cross join lateral (
         select parent_id, path from unit_placement where unit_id = u.id
         order by valid_from <= $2 desc, abs(valid_from - $2::date) limit 1) p
       where u.id = $1`,
      [id, on],
    );
    return row ?? null;
  }

  async list(
    ctx: RequestContext,
    query: UnitQuery,
    on: string,
  ): Promise<{ items: UnitView[]; total: number }> {
    const from = `from unit u join unit_placement p on p.unit_id = u.id and ${standsOn('p', '$1')}
      where ($2::text is null or position(lower($2) in lower(u.name)) > 0 or position(lower($2) in lower(u.code)) > 0)
        and ($3::uuid is null or p.parent_id = $3) and ($4::text is null or u.kind = $4)`;
    const filters = [on, query.q ?? null, query.parentId ?? null, query.kind ?? null];
    const { key, direction } = sortOf(query.sort);
    const [{ total }] = await ctx.em.query(`select count(*)::int as total ${from}`, filters);
    const items = await ctx.em.query(
      `select ${unitColumns} ${from} order by ${sortColumns[key]} ${direction}, u.id limit $5 offset $6`,
      [...filters, query.limit, offsetOf(query.cursor)],
    );
    return { items, total };
  }

  async placements(ctx: RequestContext, unitId: string): Promise<Placement[]> {
    return ctx.em.query(
      `select ${placementColumns} from unit_placement where unit_id = $1 order by valid_from`,
      [unitId],
    );
  }

  async placementOn(ctx: RequestContext, unitId: string, day: string): Promise<Placement | null> {
    const [row] = await ctx.em.query(
      `select ${placementColumns} from unit_placement
       where unit_id = $1 and ${standsOn('unit_placement', '$2')}`,
      [unitId, day],
    );
    return row ?? null;
  }

  /** Where the unit stood on the day; of a closed one, where it last did. Null before it was there. */
  async lastPlacement(ctx: RequestContext, unitId: string, day: string): Promise<Placement | null> {
    const [row] = await ctx.em.query(
      `select ${placementColumns} from unit_placement where unit_id = $1 and valid_from <= $2
       order by unit_placement.valid_from desc limit 1`,
      [unitId, day],
    );
    return row ?? null;
  }

  /** The placement that nothing ends yet; null for a closed unit. */
  async lasting(ctx: RequestContext, unitId: string): Promise<Placement | null> {
    const [row] = await ctx.em.query(
      `select ${placementColumns} from unit_placement where unit_id = $1 and valid_to is null`,
      [unitId],
    );
    return row ?? null;
  }

  async subtreeIds(ctx: RequestContext, unitId: string, day: string): Promise<string[]> {
    const rows: { id: string }[] = await ctx.em.query(
      `select below.unit_id as id from unit_placement top
       join unit_placement below on below.path like top.path || '%'
       where top.unit_id = $1 and ${standsOn('top', '$2')} and ${standsOn('below', '$2')}
       order by below.path`,
      [unitId, day],
    );
    return rows.map(({ id }) => id);
  }

  async memberIds(ctx: RequestContext, groupId: string): Promise<string[]> {
    const rows: { id: string }[] = await ctx.em.query(
      'select unit_id as id from unit_group_member where group_id = $1 order by unit_id',
      [groupId],
    );
    return rows.map(({ id }) => id);
  }

  /** Holds the tree still until the transaction ends: what two changes of it decide on would not hold for both. */
  async holdTree(ctx: RequestContext): Promise<void> {
    await ctx.em.query(`select pg_advisory_xact_lock(hashtextextended('duban.unit-tree', 0))`);
  }

  /** Version of the unit's row; in a change, held until it commits, so that no twin passes the same If-Match. */
  async versionOf(ctx: RequestContext, id: string): Promise<number | null> {
    const hold = ctx.em.queryRunner?.isTransactionActive ? 'for no key update' : '';
    const [row] = await ctx.em.query(`select version from unit where id = $1 ${hold}`, [id]);
    return row?.version ?? null;
  }

  async isTaken(ctx: RequestContext, column: 'code' | 'name', value: string, parentId: string | null) {
    const [{ taken }] = await ctx.em.query(
      column === 'code'
        ? `select exists (select 1 from unit where lower(code) = lower($1)) as taken`
        : `select exists (select 1 from unit u join unit_placement p on p.unit_id = u.id and p.valid_to is null
             where u.name = $1 and p.parent_id is not distinct from $2::uuid) as taken`,
      column === 'code' ? [value] : [value, parentId],
    );
    return taken as boolean;
  }

  async insert(ctx: RequestContext, unit: Pick<Unit, 'id' | 'code' | 'name' | 'kind'>): Promise<void> {
    await ctx.em.insert(Unit, { ...unit, version: 1 });
  }

  async insertPlacement(
    ctx: RequestContext,
    placement: Pick<UnitPlacement, 'unitId' | 'parentId' | 'path' | 'validFrom'>,
  ): Promise<void> {
    const id = randomUUID();
    await ctx.em.insert(UnitPlacement, { id, ...placement, ancestors: [placement.unitId], validTo: null });
  }

  /** Changes the unit's row and counts its version up. */
  async update(
    ctx: RequestContext,
    id: string,
    values: Partial<Pick<Unit, 'name' | 'closedOn' | 'successorId'>>,
  ): Promise<void> {
    await ctx.em.update(Unit, { id }, { ...values, version: () => 'version + 1' });
  }

  /**
   * Puts the unit at `from.path`, with all that stands below it, under the new path from the day on. What began
   * before the day is ended the day before and opened anew; what begins later is rewritten in place.
   */
  async replant(
    ctx: RequestContext,
    change: { unitId: string; parentId: string; from: string; path: string; newPath: string },
  ): Promise<void> {
    const { unitId, parentId, from, path, newPath } = change;
    await ctx.em.query(
      `insert into unit_placement (id, unit_id, parent_id, path, ancestors, valid_from, valid_to)
       select gen_random_uuid(), unit_id, case when unit_id = $1 then $2::uuid else parent_id end,
              $5 || substr(path, length($4) + 1), ancestors, $3::date, valid_to
       from unit_placement where path like $4 || '%' and valid_from < $3 and (valid_to is null or valid_to >= $3)`,
      [unitId, parentId, from, path, newPath],
    );
    await ctx.em.query(
      `update unit_placement set valid_to = $2::date - 1
       where path like $1 || '%' and valid_from < $2 and (valid_to is null or valid_to >= $2)`,
      [path, from],
    );
    await ctx.em.query(
      `update unit_placement set path = $3 || substr(path, length($1) + 1)
       where path like $1 || '%' and valid_from >= $2`,
      [path, from, newPath],
    );
  }

  async endPlacement(ctx: RequestContext, unitId: string, lastDay: string): Promise<void> {
    await ctx.em.query('update unit_placement set valid_to = $2 where unit_id = $1 and valid_to is null', [
      unitId,
      lastDay,
    ]);
  }

  /** Opens the unit as if nothing had ended it: its last placement lasts on, along its parent's where that has moved since. */
  async unend(ctx: RequestContext, unit: { id: string; parentId: string; lastDay: string }): Promise<void> {
    await ctx.em.query(
      `update unit_placement own set valid_to = up.valid_to from unit_placement up
       where own.unit_id = $1 and own.valid_to = $3 and up.unit_id = $2
         and up.valid_from <= $3::date and (up.valid_to is null or up.valid_to >= $3::date)`,
      [unit.id, unit.parentId, unit.lastDay],
    );
    await this.plant(ctx, unit, unit.lastDay, 'follow');
  }

  /** Puts a closed unit under its parent again from a day on. */
  async standAgain(ctx: RequestContext, unit: { id: string; parentId: string }, from: string): Promise<void> {
    await this.plant(ctx, unit, from, 'hold');
  }

  /** Placements below those of the parent that hold on a day or follow it; with their ancestors. */
  private async plant(
    ctx: RequestContext,
    unit: { id: string; parentId: string },
    day: string,
    which: 'hold' | 'follow',
  ): Promise<void> {
    await ctx.em.query(
      `insert into unit_placement (id, unit_id, parent_id, path, ancestors, valid_from, valid_to)
       select gen_random_uuid(), u.id, up.unit_id, up.path || u.code || '/', array[u.id], greatest(up.valid_from, $3::date), up.valid_to
       from unit u join unit_placement up on up.unit_id = $2
         and (up.valid_from > $3::date or $4 = 'hold' and (up.valid_to is null or up.valid_to >= $3::date))
       where u.id = $1`,
      [unit.id, unit.parentId, day, which],
    );
    await this.refresh(ctx, 'unit_id = $1 and valid_from >= $2', [unit.id, day]);
  }

  /** Takes a close back: nobody succeeds the unit, nor answers for it. */
  async reopen(ctx: RequestContext, id: string): Promise<void> {
    await ctx.em.query(
      `update unit set closed_on = null, successor_id = null, handed_over_on = null, taken_over_by = null, version = version + 1
       where id = $1`,
      [id],
    );
  }

  /** Whether a unit stands below the path on any day after the given one. */
  async hasUnitsBelow(ctx: RequestContext, path: string, day: string): Promise<boolean> {
    const [{ found }] = await ctx.em.query(
      `select exists (select 1 from unit_placement
         where path like $1 || '_%' and (valid_to is null or valid_to > $2)) as found`,
      [path, day],
    );
    return found;
  }

  /** Recomputes the ancestors of the placements under a path from a day on; the units that these are of. */
  async refreshUnder(ctx: RequestContext, path: string, from: string): Promise<string[]> {
    return this.refresh(ctx, `path like $1 || '%' and valid_from >= $2`, [path, from]);
  }

  /** Recomputes the ancestors of every placement, past ones as well, that counts in the unit. */
  async refreshWithin(ctx: RequestContext, unitId: string): Promise<string[]> {
    return this.refresh(ctx, 'ancestors @> array[$1]::uuid[]', [unitId]);
  }

  private async refresh(ctx: RequestContext, which: string, values: string[]): Promise<string[]> {
    const [rows]: [{ id: string }[]] = await ctx.em.query(
      `with line as (
         select p.id, array_agg(u.id order by step.n) as ids
         from (select id, path from unit_placement where ${which}) p
         cross join lateral unnest(string_to_array(btrim(p.path, '/'), '/')) with ordinality step (code, n)
         join unit u on u.code = ltrim(step.code, '~')
         group by p.id)
       update unit_placement p
       set ancestors = line.ids || array(
         select distinct m.group_id from unit_group_member m where m.unit_id = any (line.ids) order by 1)
       from line where line.id = p.id
       returning p.unit_id as id`,
      values,
    );
    return [...new Set(rows.map(({ id }) => id))];
  }

  async firstDay(ctx: RequestContext, unitIds: string[]): Promise<string> {
    const [{ day }] = await ctx.em.query(
      'select min(valid_from)::text as day from unit_placement where unit_id = any ($1)',
      [unitIds],
    );
    return day;
  }

  async addMember(ctx: RequestContext, groupId: string, unitId: string): Promise<boolean> {
    const rows = await ctx.em.query(
      'insert into unit_group_member (group_id, unit_id) values ($1, $2) on conflict do nothing returning 1',
      [groupId, unitId],
    );
    return rows.length > 0;
  }

  async removeMember(ctx: RequestContext, groupId: string, unitId: string): Promise<boolean> {
    const { affected } = await ctx.em.delete(UnitGroupMember, { groupId, unitId });
    return (affected ?? 0) > 0;
  }
}
