import { randomUUID } from 'node:crypto';
import { extensionPage, historyPage } from '@duban/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTaskWorld, type Person, type TaskWorld } from '../tasks/task-world.testing.js';

/** The area lead also holds a role in the lead unit, so that its head may name them. */
describe('acting on tasks in the place of a head', () => {
  let world: TaskWorld;

  beforeAll(async () => {
    world = await openTaskWorld();
    await world.house.source.query(
      `insert into role_grant (id, user_id, role, unit_id, area_id, granted_at) values ($1, $2, 'viewer', $3, null, now())`,
      [randomUUID(), world.people.areaLead.id, world.units.lead],
    );
  });
  afterAll(() => world.close());

  const name = async (more: object = {}) => {
    const answer = await world.as('head').send('post', 'deputies', {
      unitId: world.units.lead,
      deputyId: world.people.areaLead.id,
      forms: [],
      tasks: true,
      from: '2024-09-01',
      to: '2024-09-30',
      ...more,
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return answer.body;
  };
  const revoke = (id: string) => world.as('head').send('delete', `deputies/${id}`);
  const make = async (person: Person, id: string, move: string, body: object = {}) => {
    const { version } = (await world.as(person).get(`tasks/${id}`)).body;
    const answer = await world
      .as(person)
      .send('post', `tasks/${id}/moves`, { move, ...body })
      .set('if-match', `"v${version}"`);
    return answer.status === 200 ? answer.body.state : answer.body.code;
  };
  const offers = async (person: Person, id: string) =>
    (await world.as(person).get(`tasks/${id}/moves`)).body as { move: string; behalfOf?: { id: string } }[];
  /** Ready for its closure to be asked for. */
  const running = async () => {
    const id = await world.task({ state: 'in-progress' });
    const [file, by] = [randomUUID(), world.people.reporter.id];
    const { source } = world.house;
    await source.query(
      `insert into attachment (id, name, media_type, bytes, sha256, uploaded_by, uploaded_at) values ($1, '总结.pdf', 'application/pdf', 1, '\\x00', $2, now())`,
      [file, by],
    );
    await source.query(
      `insert into task_evidence (id, plan_id, task_id, attachment_id, added_by, added_at) values ($1, $2, $3, $4, $5, now())`,
      [randomUUID(), world.planId, id, file, by],
    );
    return id;
  };

  it('makes the head’s moves while it holds, with both names in the history, and approves none of them', async () => {
    const id = await running();
    expect(await make('areaLead', id, 'request-closure')).toBe('forbidden');
    const deputy = await name();
    expect(deputy).toMatchObject({ tasks: true, forms: [], inForce: true });
    expect(await offers('areaLead', id)).toContainEqual(
      expect.objectContaining({
        move: 'request-closure',
        behalfOf: { id: world.people.head.id, name: 'head' },
      }),
    );
    expect(await make('areaLead', id, 'request-closure')).toBe('closure-review');
    const { items } = historyPage.parse((await world.as('viewer').get(`tasks/${id}/history?sort=-at`)).body);
    expect(items.find((each) => each.move === 'request-closure')).toMatchObject({
      by: { name: 'areaLead' },
      behalfOf: { name: 'head' },
    });
    // Neither who asked nor for whom it was asked approves, whatever else they are.
    expect(await offers('areaLead', id)).not.toContainEqual(expect.objectContaining({ move: 'pre-approve' }));
    expect(await make('areaLead', id, 'pre-approve')).toBe('same-person');
    const { head } = world.people;
    const hat = { role: 'area-lead' as const, areaId: 'sample', unitId: null, unitPath: null };
    const headUnit = head.unitId;
    head.unitId = null;
    head.grants.push(hat);
    expect(await make('head', id, 'pre-approve')).toBe('same-person');
    head.grants.pop();
    head.unitId = headUnit;
    expect((await revoke(deputy.id)).status).toBe(200);
    expect(await make('areaLead', await running(), 'request-closure')).toBe('forbidden');
  });

  it('asks for what takes two people and for extensions, which the head then cannot agree to', async () => {
    const deputy = await name();
    const id = await world.task({ state: 'in-progress' });
    expect(await make('areaLead', id, 'suspend', { reason: '等待上级方案' })).toBe('in-progress');
    const { body: waiting } = await world.as('viewer').get(`tasks/${id}`);
    expect(waiting.pending).toMatchObject({ by: { name: 'areaLead' }, behalfOf: { name: 'head' } });
    const { head } = world.people;
    const led = await world.task({ state: 'in-progress', leaderId: head.id });
    expect(await make('areaLead', led, 'suspend', { reason: '等待上级方案' })).toBe('same-person');

    const asked = { dueDate: '2024-12-31', reason: '设备到货延期', progress: '已完成八成' };
    const answer = await world.as('areaLead').send('post', `tasks/${id}/extensions`, asked);
    expect([answer.status, answer.body.askedBy.name, answer.body.askedFor.name]).toEqual([
      201,
      'areaLead',
      'head',
    ]);
    const unit = head.unitId;
    head.unitId = null;
    head.grants.push({ role: 'plan-office', areaId: null, unitId: null, unitPath: null });
    const decided = await world
      .as('head')
      .send('post', `extensions/${answer.body.id}/moves`, { move: 'approve' })
      .set('if-match', '"v1"');
    head.grants.pop();
    head.unitId = unit;
    expect(decided.body.code).toBe('same-person');
    const page = (await world.as('viewer').get(`tasks/${id}/extensions`)).body;
    expect(extensionPage.parse(page)).toEqual(page);
    await revoke(deputy.id);
  });

  it('reaches no further than the grant: other units, other days, reports alone', async () => {
    const other = await world.task({ state: 'in-progress', leadUnitId: world.units.partner });
    const own = await world.task({ state: 'in-progress' });
    const asked = { dueDate: '2024-12-31', reason: '延期', progress: '八成' };
    const ask = async (id: string) =>
      (await world.as('areaLead').send('post', `tasks/${id}/extensions`, asked)).status;
    for (const more of [
      { tasks: false, forms: null },
      { from: '2024-10-01', to: '2024-10-31' },
    ]) {
      const deputy = await name(more);
      expect([await ask(own), await make('areaLead', own, 'request-closure')]).toEqual([403, 'forbidden']);
      await revoke(deputy.id);
    }
    const deputy = await name();
    expect([await ask(other), await ask(own)]).toEqual([403, 201]);
    await revoke(deputy.id);
    const nothing = await world.as('head').send('post', 'deputies', {
      unitId: world.units.lead,
      deputyId: world.people.areaLead.id,
      forms: [],
      from: '2024-09-01',
      to: '2024-09-30',
    });
    expect(nothing.body.errors[0].path).toBe('forms');
  });

  it('ends with the role in the unit: who moved to another one acts for its head no more', async () => {
    const id = await running();
    const deputy = await name();
    const work = (unitId: string) =>
      world.house.source.query(`update role_grant set unit_id = $2 where user_id = $1 and role = 'viewer'`, [
        world.people.areaLead.id,
        unitId,
      ]);
    const inForce = async () =>
      (await world.as('head').get('deputies')).body.items.find(
        (each: { id: string }) => each.id === deputy.id,
      ).inForce;
    expect(await inForce()).toBe(true);
    await work(world.units.partner);
    expect(await inForce()).toBe(false);
    const asked = { dueDate: '2024-12-20', reason: '缺料', progress: '过半' };
    expect((await world.as('areaLead').send('post', `tasks/${id}/extensions`, asked)).status).toBe(403);
    expect(await make('areaLead', id, 'request-closure')).toBe('forbidden');
    await work(world.units.lead);
    expect(await make('areaLead', id, 'request-closure')).toBe('closure-review');
    await revoke(deputy.id);
  });
});
