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

  it('says what a task lacks, asks for a reason where the move needs one, and takes no two-person moves', async () => {
    const bare = await world.task({ state: 'draft', leaderId: null });
    const lacking = await moves('planOffice', { ids: [bare], versions: [1], move: 'propose', dryRun: true });
    expect(lacking.body.results[0]).toMatchObject({
      outcome: 'refused',
      message: '未确定责任领导;没有目标值，也没有节点',
    });
    const proposed = await world.task({ state: 'pending-issue' });
    const body = { ids: [proposed], versions: [1], move: 'return' };
    const unsaid = await moves('leader', body);
    expect([unsaid.status, unsaid.body.errors[0].path]).toEqual([422, 'reason']);
    expect(outcomes(await moves('leader', { ...body, dryRun: true }))).toEqual([['possible', null]]);
    expect((await moves('leader', { ...body, reason: '目标不明确' })).body.done).toBe(1);
    expect(await stateOf(proposed)).toBe('draft');
    expect((await moves('planOffice', { ...body, move: 'suspend', reason: '暂停' })).status).toBe(422);
    expect((await moves('planOffice', { ...body, ids: [bare, bare], versions: [1, 1] })).status).toBe(422);
  });
});
