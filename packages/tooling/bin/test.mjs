import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, checkNode, install } from '../lib/bootstrap.mjs';
import { run, tell } from '../lib/run.mjs';

/** What holds for the whole checkout; each counts as one test. */
const CHECKS = [
  ['Format and lint', 'biome', ['check', '--no-errors-on-unmatched', '.']],
  ['Types of server, areas and tests', 'tsc', ['-p', 'packages/tooling/tsconfig.check.json']],
  ['Types of the portal', 'tsc', ['-p', 'packages/tooling/tsconfig.check-portal.json']],
  ['Layers', process.execPath, ['packages/tooling/bin/check-layers.mjs']],
];

const count = { passed: 0, failed: 0 };
const failures = [];

function note(name, ok) {
  count[ok ? 'passed' : 'failed'] += 1;
  if (!ok) failures.push(name);
}

/** Prints the closing line, which scripts read, and ends. */
function finish() {
  for (const name of failures) console.log(`failed: ${name}`);
  console.log(`${count.passed} passed, ${count.failed} failed`);
  process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
}

/** Runs every spec and counts from vitest's own report. */
async function runSpecs() {
  const dir = mkdtempSync(join(tmpdir(), 'duban-test-report-'));
  const report = join(dir, 'report.json');
  const ok = await run('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const before = count.failed;
  if (existsSync(report)) {
    for (const { name, status, message, assertionResults } of JSON.parse(readFileSync(report, 'utf8'))
      .testResults) {
      const tests = assertionResults.filter((test) => test.status === 'passed' || test.status === 'failed');
      for (const test of tests) note(`${name}: ${test.fullName}`, test.status === 'passed');
      // A file that cannot be loaded, or whose hooks fail, has no failed test of its own.
      if (status === 'failed' && tests.every((test) => test.status === 'passed'))
        note(`${name}: ${message}`, false);
      specs += tests.length;
    }
  }
  rmSync(dir, { recursive: true });
  // Errors outside of tests make the run fail without failing a test.
  if (!ok && count.failed === before) note('vitest: an error outside of any test, see above', false);
  if (specs === 0) note('vitest: no test ran', false);
}

let specs = 0;
checkNode();
if (await install()) {
  note('Build', await build());
  tell('Checks');
  await Promise.all(
    CHECKS.map(async ([name, program, args]) => note(name, await run(program, args, { quiet: true }))),
  );
  tell('Tests');
  await runSpecs();
  tell('Done');
} else note('Installing dependencies', false);
finish();
