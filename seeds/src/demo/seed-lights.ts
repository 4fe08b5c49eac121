import { periodEnd, periodsOfYear } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { onDay } from '../dated.js';
import type { Services } from '../services.js';

/** What a light rests on of a task's own row, as it stands when the demo begins. */
interface Row {
  id: string;
  state: string;
  closed_on: string | null;
  awaiting_superior: boolean;
  override: unknown;
}

/**
 * Keeps the lights of the months before the demo's first day, as its nights would have: each task is put back to
 * where it stood, its light computed by that day's facts, and the task put forward again. In the middle of a month
 * and at its end, for that is when dates pass and reports fall due.
 */
export async function seedLightHistory(
  services: Services,
  ctx: RequestContext,
  planId: string,
  year: number,
): Promise<void> {
  const now: Row[] = await ctx.em.query(
    `select id, state, closed_on::text, awaiting_superior, override from task where plan_id = $1`,
    [planId],
  );
  const days = periodsOfYear(year, 'month').flatMap((month) => [`${month}-15`, periodEnd(month)]);
  for (const day of days.filter((each) => each < ctx.today)) {
    const known = await putBack(ctx, planId, day);
    await services.lights.keep(onDay(ctx, day), planId, known);
  }
  await ctx.em.query(
    `update task set state = row.state, closed_on = row.closed_on, awaiting_superior = row.awaiting_superior, override = row.override
     from jsonb_to_recordset($1::jsonb) as row (id uuid, state text, closed_on date, awaiting_superior boolean, override jsonb)
     where task.id = row.id`,
    [JSON.stringify(now)],
  );
}

/** Returns the tasks that were in hand by the day. Marks are of later days. */
async function putBack(ctx: RequestContext, planId: string, day: string): Promise<string[]> {
  const [rows]: [{ id: string }[]] = await ctx.em.query(
    `update task set state = past.to_state, closed_on = case when closed_on <= $2::date then closed_on end,
       awaiting_superior = false, override = null
     from (select distinct on (task_id) task_id, to_state from task_history
           where plan_id = $1 and business_date <= $2::date order by task_id, business_date desc, seq desc) past
     where past.task_id = task.id and task.visibility <> 'withheld' returning task.id`,
    [planId, day],
  );
  return rows.map((row) => row.id);
}
