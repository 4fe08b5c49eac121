import { type MaterialView, type NotificationView, workSchema } from '@duban/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NightlyRun } from '../nightly/nightly-run.service.js';
import { openTaskWorld, type Person, type TaskWorld } from '../tasks/task-world.testing.js';

// 2024-09-20 is a Friday, and this world keeps no holidays.
describe('urging of material', () => {
  let world: TaskWorld;
  let id: string;

  beforeAll(async () => {
    world = await openTaskWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.house.setToday('2024-09-19');
    for (const table of ['job_run', 'notification', 'material_urging', 'meeting_material', 'meeting'])
      await world.house.source.query(`delete from ${table}`);
    await world.house.source.query(`update plan_area set enabled = true`);
    const { body } = await world.as('planOffice').send('post', 'meetings', {
      planId: world.planId,
      title: '三季度推进会',
      heldOn: '2024-09-27',
      period: '2024-08',
      collectBy: '2024-09-23',
    });
    id = body.id;
  });

  const collect = () =>
    world.as('planOffice').send('post', `meetings/${id}/moves`, { move: 'collect' }).set('if-match', '*');
  const night = async (date: string) => {
    await world.house.setToday(date);
    const runs = await world.house.app.get(NightlyRun).catchUp();
    return runs.map(({ counts }) => [counts.materialsReminded, counts.materialsUrged]);
  };
  const told = async (person: Person): Promise<string[]> => {
    const { items } = (await world.as(person).get('notifications')).body;
    return items
      .filter((each: NotificationView) => each.meetingId !== null)
      .map((each: NotificationView) => `${each.kind} ${each.businessDate}`)
      .reverse();
  };
  const handIn = (person: Person, areaId: string) =>
    world
      .as(person)
      .send('put', `meetings/${id}/materials/${areaId}`, {
        situation: '推进有序',
        problems: '',
        nextSteps: '',
        matters: [],
      })
      .set('if-match', '"v0"');
  const materials = async (): Promise<MaterialView[]> =>
    (await world.as('planOffice').get(`meetings/${id}/materials`)).body.items;
  const urge = (body: object = {}, person: Person = 'planOffice') =>
    world.as(person).send('post', `meetings/${id}/materials/urgings`, body);
  const owed = async (person: Person) =>
    workSchema.parse((await world.as(person).get(`work?planId=${world.planId}`)).body).materials;

  it('reminds on the working day before the date and urges on every one after it, each once', async () => {
    expect(await night('2024-09-19')).toEqual([[0, 0]]);
    await collect();
    // The working day before Monday the 23rd is Friday the 20th; a second run of the day tells nobody again.
    expect(await night('2024-09-20')).toEqual([[2, 0]]);
    await world.house.source.query(`delete from job_run`);
    expect(await night('2024-09-20')).toEqual([[0, 0]]);
    expect(await night('2024-09-23')).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    await handIn('strangerLead', 'other');
    expect(await night('2024-09-24')).toEqual([[0, 1]]);
    expect(await night('2024-09-25')).toEqual([[0, 1]]);
    // Nobody ran on Thursday and Friday: one urging makes up for both, though it is Saturday.
    expect(await night('2024-09-28')).toEqual([
      [0, 0],
      [0, 0],
      [0, 1],
    ]);
    expect(await told('areaLead')).toEqual([
      'material-due 2024-09-20',
      'material-late 2024-09-24',
      'material-late 2024-09-25',
      'material-late 2024-09-28',
    ]);
    expect(await told('strangerLead')).toEqual(['material-due 2024-09-20']);
    expect(await told('planOffice')).toEqual([]);
    const { items } = (await world.as('areaLead').get('notifications')).body;
    const latest = items.find((each: { kind: string }) => each.kind === 'material-late');
    expect(latest).toMatchObject({ meetingId: id, areaId: 'sample', task: null });
    expect(latest.text).toBe('三季度推进会，样例行动，材料截止 2024-09-23');
    // Handed in late at last: it stays marked so, and nobody is urged any more.
    await handIn('areaLead', 'sample');
    expect(await night('2024-09-30')).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(
      (await materials()).map(({ areaId, late, urged, urgedOn }) => [areaId, late, urged, urgedOn]),
    ).toEqual([
      ['sample', true, 3, '2024-09-28'],
      ['other', false, 0, null],
    ]);
  });

  it('reminds on the day itself where nobody ran on the day before', async () => {
    await night('2024-09-19');
    await collect();
    expect((await night('2024-09-23')).at(-1)).toEqual([2, 0]);
    expect((await night('2024-09-24')).at(-1)).toEqual([0, 2]);
  });

  it('urges nobody for an area that is switched off, and forgets no area without a lead', async () => {
    await collect();
    await world.house.source.query(`update plan_area set enabled = false where area_id = 'other'`);
    expect((await night('2024-09-24')).at(-1)).toEqual([0, 1]);
    expect(await told('strangerLead')).toEqual([]);
    const grant = `update role_grant set area_id = $2 where area_id = $1`;
    await world.house.source.query(grant, ['sample', 'nobody']);
    await world.house.setToday('2024-09-25');
    expect((await urge()).body).toEqual({ urged: [], already: [], unled: ['sample'] });
    expect((await materials())[0]).toMatchObject({ urged: 1, urgedOn: '2024-09-24' });
    await world.house.source.query(grant, ['nobody', 'sample']);
  });

  it('is done by the keeper at any time after the date, once a day, and refused otherwise', async () => {
    expect((await urge()).body.code).toBe('not-collecting');
    await collect();
    await world.house.setToday('2024-09-23');
    expect((await urge()).body.code).toBe('not-late');
    await world.house.setToday('2024-09-24');
    expect([(await urge({}, 'areaLead')).status, (await urge({}, 'viewer')).status]).toEqual([403, 404]);
    expect((await urge({ areaId: 'none' })).body.errors).toMatchObject([{ path: 'areaId' }]);
    expect((await urge({ areaId: 'sample' })).body).toEqual({ urged: ['sample'], already: [], unled: [] });
    const both = await Promise.all([urge(), urge()]);
    expect(both.map((answer) => answer.status)).toEqual([200, 200]);
    expect(both.flatMap((answer) => answer.body.urged)).toEqual(['other']);
    expect((await urge()).body).toEqual({ urged: [], already: ['sample', 'other'], unled: [] });
    // What was urged by hand is not urged again by the night.
    expect((await night('2024-09-24')).at(-1)).toEqual([0, 0]);
    for (const person of ['areaLead', 'strangerLead'] as const)
      expect(await told(person)).toEqual(['material-late 2024-09-24']);
    await handIn('areaLead', 'sample');
    expect((await urge({ areaId: 'sample' })).body.code).toBe('not-late');
    const rows = await world.house.source.query(
      `select actor_name as by, detail from audit where action = 'meeting.urge-materials' and subject_id = $1 order by seq`,
      [id],
    );
    expect(rows).toEqual([
      { by: 'planOffice', detail: { areaIds: ['sample'] } },
      { by: 'planOffice', detail: { areaIds: ['other'] } },
    ]);
    await world.house.source.query(`update meeting set state = 'frozen' where id = $1`, [id]);
    expect((await urge()).body.code).toBe('not-collecting');
  });

  it('stands among the work of the area lead until it is handed in', async () => {
    expect(await owed('areaLead')).toEqual([]);
    await collect();
    const own = { meetingId: id, meeting: '三季度推进会', areaId: 'sample', collectBy: '2024-09-23' };
    expect(await owed('areaLead')).toEqual([{ ...own, late: false, urged: 0, urgedOn: null }]);
    expect(await owed('planOffice')).toEqual([]);
    await world.house.setToday('2024-09-24');
    await urge();
    expect(await owed('areaLead')).toEqual([{ ...own, late: true, urged: 1, urgedOn: '2024-09-24' }]);
    await handIn('areaLead', 'sample');
    expect(await owed('areaLead')).toEqual([]);
  });
});
