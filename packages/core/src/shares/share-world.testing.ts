import { type BreakdownBody, notificationPage, type Share, sharePage } from '@duban/contract';
import request from 'supertest';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { Targets } from '../targets/targets.service.js';
import { Tasks } from '../tasks/tasks.service.js';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree, systemContext } from '../testing/people.testing.js';
import { standTrialPlan, type TrialPlan, trialArea } from '../testing/trial.testing.js';
import { Units } from '../units/units.service.js';

export const today = '2024-09-20';
type Answer = Awaited<ReturnType<Person['ask']>>;
type Child = BreakdownBody['children'][number];

/**
 * A house for the tests of the describe block that calls this, and in it for each test a plan with a task in which
 * the department leads and both counties are responsible.
 */
export function standShareWorld() {
  let house: TestHouse;
  let tree: Awaited<ReturnType<typeof standTree>>;
  let dept: string;
  let team: string;
  let plan: TrialPlan;
  let taskId: string;
  const people: Record<string, Person> = {};
  const as = (name: string) => people[name] as Person;

  beforeAll(async () => {
    house = await openTestHouse([{ manifest: trialArea }], today);
    tree = await standTree(house);
    const add = async (code: string, kind: 'department' | 'team', parentId: string) =>
      (
        await house.app
          .get(Units)
          .add(systemContext(house), { code, name: code, kind, parentId, from: '2020-01-01' })
      ).id;
    dept = await add('dept', 'department', tree.city);
    team = await add('team', 'team', tree.e1);
    for (const [name, role, unitId] of [
      ['head', 'unit-head', tree.east],
      ['reporter', 'reporter', tree.east],
      ['reviewer', 'reviewer', tree.east],
      ['westHead', 'unit-head', tree.west],
      ['e1Head', 'unit-head', tree.e1],
      ['e1Reporter', 'reporter', tree.e1],
      ['e2Head', 'unit-head', tree.e2],
      ['deptHead', 'unit-head', dept],
      ['teamHead', 'unit-head', team],
    ] as const)
      people[name] = await personOf(house, { role, unitId });
    people.office = await personOf(house, { role: 'plan-office' });
    people.office2 = await personOf(house, { role: 'plan-office' });
    people.leader = await personOf(house, { role: 'leader' });
    people.viewer = await personOf(house, { role: 'viewer' });
    people.admin = await personOf(house, { role: 'system-admin' });
    people.auditor = await personOf(house, { role: 'auditor' });
  }, 60_000);
  afterAll(() => house.close());

  /** East owes 24 of a level, and the plan 80 % of a rate; nobody but the lead has accepted. */
  beforeEach(async () => {
    await house.setToday(today);
    await house.source.query(`delete from notification`);
    plan = await standTrialPlan(house, { city: tree.city, counties: [tree.east], stations: [tree.e1] });
    taskId = plan.countyTask;
    await house.source.query(
      `update task set leader_id = $2, issued_on = '2024-09-10', accept_by = '2024-09-13', accepted_on = '2024-09-12' where plan_id = $1`,
      [plan.planId, as('leader').id],
    );
    const ctx = systemContext(house);
    const tasks = house.app.get(Tasks);
    const place = { planId: plan.planId, taskId };
    await tasks.assign(ctx, { ...place, unitId: dept, role: 'lead', acceptedOn: '2024-09-12' });
    for (const unitId of [tree.east, tree.west])
      await tasks.assign(ctx, { ...place, unitId, role: 'responsible' });
    await tasks.assign(ctx, { ...place, unitId: tree.w1, role: 'cooperating' });
    const target = { ...place, areaId: 'trial', dueDate: '2024-12-31', source: 'document' as const };
    await house.app.get(Targets).add(ctx, [
      { ...target, metric: 'trial.county-rate', unitId: tree.city, value: 80 },
      { ...target, metric: 'trial.level', unitId: tree.city, value: 40 },
      { ...target, metric: 'trial.level', unitId: tree.east, value: 24 },
    ]);
  });

  const shares = async (name = 'viewer'): Promise<Share[]> => {
    const { body } = await as(name).ask('get', `/api/tasks/${taskId}/shares`);
    expect(sharePage.parse(body)).toEqual(body);
    return body.items;
  };
  const shareOf = async (unitId: string, name = 'viewer') =>
    (await shares(name)).find((share) => share.unit.id === unitId) as Share;
  const change = async (
    name: string,
    unitId: string,
    method: 'post' | 'put',
    path: string,
    body: object = {},
    version?: number,
  ): Promise<Answer> => {
    const share = await shareOf(unitId, 'office');
    return as(name).ask(
      method,
      `/api/tasks/${taskId}/shares/${share.id}/${path}`,
      body,
      version ?? share.version,
    );
  };
  const accept = (name: string, unitId: string): Promise<Answer> => change(name, unitId, 'post', 'accept');
  const child = (unitId: string, value: number | null = null, more: Partial<Child> = {}): Child => ({
    unitId,
    text: '完成本辖区的份额',
    targets: value === null ? [] : [{ metric: 'trial.level', value }],
    milestones: [],
    ...more,
  });
  const breakDown = (
    children: object[],
    more: object = {},
    name = 'head',
    unitId = tree.east,
  ): Promise<Answer> => change(name, unitId, 'put', 'breakdown', { children, ...more });
  const errorsOf = (answer: { body: { errors?: { path: string; code: string }[] } }) =>
    answer.body.errors?.map(({ path, code }) => [path, code]);
  /** East has accepted and given 24 on to two stations. */
  const broken = async (children: object[] = [child(tree.e1, 14), child(tree.e2, 10)]) => {
    expect((await accept('head', tree.east)).status).toBe(200);
    const answer = await breakDown(children);
    expect(answer.status).toBe(200);
    return answer.body as Share;
  };
  const lastMove = async () => {
    const { body } = await as('office').ask('get', `/api/tasks/${taskId}/history?sort=-at&limit=1`);
    return body.items[0];
  };
  const told = async (name: string): Promise<string[]> => {
    const { body } = await as(name).ask('get', '/api/notifications');
    expect(notificationPage.parse(body)).toEqual(body);
    return body.items.map((each: { kind: string }) => each.kind);
  };
  const upload = async (name: string) =>
    (
      await request(house.app.getHttpServer())
        .post('/api/attachments')
        .set('authorization', `Bearer ${as(name).token}`)
        .attach('file', Buffer.from('%PDF-1.7\nx\n%%EOF'), { filename: '佐证.pdf' })
    ).body.id as string;

  return {
    get house() {
      return house;
    },
    get tree() {
      return tree;
    },
    get dept() {
      return dept;
    },
    get team() {
      return team;
    },
    get plan() {
      return plan;
    },
    get taskId() {
      return taskId;
    },
    as,
    shares,
    shareOf,
    change,
    accept,
    child,
    breakDown,
    errorsOf,
    broken,
    lastMove,
    told,
    upload,
  };
}
