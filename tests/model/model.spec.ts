import { afterAll, beforeAll, expect, test } from 'vitest';
import { disagreement } from './check.js';
import { type ModelHouse, openModelHouse } from './house.js';

const runs = Number(process.env.DUBAN_MODEL_RUNS ?? 1000);
const seed = Number(process.env.DUBAN_MODEL_SEED ?? 20240920);

let model: ModelHouse;
beforeAll(async () => {
  model = await openModelHouse();
}, 120_000);
afterAll(() => model?.close());

test(
  `${runs} sequences of all moves by all roles end as the model says (DUBAN_MODEL_RUNS, DUBAN_MODEL_SEED)`,
  async () => {
    const found = await disagreement(model, {
      runs,
      seed,
      steps: { min: 1, max: 12 },
      focuses: ['task', 'report', 'change', 'all'],
    });
    expect(found?.story ?? 'no disagreement').toBe('no disagreement');
  },
  120_000 + runs * 1_000,
);
