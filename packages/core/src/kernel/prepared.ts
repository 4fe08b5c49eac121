import type { RequestContext } from '@duban/server-kit';

/** Runs a read that PostgreSQL has planned before on the same connection. */
export type PreparedRead<Row> = (ctx: RequestContext, values: unknown[]) => Promise<Row[]>;

const names = new Set<string>();

/**
 * A read of the hot path as a named statement: it is parsed and planned once per connection instead of with
 * every request, which for a small read is most of its time. For one text only: no part of it may vary.
 */
export function preparedRead<Row>(name: string, text: string): PreparedRead<Row> {
  if (names.has(name))
    throw new Error(`the statement "${name}" is declared twice. Fix: give each its own name.`);
  names.add(name);
  return (ctx, values) => {
    // pg takes a named statement where TypeORM's types expect its text; TypeORM hands it through as it is.
    const statement: unknown = { name, text };
    return ctx.em.query(statement as string, values);
  };
}
