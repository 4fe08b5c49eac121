import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AreaView, Board, FormView, ReportView } from '@duban/contract';
import { createTestDatabase, type TestDatabase } from '@duban/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, callerOf } from '../house/caller.js';
import { copyCheckout, type House, openHouse, type Scratch } from './scratch.js';

// From nothing to an area that works and away again, in a copy of the repository: each test goes on where the one
// before it ended.

const id = 'fire-safety';
/** What new:area changes beside the package that it adds. */
const changed = ['apps/api', 'apps/portal']
  .flatMap((app) => [`${app}/package.json`, `${app}/src/areas.ts`])
  .concat('pnpm-lock.yaml');

interface Told {
  url: string;
  schemas: string[];
  planId: string;
  city: string;
  county: string;
  people: Record<'reporter' | 'head' | 'lead' | 'admin', { username: string; password: string }>;
}

let scratch: Scratch;
let database: TestDatabase;
let packagesBefore: Record<string, string>;
let house: House<Told> | undefined;
let stood: Told;
let people: Record<keyof Told['people'], Caller>;

beforeAll(async () => {
  database = await createTestDatabase();
  scratch = await copyCheckout();
  packagesBefore = await scratch.sources('packages');
  const installed = await scratch.run('pnpm', 'install', '--offline', '--frozen-lockfile', '--prod=false');
  expect(installed.code, installed.output).toBe(0);
}, 60_000);

afterAll(async () => {
  await house?.stop();
  await scratch?.remove();
  await database?.drop();
});

const newArea = (...args: string[]) => scratch.run('node', 'packages/tooling/bin/new-area.mjs', ...args);
const text = (path: string) => readFile(join(scratch.dir, path), 'utf8');

/** Builds what changed: nothing below the apps did. */
async function build(...projects: string[]): Promise<void> {
  for (const project of projects) {
    const built = await scratch.run('tsc', '-p', project);
    expect(built.code, built.output).toBe(0);
  }
}

async function boot(...args: string[]): Promise<Told> {
  const env = {
    APP_URL: database.appUrl,
    OWNER_URL: database.ownerUrl,
    DATA_DIR: join(scratch.dir, '.duban'),
    AREA: id,
  };
  house = await openHouse<Told>(scratch, env, ...args);
  return house.told;
}

async function signIn(url: string): Promise<void> {
  const names = Object.entries(stood.people) as [keyof Told['people'], Told['people']['head']][];
  const callers = names.map(async ([name, account]) => [name, await callerOf(url, account)] as const);
  people = Object.fromEntries(await Promise.all(callers)) as typeof people;
}

const reportOf = (areaId: string, formKey: string, data: object) => ({
  planId: stood.planId,
  areaId,
  formKey,
  unitId: stood.county,
  period: '2024-09',
  data,
});

/** Takes a report from its beginning to its acceptance, each step by whom it takes. */
async function report(areaId: string, formKey: string, data: object): Promise<ReportView> {
  let { id: reportId, version } = await people.reporter.post<ReportView>(
    '/api/reports',
    reportOf(areaId, formKey, data),
  );
  let last: ReportView | undefined;
  for (const [name, move] of [
    ['reporter', 'submit'],
    ['head', 'sign'],
    ['lead', 'accept'],
  ] as const) {
    last = await people[name].post<ReportView>(`/api/reports/${reportId}/moves`, { move }, version);
    ({ id: reportId, version } = last);
  }
  return last as ReportView;
}

const board = () => people.lead.get<Board>(`/api/plans/${stood.planId}/board?period=2024-09`);
const areaOn = (shown: Board, areaId: string) => shown.areas.find((area) => area.areaId === areaId);
const figureOf = (shown: Board, areaId: string, metric: string) =>
  areaOn(shown, areaId)?.metrics.find(({ key }) => key === `${areaId}.${metric}`)?.value;

async function enable(enabled: boolean): Promise<void> {
  const { items } = await people.admin.get<{ items: AreaView[] }>(`/api/areas?planId=${stood.planId}`);
  const version = items.find((area) => area.id === id)?.version;
  const path = `/api/plans/${stood.planId}/areas/${id}`;
  const { status, text: said } = await people.admin.send('patch', path, { body: { enabled }, version });
  expect(status, said).toBe(200);
}

test('a bad id, a taken one and a title in the wrong language are refused, and nothing is written', async () => {
  const before = await scratch.sources('.');
  const refusals = await Promise.all([
    newArea('Fire_Safety'),
    newArea('grassroots'),
    newArea(),
    newArea(id, '--zh', 'Fire'),
    newArea(id, 'twice'),
  ]);
  expect(refusals.map(({ code, output }) => [code, output.trim()])).toEqual([
    [1, expect.stringContaining('"Fire_Safety" cannot be an area\'s id')],
    [1, expect.stringContaining('There is an area "grassroots" already')],
    [1, expect.stringContaining('No id given. Usage: pnpm new:area <id>')],
    [1, expect.stringContaining('--zh "Fire" cannot be the title: give Chinese text')],
    [1, expect.stringContaining('One id at a time')],
  ]);
  expect(await scratch.sources('.')).toEqual(before);
});

test('one command writes a package and lists it in both apps and the lockfile; packages/ stays as it is', async () => {
  for (const path of changed) await cp(join(scratch.dir, path), join(scratch.dir, `.before/${path}`));
  const made = await newArea(id, '--zh', '消防安全');
  expect(made.code, made.output).toBe(0);
  expect(await scratch.sources('packages')).toEqual(packagesBefore);
  expect(await text('apps/api/src/areas.ts')).toMatch(/\{ manifest: fireSafety \},\n\];/);
  expect(await text('apps/portal/src/areas.ts')).toContain(`{ id: '${id}' },`);
  const frozen = await scratch.run('pnpm', 'install', '--offline', '--frozen-lockfile', '--lockfile-only');
  expect(frozen.code, frozen.output).toBe(0);
  const formatted = await scratch.run('biome', 'check', `plugins/${id}`, 'apps/api/src/areas.ts');
  expect(formatted.code, formatted.output).toBe(0);
});

test('a second time changes nothing', async () => {
  const before = await scratch.sources('.');
  const again = await newArea(id, '--zh', '消防安全');
  expect([again.code, again.output]).toEqual([
    1,
    expect.stringContaining(`plugins/${id}. Choose another id.`),
  ]);
  expect(await scratch.sources('.')).toEqual(before);
});

test('the new area conforms as it was written', async () => {
  const { conformanceFaults } = await import('@duban/testkit/conformance');
  const { default: manifest } = await import(join(scratch.dir, `plugins/${id}/src/manifest.ts`));
  const { samples } = await import(join(scratch.dir, `plugins/${id}/src/samples.testing.ts`));
  expect(await conformanceFaults({ manifest, samples })).toEqual([]);
});

test('the API builds and boots with it, and takes a report from draft to the board', async () => {
  await build(`plugins/${id}`, 'apps/api');
  stood = await boot('stand');
  await signIn(stood.url);
  const { items } = await people.reporter.get<{ items: FormView[] }>(
    `/api/forms?planId=${stood.planId}&areaId=${id}`,
  );
  expect(items.map(({ key, unitIds }) => [key, unitIds])).toContainEqual(['monthly-work', [stood.county]]);
  expect(stood.schemas).toContain(`Report.${id}.monthly-work`);
  const accepted = await report(id, 'monthly-work', { 'items-due': 40, 'items-done': 30 });
  expect(accepted.state).toBe('accepted');
  await report('grassroots', 'dispute-diversion', { disputes: 200, diverted: 120, 'repeat-calls': 20 });
  const shown = await board();
  expect(figureOf(shown, id, 'on-time-rate')).toBe(75);
  expect(figureOf(shown, 'grassroots', 'diversion-rate')).toBe(60);
}, 60_000);

test('switched off, it refuses by a code of its own, and board and neighbours hold', async () => {
  const before = await board();
  await enable(false);
  const begun = await people.reporter.send('post', '/api/reports', {
    body: { ...reportOf(id, 'monthly-work', { 'items-due': 1, 'items-done': 1 }), period: '2024-08' },
  });
  expect([begun.status, begun.body.code]).toEqual([409, 'area-disabled']);
  const off = await board();
  expect(areaOn(off, id)?.enabled).toBe(false);
  expect(areaOn(off, 'grassroots')).toEqual(areaOn(before, 'grassroots'));
  await enable(true);
  expect(areaOn(await board(), id)).toEqual(areaOn(before, id));
  await enable(false);
});

test('taken out, the house boots without it, and its neighbours stay as they were', async () => {
  const before = await board();
  await house?.stop();
  await rm(join(scratch.dir, 'plugins', id), { recursive: true });
  for (const path of changed) await cp(join(scratch.dir, `.before/${path}`), join(scratch.dir, path));
  const installed = await scratch.run('pnpm', 'install', '--offline', '--frozen-lockfile', '--prod=false');
  expect(installed.code, installed.output).toBe(0);
  await build('apps/api');
  const { url } = await boot();
  await signIn(url);
  const { items } = await people.lead.get<{ items: AreaView[] }>('/api/areas');
  expect(items.map((area) => area.id)).not.toContain(id);
  expect(areaOn(await board(), 'grassroots')).toEqual(areaOn(before, 'grassroots'));
  expect(await scratch.sources('packages')).toEqual(packagesBefore);
}, 60_000);
