import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Workspace packages are read from source: a test never runs on a stale build. */
const SOURCE = 'duban-source';

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
    include: ['{apps,packages,plugins,seeds,tests}/**/*.spec.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
  },
});
