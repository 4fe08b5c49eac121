import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Workspace packages are read from source: a test never runs on a stale build. */
const SOURCE = 'duban-source';

const specs = '{apps,packages,plugins,seeds,tests}/**/*.spec.ts';
const notOurs = ['**/node_modules/**', '**/dist/**'];
/** Specs that put others in the place of modules: each needs modules of its own. */
const replacing = ['packages/core/src/identity/password-effort.spec.ts', 'tests/model/faults.spec.ts'];

/**
 * The specs of the whole house take up to two minutes each, those beside the code seconds: begun last, one of them
 * would run on alone while the other worker has nothing left to do.
 */
class HouseFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const house = `${import.meta.dirname}/tests/`;
    return sorted.toSorted(
      (a, b) => Number(b.moduleId.startsWith(house)) - Number(a.moduleId.startsWith(house)),
    );
  }
}

export default defineConfig({
  resolve: { conditions: [SOURCE, ...defaultClientConditions] },
  ssr: { resolve: { conditions: [SOURCE, ...defaultServerConditions] } },
  // Nest injects by the type of a constructor's parameter, which only decorator metadata keeps at run time.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: {
    globalSetup: [fileURLToPath(new URL('./packages/testkit/src/global-setup.ts', import.meta.url))],
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: HouseFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      // Two thirds of a small spec's time is reading in the house: one worker reads it in once for all of them.
      {
        extends: true,
        test: { name: 'house', isolate: false, include: [specs], exclude: [...notOurs, ...replacing] },
      },
      { extends: true, test: { name: 'replaced', include: replacing, exclude: notOurs } },
    ],
  },
});
