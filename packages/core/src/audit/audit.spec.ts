import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertOnlyTables } from '../database/database.js';
import { audit } from '../kernel/index.js';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree, systemContext } from '../testing/people.testing.js';

interface Entry {
  seq: number;
  action: string;
  subjectId: string;
  actor: { id: string } | null;
  detail: object | null;
}

describe('the log', () => {
  let house: TestHouse;
  let auditor: Person;
  let admin: Person;
  let tree: Awaited<ReturnType<typeof standTree>>;

  beforeAll(async () => {
    house = await openTestHouse([], '2024-09-20');
    tree = await standTree(house);
    auditor = await personOf(house, { role: 'auditor' });
    admin = await personOf(house, { role: 'system-admin' });
  });
  afterAll(() => house.close());

  const read = async (query = ''): Promise<{ items: Entry[]; nextCursor: string | null; total: number }> =>
    (await auditor.ask('get', `/api/audit${query}`)).body;

  it('is read by the auditor alone, who reads nothing else', async () => {
    for (const role of ['system-admin', 'security-admin', 'plan-office', 'leader'] as const) {
      const other = role === 'system-admin' ? admin : await personOf(house, { role });
      expect([403, 404], role).toContain((await other.ask('get', '/api/audit')).status);
    }
    expect([403, 404]).toContain((await auditor.ask('get', '/api/units')).status);
    expect([403, 404]).toContain((await auditor.ask('get', '/api/users')).status);
  });

  it('holds who changed what and when, with the request that did it', async () => {
    const answer = await admin.ask('patch', `/api/units/${tree.w1}`, { name: 'West one' }, 1);
    const [entry] = (await read('?action=unit.rename')).items;
    expect(entry).toEqual({
      seq: entry?.seq,
      at: '2024-09-20T02:00:00.000Z',
      businessDate: '2024-09-20',
      requestId: answer.headers['x-request-id'],
      actor: { id: admin.id, name: admin.username },
      action: 'unit.rename',
      subjectType: 'unit',
      subjectId: tree.w1,
      planId: null,
      detail: { from: 'Unit w1', to: 'West one' },
    });
  });

  it('has no row for a change that did not happen', async () => {
    const before = (await read('?subjectType=unit')).total;
    expect((await admin.ask('patch', `/api/units/${tree.e1}`, { name: 'Unit e2' }, 1)).status).toBe(409);
    expect((await read('?subjectType=unit')).total).toBe(before);
  });

  it('tells what changed of accounts, units and days only', async () => {
    const id = randomUUID();
    const detail = { title: 'something restricted' };
    await audit(systemContext(house), { action: 'task.edit', subjectType: 'task', subjectId: id, detail });
    const [entry] = (await read('?subjectType=task')).items;
    expect(entry).toMatchObject({ action: 'task.edit', subjectId: id, actor: null, detail: null });
  });

  it('logs that it was read', async () => {
    const before = (await read('?action=audit.read')).total;
    const after = await read('?action=audit.read');
    expect(after.total).toBe(before + 1);
    expect(after.items[0]?.actor?.id).toBe(auditor.id);
  });

  it('pages from the newest on, though every page adds a row', async () => {
    const seen: number[] = [];
    const newest = (await read('?limit=1')).items[0]?.seq ?? 0;
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof read>> = await read(
        `?limit=4${cursor ? `&cursor=${cursor}` : ''}`,
      );
      seen.push(...page.items.map(({ seq }) => seq));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual([...new Set(seen)].sort((one, other) => other - one));
    expect([seen[0], seen.at(-1)]).toEqual([newest + 1, 1]);
  });

  it('finds by actor and by days, and refuses filters that it does not know', async () => {
    const mine = await read(`?actor=${admin.id}`);
    expect(mine.items.every((entry) => entry.actor?.id === admin.id)).toBe(true);
    expect(mine.total).toBeGreaterThan(0);
    expect((await read('?from=2024-09-21')).total).toBe(0);
    expect((await read('?from=2024-09-20&to=2024-09-20')).total).toBeGreaterThan(10);
    expect((await auditor.ask('get', '/api/audit?who=me')).status).toBe(400);
    expect((await auditor.ask('get', '/api/audit?actor=me')).body.errors[0].path).toBe('query.actor');
    expect((await auditor.ask('get', `/api/audit?planId=${randomUUID()}`)).body.total).toBe(0);
  });

  it('cannot be rewritten by the role that the app runs as', async () => {
    for (const table of insertOnlyTables)
      for (const statement of [
        `update ${table} set plan_id = null`,
        `delete from ${table}`,
        `truncate ${table}`,
      ]) {
        await expect(house.source.query(statement), statement).rejects.toThrow(/permission denied/);
      }
    await expect(house.source.query('drop table audit')).rejects.toThrow(/must be owner/);
    await expect(house.source.query(`alter table audit rename to gone`)).rejects.toThrow(/must be owner/);
  });
});
