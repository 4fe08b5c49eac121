export { firstDemoDay } from './demo/fate.js';
export { accountsFile, type DemoAccount } from './organisation/seed-accounts.js';
export { type DemoOptions, type DemoOutcome, seedDemo } from './seed-demo.js';
export { type PlanPeople, type SeededPlan, seedPlan } from './seed-plan.js';
