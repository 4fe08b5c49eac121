import { targetPage, targetSchema } from '@duban/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTaskWorld, type Person, type TaskWorld } from '../tasks/task-world.testing.js';
import { Targets } from './targets.service.js';

describe('targets', () => {
  let world: TaskWorld;
  beforeAll(async () => {
    world = await openTaskWorld();
  });
  afterAll(() => world.close());

  const propose = (taskId: string, body: object = {}, person: Person = 'areaLead') =>
    world.as(person).send('post', `plans/${world.planId}/targets`, {
      taskId,
      metric: 'sample.checks-done',
      unitId: world.units.root,
      value: 12,
      dueDate: '2024-12-31',
      ...body,
    });
  const list = async (query: string) =>
    (await world.as('viewer').get(`plans/${world.planId}/targets?${query}`)).body;

  it('are proposed by one person and confirmed by another', async () => {
    const taskId = await world.task();
    const proposed = await propose(taskId, {}, 'planOffice');
    expect(proposed.status).toBe(201);
    expect(targetSchema.parse(proposed.body)).toEqual(proposed.body);
    expect(proposed.body).toMatchObject({
      source: 'entered',
      confirmed: false,
      direction: 'at-least',
      measure: '次',
      firm: true,
      scope: 'aggregate',
      version: 1,
    });
    const confirm = (person: Person) => world.as(person).send('post', `targets/${proposed.body.id}/confirm`);
    expect((await confirm('planOffice')).body.code).toBe('same-person');
    expect((await confirm('areaLead')).status).toBe(403);
    const confirmed = await confirm('otherOffice');
    expect([confirmed.status, confirmed.body.confirmed, confirmed.headers.etag]).toEqual([200, true, '"v2"']);
    expect((await confirm('otherOffice')).body.code).toBe('already-confirmed');
    expect((await propose(taskId)).body.code).toBe('already-exists');
    expect((await propose(taskId, { unitId: world.units.partner })).status).toBe(201);
  });

  it('are refused by field where they name what is not there', async () => {
    const taskId = await world.task();
    const path = async (body: object) => {
      const answer = await propose(taskId, body);
      return [answer.status, answer.body.errors[0]?.path];
    };
    expect(await path({ metric: 'other.checks-done' })).toEqual([422, 'metric']);
    expect(await path({ unitId: '6d1f3c0a-0d55-4b7a-8f7f-3f4f5a6b7c8d' })).toEqual([422, 'unitId']);
    expect(await path({ value: -1 })).toEqual([422, 'value']);
    expect(await path({ from: '2025-01-01' })).toEqual([422, 'from']);
    expect((await propose('6d1f3c0a-0d55-4b7a-8f7f-3f4f5a6b7c8d')).status).toBe(404);
    expect((await propose(taskId, {}, 'strangerLead')).status).toBe(403);
  });

  it('are listed by task, unit and metric, in the order of the plan', async () => {
    const base = {
      planId: world.planId,
      areaId: 'sample',
      metric: 'sample.checks-done',
      source: 'demo',
    } as const;
    const [one, two] = [
      await world.task({ number: 8, origin: 'plan' }),
      await world.task({ number: 7, origin: 'plan' }),
    ];
    await world.house.app.get(Targets).add(world.ctx(), [
      { ...base, taskId: one, unitId: world.units.root, value: 1.5 },
      { ...base, taskId: two, unitId: world.units.root, value: 3 },
      {
        ...base,
        taskId: two,
        unitId: world.units.lead,
        value: null,
        trajectory: [{ date: '2024-06-30', value: 1 }],
      },
    ]);
    const all = await list('limit=500');
    expect(targetPage.parse(all)).toEqual(all);
    const demo = all.items.filter((each: { source: string }) => each.source === 'demo');
    expect(demo.map((each: { taskId: string; value: number }) => [each.taskId, each.value])).toEqual([
      [two, 3],
      [two, null],
      [one, 1.5],
    ]);
    expect((await list(`taskId=${two}`)).total).toBe(2);
    expect((await list(`taskId=${two}&unitId=${world.units.lead}`)).items[0].trajectory).toEqual([
      { date: '2024-06-30', value: 1 },
    ]);
    expect((await list('metric=sample.nothing')).items).toEqual([]);
    const first = await list(`taskId=${two}&limit=1`);
    expect((await list(`taskId=${two}&limit=1&cursor=${first.nextCursor}`)).items[0].value).toBeNull();
  });

  it('are not stored for a metric that nobody declares, nor for a task that is not open', async () => {
    const add = async (given: object) =>
      world.house.app.get(Targets).add(world.ctx(), [
        {
          planId: world.planId,
          areaId: 'sample',
          metric: 'sample.checks-done',
          taskId: await world.task(given),
          unitId: world.units.root,
          value: 1,
          source: 'document',
          ...given,
        },
      ]);
    await expect(add({ metric: 'sample.none' })).rejects.toThrow(
      'area "sample" declares no metric "sample.none". Fix: name one of its metrics by its full key.',
    );
    await expect(add({ visibility: 'restricted' })).rejects.toThrow('is not open and carries no target');
  });

  it('take the place of an empty slot when they are confirmed', async () => {
    const taskId = await world.task();
    await world.house.app.get(Targets).add(world.ctx(), [
      {
        planId: world.planId,
        areaId: 'sample',
        metric: 'sample.checks-done',
        taskId,
        unitId: world.units.root,
        value: null,
        source: 'document',
      },
    ]);
    const { id } = (await propose(taskId)).body;
    expect((await list(`taskId=${taskId}`)).total).toBe(2);
    await world.as('planOffice').send('post', `targets/${id}/confirm`);
    expect((await list(`taskId=${taskId}`)).items.map((each: { id: string }) => each.id)).toEqual([id]);
  });

  it('take one slot of several that share a metric, the one of their basis before the others', async () => {
    const taskId = await world.task();
    const slot = { planId: world.planId, areaId: 'sample', metric: 'sample.checks-done', taskId } as const;
    await world.house.app.get(Targets).add(
      world.ctx(),
      ['三降之一', '三降之二', '一确保'].map((basis) => ({
        ...slot,
        basis,
        unitId: world.units.root,
        value: null,
        source: 'document' as const,
      })),
    );
    const { id } = (await propose(taskId, { basis: '三降之二' })).body;
    await world.as('planOffice').send('post', `targets/${id}/confirm`).expect(200);
    const after = (await list(`taskId=${taskId}`)).items as { id: string; basis: string }[];
    expect(after.map((each) => each.basis).sort()).toEqual(['一确保', '三降之一', '三降之二'].sort());
    // Another figure of no slot's basis takes the first that is left for it.
    const monthly = (await propose(taskId, { basis: '新提法', per: 'month' })).body;
    await world.as('planOffice').send('post', `targets/${monthly.id}/confirm`).expect(200);
    expect((await list(`taskId=${taskId}`)).total).toBe(4);
  });
});
