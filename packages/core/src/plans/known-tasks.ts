import type { RequestContext } from '@duban/server-kit';

/** Who asks, as far as restricted tasks are concerned: two values for a query's parameters. */
export interface Knower {
  /** Null for the system's own work, which knows no more than the public does. */
  actorId: string | null;
  /** The plan office may know of every task. */
  office: boolean;
}

export function knowerOf(ctx: RequestContext): Knower {
  const office = ctx.actor?.grants.some((grant) => grant.role === 'plan-office') ?? false;
  return { actorId: ctx.actor?.id ?? null, office };
}

/**
 * SQL that is true where the asker may know what the task `t` is: an open task, or a restricted one (限阅) of
 * which they are told, that they lead, or that they keep. `actor` and `office` are the parameters' places.
 */
export function knowsTask(actor: string, office: string): string {
  return `(t.visibility <> 'restricted' or ${office}::boolean or t.leader_id = ${actor}::uuid
    or exists (select from task_knower k where k.task_id = t.id and k.user_id = ${actor}::uuid))`;
}
