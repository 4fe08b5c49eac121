import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree, systemContext, whileHeld } from '../testing/people.testing.js';
import { type PlacementChange, Units } from './units.service.js';

describe('units', () => {
  let house: TestHouse;
  let admin: Person;
  let reporter: Person;
  let tree: Awaited<ReturnType<typeof standTree>>;
  const changes: PlacementChange[] = [];

  beforeAll(async () => {
    house = await openTestHouse([], '2024-09-20');
    tree = await standTree(house);
    admin = await personOf(house, { role: 'system-admin' });
    reporter = await personOf(house, { role: 'reporter', unitId: tree.e1 });
    house.app.get(Units).onPlacementChange(async (_, change) => void changes.push(change));
  });
  afterAll(() => house.close());

  const view = async (id: string) => (await admin.ask('get', `/api/units/${id}`)).body;
  const add = async (code: string, parentId: string, kind = 'station', from = '2020-01-01') =>
    (await admin.ask('post', '/api/units', { code, name: `Unit ${code}`, kind, parentId, from })).body;
  const placementOn = (id: string, day: string) =>
    house.app.get(Units).placementOn(systemContext(house), id, day);

  it('lists the whole tree in its order, with paths', async () => {
    const { status, body } = await reporter.ask('get', '/api/units');
    expect(status).toBe(200);
    expect(body.items.map((unit: { path: string }) => unit.path)).toEqual([
      '/city/',
      '/city/east/',
      '/city/east/e1/',
      '/city/east/e2/',
      '/city/west/',
      '/city/west/w1/',
    ]);
    expect(body).toMatchObject({ total: 6, nextCursor: null });
  });

  it('finds by text, kind and parent, page by page', async () => {
    const found = await admin.ask(
      'get',
      `/api/units?parentId=${tree.east}&kind=station&q=UNIT%20E&sort=-code`,
    );
    expect(found.body.items.map((unit: { code: string }) => unit.code)).toEqual(['e2', 'e1']);
    const first = await admin.ask('get', '/api/units?limit=4');
    const next = await admin.ask('get', `/api/units?limit=4&cursor=${first.body.nextCursor}`);
    expect([first.body.items.length, next.body.items.length, next.body.nextCursor]).toEqual([4, 2, null]);
    expect((await admin.ask('get', '/api/units?cursor=abc')).body.errors[0].path).toBe('query.cursor');
  });

  it('answers with an ETag of its own version, and 404 for what is not there', async () => {
    const { headers, body } = await admin.ask('get', `/api/units/${tree.east}`);
    expect(headers.etag).toBe(`"v${body.version}"`);
    expect((await admin.ask('get', `/api/units/${randomUUID()}`)).status).toBe(404);
  });

  it('refuses in order: shape, visible, permitted, version, conflict', async () => {
    const path = `/api/units/${tree.e1}/moves`;
    const body = { parentId: tree.west, from: '2024-09-01' };
    const bad = await reporter.ask('post', path, { parentId: 'x', from: '2024-02-30', why: 1 });
    expect(bad.status).toBe(422);
    expect(bad.body.errors.map((error: { path: string }) => error.path).sort()).toEqual([
      'from',
      'parentId',
      'why',
    ]);
    expect((await reporter.ask('post', `/api/units/${randomUUID()}/moves`, body)).status).toBe(404);
    expect((await reporter.ask('post', path, body)).status).toBe(403);
    expect((await admin.ask('post', path, body)).status).toBe(428);
    const stale = await admin.ask('post', path, body, 99);
    expect([stale.status, stale.body.code]).toEqual([412, 'stale-version']);
    const same = await admin.ask('post', path, { ...body, parentId: tree.east }, 1);
    expect([same.status, same.body.code]).toEqual([409, 'unit-already-there']);
  });

  it('names the field of what exists already', async () => {
    const one = { kind: 'station', parentId: tree.east, name: 'Another', code: 'E1' };
    const code = await admin.ask('post', '/api/units', one);
    expect([code.status, code.body.code, code.body.errors[0].path]).toEqual([409, 'already-exists', 'code']);
    const name = await admin.ask('post', '/api/units', { ...one, code: 'new', name: 'Unit e1' });
    expect([name.status, name.body.errors[0].path]).toEqual([409, 'name']);
    const elsewhere = await admin.ask('post', '/api/units', {
      ...one,
      code: 'new',
      name: 'Unit e1',
      parentId: tree.west,
    });
    expect(elsewhere.status).toBe(201);
  });

  it('refuses names and parents that cannot be meant, by field', async () => {
    const unit = { kind: 'station', parentId: tree.east, name: 'Fine', code: 'fine' };
    for (const [wrong, path] of [
      [{ name: ' ' }, 'name'],
      [{ name: 'two\nlines' }, 'name'],
      [{ name: 'x'.repeat(201) }, 'name'],
      [{ name: '张三 13812345678' }, 'name'],
      [{ code: 'a/b' }, 'code'],
      [{ parentId: null }, 'parentId'],
      [{ parentId: randomUUID() }, 'parentId'],
      [{ kind: 'bureau' }, 'parentId'],
      [{ from: '0000-01-01' }, 'from'],
    ] as const) {
      const { status, body } = await admin.ask('post', '/api/units', { ...unit, ...wrong });
      expect([status, body.errors?.[0]?.path], JSON.stringify(wrong)).toEqual([422, path]);
    }
  });

  it('moves a subtree from a day on, and leaves ended months where they were', async () => {
    const county = await add('north', tree.city, 'county');
    const station = await add('n1', county.id);
    const team = await add('n1t', station.id, 'team');
    const late = await add('n1late', station.id, 'team', '2024-08-01');
    changes.length = 0;
    const moved = await admin.ask(
      'post',
      `/api/units/${station.id}/moves`,
      { parentId: tree.west, from: '2024-06-01' },
      1,
    );
    expect(moved.status).toBe(200);
    expect(moved.body).toMatchObject({ parentId: tree.west, path: '/city/west/n1/', version: 2 });
    expect(await placementOn(team.id, '2024-05-31')).toMatchObject({
      path: '/city/north/n1/n1t/',
      parentId: station.id,
      ancestors: [tree.city, county.id, station.id, team.id],
    });
    expect(await placementOn(team.id, '2024-06-01')).toMatchObject({
      path: '/city/west/n1/n1t/',
      ancestors: [tree.city, tree.west, station.id, team.id],
    });
    const { body } = await admin.ask('get', `/api/units/${late.id}/placements`);
    expect(body.items).toEqual([
      { parentId: station.id, path: '/city/west/n1/n1late/', from: '2024-08-01', to: null },
    ]);
    expect(changes).toHaveLength(1);
    expect(changes[0]?.from).toBe('2024-06-01');
    expect(changes[0]?.unitIds.toSorted()).toEqual([station.id, team.id, late.id].toSorted());
    const then = await admin.ask('get', `/api/units?on=2024-05-31&parentId=${county.id}`);
    expect(then.body.items.map((unit: { code: string }) => unit.code)).toEqual(['n1']);
    expect((await admin.ask('get', `/api/units?parentId=${county.id}`)).body.total).toBe(0);
  });

  it('refuses a circle, a day before the placement began, roots, and groups as parents', async () => {
    const county = await add('south', tree.city, 'county', '2024-03-01');
    const station = await add('s1', county.id, 'station', '2024-04-01');
    const group = (await admin.ask('post', '/api/units', { kind: 'group', name: 'Coast', code: 'coast' }))
      .body;
    const move = (id: string, parentId: string, from = '2024-09-01') =>
      admin.ask('post', `/api/units/${id}/moves`, { parentId, from }, 1);
    expect((await move(county.id, station.id)).body.code).toBe('unit-circle');
    expect((await move(county.id, county.id)).body.code).toBe('unit-circle');
    expect((await move(station.id, tree.west, '2024-04-01')).body.code).toBe('placement-too-early');
    expect((await move(tree.w1, county.id, '2024-02-29')).body.code).toBe('placement-too-early');
    expect((await move(tree.city, tree.west)).body.code).toBe('unit-fixed');
    expect((await move(station.id, group.id)).status).toBe(422);
    expect((await view(station.id)).version).toBe(1);
  });

  it('closes a unit in favour of a successor, and touches it no more', async () => {
    const unit = await add('gone', tree.east);
    const close = (id: string, body: object, version = 1) =>
      admin.ask('post', `/api/units/${id}/close`, body, version);
    const below = await close(tree.east, { on: '2024-08-31', successorId: tree.west });
    expect(below.body.code).toBe('unit-has-units');
    expect((await close(unit.id, { on: '2024-08-31', successorId: unit.id })).body.errors[0].path).toBe(
      'successorId',
    );
    changes.length = 0;
    const { status, body } = await close(unit.id, { on: '2024-08-31', successorId: tree.e1 });
    expect(status).toBe(200);
    expect(body).toMatchObject({ closedOn: '2024-08-31', successorId: tree.e1, path: '/city/east/gone/' });
    expect(changes).toEqual([{ unitIds: [unit.id], from: '2024-09-01' }]);
    expect(await placementOn(unit.id, '2024-09-01')).toBeNull();
    expect((await admin.ask('get', '/api/units?q=gone')).body.total).toBe(0);
    expect((await admin.ask('get', '/api/units?q=gone&on=2024-08-31')).body.total).toBe(1);
    const move = await admin.ask(
      'post',
      `/api/units/${unit.id}/moves`,
      { parentId: tree.west, from: '2024-09-02' },
      2,
    );
    expect([move.status, move.body.code]).toEqual([409, 'unit-closed']);
    const under = await admin.ask('post', '/api/units', {
      kind: 'team',
      code: 'under',
      name: 'Under',
      parentId: unit.id,
    });
    expect([under.status, under.body.code]).toEqual([409, 'unit-closed']);
  });

  it('counts the members of a group, and all below them, in the group', async () => {
    const group = (await admin.ask('post', '/api/units', { kind: 'group', name: 'Hills', code: 'hills' }))
      .body;
    expect(group.path).toBe('/~hills/');
    const members = `/api/units/${group.id}/members`;
    expect((await admin.ask('post', members, { unitId: tree.east })).status).toBe(204);
    expect((await placementOn(tree.e1, '2024-01-15'))?.ancestors).toEqual([
      tree.city,
      tree.east,
      tree.e1,
      group.id,
    ]);
    expect((await admin.ask('get', members)).body.items.map((unit: { id: string }) => unit.id)).toEqual([
      tree.east,
    ]);
    // A unit that moves under a member counts in the group from then on.
    const unit = await add('roams', tree.west);
    await admin.ask('post', `/api/units/${unit.id}/moves`, { parentId: tree.east, from: '2024-09-10' }, 1);
    expect((await placementOn(unit.id, '2024-09-09'))?.ancestors).not.toContain(group.id);
    expect((await placementOn(unit.id, '2024-09-10'))?.ancestors).toContain(group.id);
    changes.length = 0;
    expect((await admin.ask('delete', `${members}/${tree.east}`)).status).toBe(204);
    expect((await placementOn(tree.e1, '2024-01-15'))?.ancestors).toEqual([tree.city, tree.east, tree.e1]);
    expect(changes[0]).toMatchObject({ from: '2020-01-01' });
    expect((await admin.ask('delete', `${members}/${tree.east}`)).status).toBe(404);
    expect((await admin.ask('post', `/api/units/${tree.east}/members`, { unitId: tree.e1 })).body.code).toBe(
      'not-a-group',
    );
  });

  it('lets one of two twins rename, and tells the other', async () => {
    const unit = await add('twin', tree.west);
    const rename = async (name: string) => admin.ask('patch', `/api/units/${unit.id}`, { name }, 1);
    const answers = await whileHeld(
      house,
      `select pg_advisory_xact_lock(hashtextextended('duban.unit-tree', 0))`,
      [],
      () => [rename('First'), rename('Second'), rename('Third')],
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412, 412]);
    expect((await view(unit.id)).version).toBe(2);
  });

  it('puts no unit under one of its own kind, so that no two moves at once make a circle', async () => {
    const one = await add('ring1', tree.city, 'county');
    const other = await add('ring2', tree.city, 'county');
    const move = (id: string, parentId: string) =>
      admin.ask('post', `/api/units/${id}/moves`, { parentId, from: '2024-09-01' }, 1);
    const answers = await Promise.all([move(one.id, other.id), move(other.id, one.id)]);
    for (const { status, body } of answers)
      expect([status, body.errors?.[0].path]).toEqual([422, 'parentId']);
  });
});
