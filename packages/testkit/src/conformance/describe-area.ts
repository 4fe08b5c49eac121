import { beforeAll, describe, expect, it } from 'vitest';
import { type Aspect, aspects, type Fault } from './fault.js';
import { conformanceFaults } from './faults.js';
import type { AreaUnderTest } from './samples.js';

/** Declares the tests that every area passes, in this repository or outside of it. */
export function describeArea(area: AreaUnderTest): void {
  describe(`area ${area.manifest.id}`, () => {
    let faults: Fault[] = [];
    beforeAll(async () => {
      faults = await conformanceFaults(area);
    });

    for (const aspect of Object.keys(aspects) as Aspect[]) {
      it(aspects[aspect], () => {
        // An undeclarable manifest hides every other fault, so no other aspect may look whole beside it.
        const own = faults.filter((fault) => fault.aspect === aspect || fault.aspect === 'declaration');
        expect(own.map(({ at, message }) => `${at}: ${message}`)).toEqual([]);
      });
    }
  });
}
