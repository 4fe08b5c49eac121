import { randomUUID } from 'node:crypto';
import { taskMovesResult, taskOffersPage } from '@duban/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTaskWorld, type Person, type TaskWorld } from './task-world.testing.js';

describe('moving many tasks', () => {
  let world: TaskWorld;
  beforeAll(async () => {
    world = await openTaskWorld();
  });
  afterAll(() => world.close());

  const moves = (person: Person, body: object) => world.as(person).send('post', 'tasks/moves', body);
  const outcomes = ({ body }: { body: { results: { outcome: string; code: string | null }[] } }) =>
    body.results.map((each) => [each.outcome, each.code]);
  const stateOf = async (id: string) => (await world.as('planOffice').get(`tasks/${id}`)).body.state;

  it('previews, moves what can be moved, and says of each other one why not', async () => {
    const ready = await world.task({ state: 'closed' });
    const changed = await world.task({ state: 'closed' });
    const busy = await world.task({ state: 'in-progress' });
    const secret = await world.task({ state: 'closed', visibility: 'restricted' });
    const body = {
      ids: [ready, changed, busy, secret, randomUUID()],
      versions: [1, 7, 1, 1, 1],
      move: 'archive',
    };
    const refused = [
      ['refused', 'stale-version'],
      ['refused', 'move-not-possible'],
    ];
    const preview = await moves('planOffice', { ...body, dryRun: true });
    expect(taskMovesResult.parse(preview.body)).toMatchObject({ dryRun: true, done: 0, refused: 3 });
    expect(outcomes(preview)).toEqual([
      ['possible', null],
      ...refused,
      ['possible', null],
      ['refused', 'not-found'],
    ]);
    expect(preview.body.results[0]).toMatchObject({ state: 'archived', version: 1 });
    expect(await stateOf(ready)).toBe('closed');

    const done = await moves('planOffice', body);
    expect(done.body).toMatchObject({ done: 2, refused: 3 });
    expect(await stateOf(ready)).toBe('archived');
    // The same request again does no harm, and tells that it was done.
    const again = await moves('planOffice', body);
    expect(again.body.done).toBe(0);
    expect(again.body.results[0]).toMatchObject({ code: 'stale-version', state: 'archived', version: 2 });
    const [{ count }] = await world.house.source.query(
      `select count(*)::int from audit where action = 'task.archive' and subject_id = any($1)`,
      [body.ids],
    );
    expect(count).toBe(2);
  });

  it('tells nobody of a restricted task, and lets nobody move what is not theirs', async () => {
    const secret = await world.task({ state: 'closed', visibility: 'restricted' });
    const open = await world.task({ state: 'closed' });
    const body = { ids: [secret, open], versions: [1, 1], move: 'archive' };
    expect(outcomes(await moves('strangerLead', body))).toEqual([
      ['refused', 'not-found'],
      ['refused', 'forbidden'],
    ]);
    const offers = (person: Person) => world.as(person).send('post', 'tasks/moves/offers', { ids: body.ids });
    expect((await offers('viewer')).body).toMatchObject({ items: [{ id: open, moves: [] }], total: 1 });
    const office = taskOffersPage.parse((await offers('planOffice')).body);
    expect(office.items.map((each) => each.moves.map((move) => move.move))).toEqual([
      ['archive'],
      ['archive'],
    ]);
  });

  it('says what a task lacks, and asks for a reason where the move needs one', async () => {
    const bare = await world.task({ state: 'draft', leaderId: null });
    const lacking = await moves('planOffice', { ids: [bare], versions: [1], move: 'propose', dryRun: true });
    expect(lacking.body.results[0]).toMatchObject({
      outcome: 'refused',
      message: '未确定责任领导；没有目标值，也没有节点',
    });
    const proposed = await world.task({ state: 'pending-issue' });
    const body = { ids: [proposed], versions: [1], move: 'return' };
    const unsaid = await moves('leader', body);
    expect([unsaid.status, unsaid.body.errors[0].path]).toEqual([422, 'reason']);
    expect(outcomes(await moves('leader', { ...body, dryRun: true }))).toEqual([['possible', null]]);
    expect((await moves('leader', { ...body, reason: '目标不明确' })).body.done).toBe(1);
    expect(await stateOf(proposed)).toBe('draft');
    expect((await moves('planOffice', { ...body, ids: [bare, bare], versions: [1, 1] })).status).toBe(422);
  });

  it('asks for moves of two people, which each task then waits for; the leader decides on each', async () => {
    const ids = [
      await world.task({ state: 'in-progress' }),
      await world.task({ state: 'in-progress' }),
      await world.task({ state: 'closed' }),
    ];
    const body = { ids, versions: [1, 1, 1], move: 'suspend' };
    const preview = await moves('planOffice', { ...body, dryRun: true });
    expect(outcomes(preview)).toEqual([
      ['possible', null],
      ['possible', null],
      ['refused', 'move-not-possible'],
    ]);
    const unsaid = await moves('planOffice', body);
    expect([unsaid.status, unsaid.body.errors[0].path]).toEqual([422, 'reason']);
    const asked = await moves('planOffice', { ...body, reason: '等待上级方案' });
    expect(asked.body).toMatchObject({ done: 2, refused: 1 });
    expect(asked.body.results[0]).toMatchObject({ outcome: 'done', state: 'in-progress', version: 2 });
    for (const id of ids.slice(0, 2)) {
      expect((await world.as('leader').get(`tasks/${id}`)).body.pending.move).toBe('suspend');
      const { body: history } = await world.as('leader').get(`tasks/${id}/history?sort=-at`);
      expect(history.items[0]).toMatchObject({ move: 'suspend', reason: '等待上级方案' });
    }
    // Neither asked for again nor agreed to with others: that takes a look at each.
    const again = { ids: ids.slice(0, 2), versions: [2, 2], move: 'suspend', reason: '同意' };
    for (const person of ['planOffice', 'leader'] as const)
      expect(outcomes(await moves(person, again))).toEqual([
        ['refused', 'move-not-possible'],
        ['refused', 'move-not-possible'],
      ]);
    const agreed = await world
      .as('leader')
      .send('post', `tasks/${ids[0]}/moves`, { move: 'suspend' })
      .set('if-match', '"v2"');
    expect([agreed.status, agreed.body.state]).toEqual([200, 'suspended']);
    const ended = { ids: ids.slice(0, 1), versions: [3], move: 'terminate', reason: '上级取消' };
    expect((await moves('planOffice', ended)).body.results[0]).toMatchObject({ state: 'suspended' });
    expect((await world.as('viewer').get(`tasks/${ids[0]}`)).body.pending.move).toBe('terminate');
  });

  it('sends closures back with one new date, which lies ahead', async () => {
    const ids = [
      await world.task({ state: 'closure-review' }),
      await world.task({ state: 'closure-review' }),
    ];
    const body = { ids, versions: [1, 1], move: 'send-back', reason: '材料不全' };
    const offers = await world.as('planOffice').send('post', 'tasks/moves/offers', { ids });
    expect(offers.body.items[0].moves.map((each: { move: string }) => each.move)).toContain('send-back');
    expect(outcomes(await moves('planOffice', { ...body, reason: null, dryRun: true }))[0]).toEqual([
      'possible',
      null,
    ]);
    for (const dueDate of [undefined, '2024-01-01']) {
      const answer = await moves('planOffice', { ...body, dueDate });
      expect([answer.status, answer.body.errors[0].path]).toEqual([422, 'dueDate']);
    }
    expect((await moves('planOffice', { ...body, dueDate: '2024-12-20' })).body.done).toBe(2);
    expect((await world.as('planOffice').get(`tasks/${ids[1]}`)).body).toMatchObject({
      state: 'in-progress',
      dueDate: '2024-12-20',
    });
  });
});
