import type { RequestContext } from '@duban/server-kit';

/** Column names with their SQL types, as `{ id: 'uuid', data: 'jsonb' }`. */
export type Columns = Readonly<Record<string, string>>;

const rowsAtOnce = 1000;

/** Inserts rows a thousand at a time. `table` and `columns` are the caller's own words, never input. */
export async function insertMany<C extends Columns>(
  ctx: RequestContext,
  table: string,
  columns: C,
  rows: readonly Readonly<Record<keyof C, unknown>>[],
): Promise<void> {
  const names = Object.keys(columns).join(', ');
  const typed = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    await ctx.em.query(
      `insert into ${table} (${names}) select ${names} from jsonb_to_recordset($1::jsonb) as row (${typed.join(', ')})`,
      [JSON.stringify(rows.slice(at, at + rowsAtOnce))],
    );
  }
}
