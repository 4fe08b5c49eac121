import { afterAll, beforeAll, expect, test } from 'vitest';
import { focuses } from './actions.js';
import { roles } from './cast.js';
import { disagreement } from './check.js';
import { type ModelHouse, openModelHouse } from './house.js';
import { playTurns } from './play.js';
import { everyRole } from './steps.js';

const runs = Number(process.env.DUBAN_MODEL_RUNS ?? 1000);
const seed = Number(process.env.DUBAN_MODEL_SEED ?? 20240920);

let model: ModelHouse;
beforeAll(async () => {
  model = await openModelHouse();
}, 120_000);
afterAll(() => model?.close());

test('somebody of every role tries every kind of move, and is let or refused as the model says', async () => {
  const setup = {
    area: 'trial',
    state: 'in-progress',
    restricted: false,
    leader: 'leader',
    lacks: 'nothing',
    printed: true,
    evidence: true,
    waived: false,
    reported: false,
    due: '2024-11-30',
  } as const;
  const tries = everyRole(setup);
  await playTurns(
    model,
    setup,
    tries.flatMap(({ turns }) => turns),
  );
  const untried = tries
    .slice(1)
    .flatMap(({ label }) => roles.map((role) => `${role} ${label}`))
    .filter((each) => !model.tried.byRole.has(each));
  expect(untried).toEqual([]);
}, 120_000);

test(
  `${runs} sequences of all moves by all roles end as the model says (DUBAN_MODEL_RUNS, DUBAN_MODEL_SEED)`,
  async () => {
    const found = await disagreement(model, { runs, seed, steps: { min: 1, max: 12 }, focuses });
    expect(found?.story ?? 'no disagreement').toBe('no disagreement');
  },
  120_000 + runs * 1_000,
);
