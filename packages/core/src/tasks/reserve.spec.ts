import { taskDetailSchema, taskPage } from '@duban/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTaskWorld, type Person, type TaskWorld } from './task-world.testing.js';
import { Tasks } from './tasks.service.js';

const unknowing: Person[] = ['otherLeader', 'reporter', 'strangerLead', 'viewer', 'admin'];
const knowing: Person[] = ['planOffice', 'leader', 'head', 'areaLead'];

/** Numbers: 1 open, 2 withheld, 3 restricted; and a restricted task that the plan does not print. */
describe('the reserve of restricted tasks', () => {
  let world: TaskWorld;
  let withheld: string;
  let printed: string;
  let hidden: string;
  beforeAll(async () => {
    world = await openTaskWorld();
    await world.task({ number: 1, origin: 'plan', title: '公开任务', state: 'in-progress' });
    withheld = await world.task({
      number: 2,
      origin: 'plan',
      title: '略去的任务',
      state: 'withheld',
      visibility: 'withheld',
      leaderId: null,
      leadUnitId: null,
      dueDate: null,
    });
    const { people } = world;
    const restricted = {
      visibility: 'restricted',
      title: '不可为人所知',
      state: 'in-progress',
      responsibleUnitIds: [world.units.partner],
      knowerIds: [people.head.id, people.areaLead.id],
      basis: '密',
      dueDate: '2024-09-01',
    } as const;
    printed = await world.task({ ...restricted, number: 3, origin: 'plan', outlineTitle: '专项行动' });
    hidden = await world.task({ ...restricted, title: '增补的限阅任务' });
    const tasks = world.house.app.get(Tasks);
    for (const taskId of [printed, hidden])
      await tasks.milestone(world.ctx(), { planId: world.planId, taskId, title: '秘密节点' });
    await world.house.source.query(
      `update task set light_colour = 'red', light_as_of = '2024-09-20', pending = $2,
         light_reasons = '[{"code": "date-overdue", "detail": {"zh": "已超期", "en": "Overdue"}}]' where id = any($1)`,
      [
        [printed, hidden],
        { move: 'suspend', by: people.head.id, at: '2024-09-20T00:00:00Z', reason: '密', given: {} },
      ],
    );
  });
  afterAll(() => world.close());

  const list = (person: Person, query = '') => world.as(person).get(`plans/${world.planId}/tasks${query}`);

  it('shows a printed one to the unknowing exactly as a withheld one', async () => {
    for (const person of unknowing) {
      const masked = await world.as(person).get(`tasks/${printed}`);
      const twin = await world.as(person).get(`tasks/${withheld}`);
      expect([person, masked.status, masked.headers.etag]).toEqual([person, 200, twin.headers.etag]);
      expect(taskDetailSchema.parse(masked.body)).toEqual(masked.body);
      expect({ ...masked.body, id: withheld, number: 2, title: '略去的任务' }).toEqual(twin.body);
      expect([masked.body.title, masked.body.state]).toEqual(['专项行动', 'withheld']);
      const inList = (await list(person)).body;
      expect(taskPage.parse(inList)).toEqual(inList);
      const [, second, third] = inList.items;
      expect({ ...third, id: withheld, number: 2, title: '略去的任务' }).toEqual(second);
    }
  });

  it('shows it whole to those who may know', async () => {
    for (const person of knowing) {
      const { body } = await world.as(person).get(`tasks/${printed}`);
      expect([person, body.title, body.visibility, body.light.colour]).toEqual([
        person,
        '不可为人所知',
        'restricted',
        'red',
      ]);
      expect([body.milestones.length, body.leadUnit.name, body.pending.move]).toEqual([1, 'lead', 'suspend']);
      expect((await list(person, '?origin=any')).body.total).toBe(4);
    }
  });

  it('counts, filters, sorts and searches as in a world where it is only withheld', async () => {
    const numbers = async (query: string, person: Person = 'viewer') =>
      (await list(person, query)).body.items.map((task: { number: number | null }) => task.number);
    expect((await list('viewer')).body.total).toBe(3);
    expect((await list('viewer', '?origin=any')).body.total).toBe(3);
    expect(await numbers('?sort=dueDate')).toEqual([1, 2, 3]);
    expect(await numbers('?sort=dueDate', 'planOffice')).toEqual([3, 1, 2]);
    expect(await numbers('?sort=-number')).toEqual([3, 2, 1]);
    expect(await numbers('?state=withheld')).toEqual([2, 3]);
    expect(await numbers('?state=in-progress')).toEqual([1]);
    expect(await numbers('?colour=red')).toEqual([]);
    expect(await numbers('?colour=red', 'head')).toEqual([3]);
    expect(await numbers(`?unitId=${world.units.partner}`)).toEqual([]);
    expect(await numbers(`?unitId=${world.units.root}`)).toEqual([1]);
    expect(await numbers(`?q=${encodeURIComponent('不可')}`)).toEqual([]);
    expect(await numbers(`?q=${encodeURIComponent('专项')}`)).toEqual([3]);
    expect(await numbers('?q=%25')).toEqual([]);
  });

  it('has nothing behind it for the unknowing, as a withheld one has not', async () => {
    const milestone = await world.house.source.query(`select id from milestone where task_id = $1`, [
      printed,
    ]);
    for (const person of unknowing) {
      for (const part of ['moves', 'history', 'evidence']) {
        const masked = await world.as(person).get(`tasks/${printed}/${part}`);
        const twin = await world.as(person).get(`tasks/${withheld}/${part}`);
        expect([person, part, masked.status, masked.body.items ?? masked.body.code ?? masked.body]).toEqual([
          person,
          part,
          twin.status,
          twin.body.items ?? twin.body.code ?? twin.body,
        ]);
      }
      const completion = `milestones/${milestone[0].id}/completion`;
      const done = await world
        .as(person)
        .send('post', `tasks/${printed}/${completion}`, { doneOn: '2024-09-01' });
      expect([person, done.status]).toEqual([person, 404]);
    }
  });

  it('answers every move of the unknowing as a withheld one does', async () => {
    for (const person of unknowing) {
      for (const move of ['suspend', 'disclose', 'refuse', 'accept', 'propose']) {
        const body = {
          move,
          reason: 'r',
          title: 't',
          reviewedBy: 'b',
          reviewedOn: '2024-09-01',
          unclassified: true,
        };
        const ask = async (id: string, version: string) => {
          const answer = await world
            .as(person)
            .send('post', `tasks/${id}/moves`, body)
            .set('if-match', version);
          return [answer.status, answer.body.code, answer.body.errors];
        };
        expect([person, move, await ask(printed, '"v1"')]).toEqual([
          person,
          move,
          await ask(withheld, '"v1"'),
        ]);
        expect(await ask(printed, '"v2"')).toEqual(await ask(withheld, '"v2"'));
      }
    }
  });

  it('does not exist for the unknowing where the plan does not print it', async () => {
    const absent = 'a5c6f6a0-3f4e-4a0e-9a8f-1f1d0c3f7b11';
    for (const person of unknowing) {
      for (const path of ['', '/moves', '/history', '/evidence']) {
        const answer = await world.as(person).get(`tasks/${hidden}${path}`);
        const nothing = await world.as(person).get(`tasks/${absent}${path}`);
        expect([answer.status, answer.body.code]).toEqual([nothing.status, nothing.body.code]);
        expect(answer.status).toBe(404);
      }
    }
  });

  it('carries no target, and says so alike to those who know and those who do not', async () => {
    for (const person of ['areaLead', 'admin'] as const) {
      for (const taskId of [printed, withheld]) {
        const answer = await world.as(person).send('post', `plans/${world.planId}/targets`, {
          taskId,
          metric: 'sample.checks-done',
          unitId: world.units.root,
          value: 3,
          dueDate: '2024-12-31',
        });
        expect([person, answer.status, answer.body.code]).toEqual([person, 409, 'target-not-possible']);
      }
    }
  });

  it('keeps what it says out of the log', async () => {
    const etag = (await world.as('leader').get(`tasks/${printed}`)).headers.etag as string;
    const answer = await world
      .as('leader')
      .send('post', `tasks/${printed}/moves`, { move: 'refuse', reason: '绝密的理由' })
      .set('if-match', etag);
    expect(answer.status).toBe(200);
    const log = await world.house.source.query(
      `select to_jsonb(a) as row from audit a where subject_id = $1`,
      [printed],
    );
    expect(log).toHaveLength(1);
    expect(JSON.stringify(log)).not.toMatch(/绝密|不可为人所知|sample/);
  });
});
