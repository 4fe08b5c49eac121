import fc from 'fast-check';
import type { ModelHouse } from './house.js';
import { play } from './play.js';
import { type Shape, sequences } from './steps.js';

export interface Trial extends Shape {
  /** Sequences at most. */
  runs: number;
  seed: number;
  /** Ends with the first disagreement as it was found, instead of looking for a shorter one. */
  hasty?: boolean;
}

/** Sequences that play side by side, each in a plan of its own: the database works while Node does. */
const lanes = 4;

/**
 * The first sequence, made as short as it goes, that house and model see differently, and after how many; null where
 * they agree on all.
 */
export async function disagreement(
  house: ModelHouse,
  { runs, seed, hasty = false, ...shape }: Trial,
): Promise<{ after: number; story: string } | null> {
  let played = 0;
  let after = 0;
  const lane = (at: number) =>
    fc.check(
      fc.asyncProperty(sequences(shape), async (sequence) => {
        if (hasty && after > 0) return;
        played += 1;
        await play(house, sequence).catch((error) => {
          if (after === 0) after = played;
          throw error;
        });
      }),
      { numRuns: Math.ceil(runs / lanes), seed: seed + at, endOnFailure: hasty },
    );
  const results = await Promise.all(Array.from({ length: lanes }, (_, at) => lane(at)));
  const failed = results.find((result) => result.failed);
  if (!failed) return null;
  return { after, story: `seed ${failed.seed}: ${(failed.errorInstance as Error | null)?.message}` };
}
