import { Contexts, Figures, inTransaction, Lights, Plans } from '@duban/core';
import type { CommandRun } from './command.js';

/** Computes roll-ups and lights of every plan anew, each plan in a transaction of its own. */
export async function rebuildRollups({ tell, house }: CommandRun): Promise<void> {
  const { app } = await house();
  const contexts = app.get(Contexts, { strict: false });
  const plans = await app.get(Plans, { strict: false }).years(contexts.open());
  for (const plan of plans) {
    await inTransaction(contexts.open(), async (ctx) => {
      await app.get(Figures, { strict: false }).rebuild(ctx, plan.id, plan.year);
      await app.get(Lights, { strict: false }).refreshAll(ctx, plan.id);
    });
    tell(`Plan ${plan.year}: roll-ups and lights are computed anew`);
  }
  if (plans.length === 0) tell('There is no plan');
}
