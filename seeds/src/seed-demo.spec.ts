import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lifecycle, reportStates, taskStates } from '@duban/contract';
import { openTestHouse, type TestHouse } from '@duban/core/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountsFile, type DemoAccount, seedDemo } from './index.js';
import { entries, manifests } from './testing/manifests.testing.js';

let house: TestHouse;
let dataDir: string;
let accounts: DemoAccount[];

beforeAll(async () => {
  house = await openTestHouse(entries, '2024-09-20');
  dataDir = await mkdtemp(join(tmpdir(), 'duban-seed-'));
  expect(await seedDemo(house.app, { dataDir, today: '2024-09-20' })).toBe('seeded');
  accounts = JSON.parse(await readFile(join(dataDir, accountsFile), 'utf8'));
}, 120_000);
afterAll(async () => {
  await house.close();
  await rm(dataDir, { recursive: true, force: true });
});

const rows = <T>(sql: string, parameters: unknown[] = []): Promise<T[]> =>
  house.source.query(sql, parameters);
const column = async (sql: string) =>
  (await rows<Record<string, string>>(sql)).map((row) => Object.values(row)[0] ?? '');

test('the bureau has its units, and two districts count beside the tree', async () => {
  const kinds = await rows<{ kind: string; count: number }>(
    'select kind, count(*)::int from unit group by kind order by kind',
  );
  expect(kinds).toEqual([
    { kind: 'bureau', count: 1 },
    { kind: 'county', count: 7 },
    { kind: 'department', count: 18 },
    { kind: 'group', count: 1 },
    { kind: 'station', count: 100 },
    { kind: 'team', count: 72 },
  ]);
  expect(
    await column('select u.code from unit_group_member m join unit u on u.id = m.unit_id order by 1'),
  ).toEqual(['Q1', 'Q2']);
});

test('a review meeting collects: two areas have handed in, the others have days left', async () => {
  const [meeting] = await rows<object>(
    `select state, held_on::text as "heldOn", period, (select count(*)::int from meeting_material) as "handedIn" from meeting`,
  );
  expect(meeting).toEqual({ state: 'collecting', heldOn: '2024-09-27', period: '2024-08', handedIn: 2 });
});

test('passwords are for the owner of the data directory alone, and sign in without a change', async () => {
  expect((await stat(join(dataDir, accountsFile))).mode & 0o777).toBe(0o600);
  expect(new Set(accounts.map((each) => each.password)).size).toBe(accounts.length);
  const app = house.app.getHttpAdapter().getInstance();
  for (const username of ['admin', 'planoffice', 'reporter-x1s01']) {
    const password = accounts.find((each) => each.username === username)?.password;
    const answer = await app.inject({ method: 'POST', url: '/api/session', payload: { username, password } });
    expect(answer.json()).toMatchObject({ user: { username }, mustChangePassword: false });
  }
});

test('the accounts that scripts ask for are there', () => {
  const named = accounts.map((each) => each.username);
  const leads = manifests.map((area) => `lead-${area.id}`);
  expect(named).toEqual(
    expect.arrayContaining([
      'admin',
      'security',
      'auditor',
      'leader',
      'leader2',
      'planoffice',
      'viewer',
      ...leads,
    ]),
  );
  for (const area of manifests)
    expect(accounts.find((each) => each.username === `lead-${area.id}`)?.areaId).toBe(area.id);
  const units = (role: string) => accounts.filter((each) => each.role === role).map((each) => each.unitCode);
  for (const code of ['X1', 'X2', 'X1S01', 'X1S02', 'X2S01']) {
    expect(units('reporter')).toContain(code);
    expect(units('unit-head')).toContain(code);
  }
  expect(units('reviewer')).toEqual(['X1', 'X2']);
});

test('a task of every state is there, restricted ones beside what the plan prints', async () => {
  expect((await column('select distinct state from task order by 1')).sort()).toEqual([...taskStates].sort());
  expect(
    await column(`select number from task where visibility = 'restricted' order by number nulls last`),
  ).toEqual([16, 51, null, null].map((each) => each ?? ''));
  expect(await column(`select count(*)::int from task where number is not null`)).toEqual([54]);
});

test('lights were kept through the months before, and they turned', async () => {
  const months = await column(`select distinct to_char(as_of, 'YYYY-MM') from task_light order by 1`);
  expect(months).toEqual(Array.from({ length: 9 }, (_, at) => `2024-0${at + 1}`));
  const turned = await column(
    `select distinct task_id from (select task_id, colour, lag(colour) over (partition by task_id order by as_of) as before from task_light) l
     where colour <> before`,
  );
  expect(turned.length).toBeGreaterThan(15);
  expect(await column(`select distinct state from task where number = 41`)).toEqual(['suspended']);
  expect(await column(`select count(*)::int from task where override is not null`)).toEqual([1]);
  expect(await column(`select count(*)::int from notification where kind = 'light-red'`)).toEqual([0]);
});

test('every light is there, and every way to close', async () => {
  const colours = await rows<{ colour: string | null; count: number }>(
    `select light_colour as colour, count(*)::int from task where origin = 'plan' and visibility = 'open' group by 1 order by 1`,
  );
  for (const colour of ['red', 'yellow', 'green', 'grey'])
    expect(colours.find((each) => each.colour === colour)?.count ?? 0, colour).toBeGreaterThan(0);
  expect(
    await column('select distinct light_closed from task where light_closed is not null order by 1'),
  ).toEqual(['late', 'on-time']);
});

test('each history is a way through the lifecycle, and ends where the task is', async () => {
  const history = await rows<{ taskId: string; move: string; from: string; to: string; state: string }>(
    `select h.task_id as "taskId", h.move, h.from_state as "from", h.to_state as "to", t.state
     from task_history h join task t on t.id = h.task_id order by h.task_id, h.seq`,
  );
  // What happens to a unit's share moves the task nowhere.
  const moves = history.filter((step) => !step.move.startsWith('share-'));
  expect(history.filter((step) => !moves.includes(step) && step.from !== step.to)).toEqual([]);
  const last = new Map<string, string>();
  for (const step of moves) {
    expect(step.from).toBe(last.get(step.taskId) ?? 'draft');
    const move = lifecycle.find((each) => each.move === step.move);
    expect(move?.from).toContain(step.from);
    expect([move?.to, ...(move?.second ? [step.from] : [])]).toContain(step.to);
    last.set(step.taskId, step.to);
  }
  for (const step of history) expect(last.get(step.taskId)).toBe(step.state);
});

test('reports are in every state; those with accounts are accepted to August and have none for September', async () => {
  expect((await column('select distinct state from report order by 1')).sort()).toEqual(
    [...reportStates].sort(),
  );
  const staffed = accounts.filter((each) => each.role === 'reporter').map((each) => each.unitId);
  expect(await rows(`select distinct state from report where unit_id = any($1)`, [staffed])).toEqual([
    { state: 'accepted' },
  ]);
  expect(
    await rows(`select id from report where unit_id = any($1) and period in ('2024-09', '2024-Q3')`, [
      staffed,
    ]),
  ).toEqual([]);
  const open = await rows<{ count: number }>(
    `select count(*)::int from expectation e left join report r on r.plan_id = e.plan_id and r.task_id = e.task_id
       and r.form_key = e.form_key and r.unit_id = e.unit_id and r.period = e.period
     where e.unit_id = any($1) and e.period <= '2024-08' and e.period not like '%Q%' and r.id is null`,
    [staffed],
  );
  expect(open).toEqual([{ count: 0 }]);
});

test('a report never says that something happened after the demo day, or before its submission', async () => {
  expect(await rows(`select id from report_event where business_date > '2024-09-20'`)).toEqual([]);
  const events = await rows<{ reportId: string; from: string; to: string; state: string }>(
    `select e.report_id as "reportId", e.from_state as "from", e.to_state as "to", r.state
     from report_event e join report r on r.id = e.report_id order by e.report_id, e.seq`,
  );
  const last = new Map<string, string>();
  for (const event of events) {
    expect(event.from).toBe(last.get(event.reportId) ?? 'draft');
    last.set(event.reportId, event.to);
  }
  for (const event of events) expect(last.get(event.reportId)).toBe(event.state);
});

test('seeding again changes nothing', async () => {
  const before = await fingerprint();
  const written = await readFile(join(dataDir, accountsFile), 'utf8');
  expect(await seedDemo(house.app, { dataDir, today: '2024-12-01' })).toBe('present');
  expect(await fingerprint()).toEqual(before);
  expect(await readFile(join(dataDir, accountsFile), 'utf8')).toBe(written);
});

/** Rows and content of every table. */
async function fingerprint(): Promise<Record<string, string>> {
  const tables = await column(
    `select table_name from information_schema.tables where table_schema = 'public' and table_name not in ('session') order by 1`,
  );
  const prints: Record<string, string> = {};
  for (const table of tables) {
    const [row] = await rows<{ print: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(md5(row::text), '' order by md5(row::text))), '') as print from "${table}" row`,
    );
    prints[table] = row?.print ?? '';
  }
  return prints;
}

test('some counties broke their shares down: by the rule, one asking more than it owes, one part not accepted in time', async () => {
  const given = await rows<{ number: number; county: string; parts: number; accepted: number; late: number }>(
    `select t.number, u.code as county, count(*)::int as parts, count(c.accepted_on)::int as accepted,
       (count(*) filter (where c.accepted_on is null and c.accept_by < '2024-09-20'))::int as late
     from assignment c join assignment a on a.id = c.parent_id join unit u on u.id = a.unit_id join task t on t.id = c.task_id
     group by t.number, u.code order by t.number, u.code`,
  );
  expect(given).toEqual([
    { number: 17, county: 'X1', parts: 6, accepted: 6, late: 0 },
    { number: 17, county: 'X2', parts: 5, accepted: 5, late: 0 },
    { number: 22, county: 'X1', parts: 3, accepted: 3, late: 0 },
    { number: 27, county: 'X1', parts: 2, accepted: 1, late: 1 },
    { number: 31, county: 'X2', parts: 2, accepted: 1, late: 0 },
  ]);
  const sums = await rows<{ county: string; asked: number; owed: number }>(
    `select u.code as county, sum(s.value)::int as asked, g.value::int as owed
     from share_target s join assignment c on c.id = s.share_id join assignment a on a.id = c.parent_id
     join unit u on u.id = a.unit_id join target g on g.task_id = a.task_id and g.unit_id = a.unit_id and g.metric = s.metric
     where s.metric = 'crime-fighting.fraud-free-units' group by u.code, g.value order by u.code`,
  );
  expect(sums).toEqual([
    { county: 'X1', asked: 60, owed: 60 },
    { county: 'X2', asked: 56, owed: 50 },
  ]);
});
