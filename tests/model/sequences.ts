import { afterAll, beforeAll, expect, test } from 'vitest';
import { focuses } from './actions.js';
import { disagreement } from './check.js';
import { type ModelHouse, openModelHouse } from './house.js';

const all = Number(process.env.DUBAN_MODEL_RUNS ?? 1000);
const seed = Number(process.env.DUBAN_MODEL_SEED ?? 20240920);

/** One half of the sequences, in a house of its own: two files share them, for they run side by side. */
export function driveHalf(half: 'first' | 'second'): () => ModelHouse {
  const runs = half === 'first' ? Math.ceil(all / 2) : Math.floor(all / 2);
  let model: ModelHouse;
  beforeAll(async () => {
    model = await openModelHouse();
  }, 120_000);
  afterAll(() => model?.close());

  test.runIf(runs > 0)(
    `${runs} sequences of all moves by all roles end as the model says (half of DUBAN_MODEL_RUNS, from DUBAN_MODEL_SEED)`,
    async () => {
      const from = half === 'first' ? seed : seed + 1_000_000;
      const found = await disagreement(model, { runs, seed: from, steps: { min: 1, max: 12 }, focuses });
      expect(found?.story ?? 'no disagreement').toBe('no disagreement');
    },
    120_000 + runs * 1_000,
  );
  return () => model;
}
