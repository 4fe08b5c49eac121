import { expect, test } from 'vitest';
import { roles } from './cast.js';
import { playTurns } from './play.js';
import { driveHalf } from './sequences.js';
import { everyRole } from './steps.js';

const model = driveHalf('first');

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
  const house = model();
  const tries = everyRole(setup);
  await playTurns(
    house,
    setup,
    tries.flatMap(({ turns }) => turns),
  );
  const untried = tries
    .slice(1)
    .flatMap(({ label }) => roles.map((role) => `${role} ${label}`))
    .filter((each) => !house.tried.byRole.has(each));
  expect(untried).toEqual([]);
}, 120_000);
