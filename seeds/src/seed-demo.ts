import { audit, inTransaction } from '@duban/core';
import type { RequestContext } from '@duban/server-kit';
import { placePlanTasks, seedAddedTasks, settleTasks } from './demo/seed-courses.js';
import { seedEvidence } from './demo/seed-evidence.js';
import { seedLastYear } from './demo/seed-last-year.js';
import { seedLightHistory } from './demo/seed-lights.js';
import { seedMeeting } from './demo/seed-meeting.js';
import { seedReports } from './demo/seed-reports.js';
import { seedShares } from './demo/seed-shares.js';
import { knowersOf, type World } from './demo/world.js';
import { personOf, seedAccounts, writeAccounts } from './organisation/seed-accounts.js';
import { seedOrganisation } from './organisation/seed-organisation.js';
import { plan2024 } from './plan-2024/index.js';
import { seedPlan } from './seed-plan.js';
import { type ServiceHolder, type Services, servicesOf } from './services.js';

export interface DemoOptions {
  /** Where `demo-accounts.json` is written. */
  dataDir: string;
  /** Business date that the demo starts on, `YYYY-MM-DD`. */
  today: string;
  /** Takes a line for each step. */
  tell?: (line: string) => void;
}

/** `seeded` now, `present` from an earlier seeding, or `foreign`: the database is somebody's, and was not touched. */
export type DemoOutcome = 'seeded' | 'present' | 'foreign';

/**
 * Fills an empty database with the demo: bureau, accounts, the 2024 plan, and what was reported of it. All of it or
 * nothing: one transaction, and the passwords are written just before it commits. A second call changes nothing.
 * Statistics of the tables must be brought up to date afterwards by their owner (ANALYZE).
 */
export async function seedDemo(app: ServiceHolder, options: DemoOptions): Promise<DemoOutcome> {
  const services = servicesOf(app);
  const before = services.contexts.open();
  const [{ seeded }] = await before.em.query(
    `select exists (select from setting where key = 'demo') as seeded`,
  );
  if (seeded) return 'present';
  if ((await services.identity.countUsers(before)) > 0) return 'foreign';
  await services.clock.startAt(options.today);
  await inTransaction(services.contexts.open(), (ctx) => fill(services, ctx, options));
  return 'seeded';
}

async function fill(services: Services, ctx: RequestContext, options: DemoOptions): Promise<void> {
  const tell = options.tell ?? (() => undefined);
  tell('Demo: organisation and accounts');
  await services.calendar.install(ctx);
  const units = await seedOrganisation(services, ctx, `${plan2024.year}-01-01`);
  const people = await seedAccounts(services, ctx, units);
  tell('Demo: the 2024 plan');
  const plan = await seedPlan(services, ctx, units, {
    leaderId: personOf(people, 'leader'),
    knowerIds: (areaId, leadCode) => knowersOf(people, areaId, leadCode),
  });
  const world: World = { planId: plan.id, units, people };
  const placed = [...placePlanTasks(plan.tasks), ...(await seedAddedTasks(services, ctx, world))];
  await settleTasks(services, ctx, world, placed);
  await seedEvidence(services, ctx, world, placed);
  await seedShares(services, ctx, world, placed);
  tell('Demo: reports');
  // The statistics are those of empty tables until their owner analyses them: nested loops look cheap, and are not.
  await ctx.em.query('set local enable_nestloop = off');
  const count = await seedReports(services, ctx, world, plan2024.year);
  tell(`Demo: lights, from ${count} reports`);
  await seedLastYear(services, ctx, { id: plan.id, year: plan2024.year });
  await seedLightHistory(services, ctx, plan.id, plan2024.year);
  await services.lights.refreshAll(ctx, plan.id);
  await seedMeeting(services, ctx, world);
  await audit(ctx, { action: 'demo.seed', subjectType: 'plan', subjectId: plan.id, planId: plan.id });
  await ctx.em.query(`insert into setting (key, value) values ('demo', $1)`, [
    JSON.stringify({ planId: plan.id }),
  ]);
  await writeAccounts(options.dataDir, people.accounts);
}
