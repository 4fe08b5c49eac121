import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Expectations } from '../expectations/expectations.service.js';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree, systemContext } from '../testing/people.testing.js';
import { standTrialPlan, type TrialPlan, trialArea } from '../testing/trial.testing.js';

describe("a report's files", () => {
  let house: TestHouse;
  let tree: Awaited<ReturnType<typeof standTree>>;
  let plan: TrialPlan;
  let reporter: Person;
  let lead: Person;
  let stranger: Person;

  beforeAll(async () => {
    house = await openTestHouse([{ manifest: trialArea }], '2024-09-20');
    tree = await standTree(house);
    plan = await standTrialPlan(house, { city: tree.city, counties: [tree.east], stations: [] });
    reporter = await personOf(house, { role: 'reporter', unitId: tree.east });
    lead = await personOf(house, { role: 'area-lead', areaId: 'trial' });
    stranger = await personOf(house, { role: 'reporter', unitId: tree.west });
    const ctx = systemContext(house);
    await ctx.em.query(
      `insert into assignment (id, plan_id, task_id, unit_id, role) values (gen_random_uuid(), $1, $2, $3, 'lead')`,
      [plan.planId, plan.countyTask, tree.east],
    );
    await house.app.get(Expectations).openNotes(ctx, plan.countyTask, '2024-08-01');
  }, 60_000);
  afterAll(() => house.close());

  const upload = async (person: Person, text: string) => {
    const answer = await request(house.app.getHttpServer())
      .post('/api/attachments')
      .set('authorization', `Bearer ${person.token}`)
      .attach('file', Buffer.from(text), 'evidence.txt');
    expect(answer.status).toBe(201);
    return answer.body.id as string;
  };
  const note = (period: string, evidence: string[]) => ({
    planId: plan.planId,
    areaId: 'trial',
    formKey: 'progress-note',
    taskId: plan.countyTask,
    unitId: tree.east,
    period,
    data: { progress: '已部署', 'next-steps': '推进', 'self-assessment': 'on-pace', evidence },
  });

  it('are read by whoever may read the report, and by nobody else', async () => {
    const first = await upload(reporter, 'first');
    expect((await lead.ask('get', `/api/attachments/${first}`)).status).toBe(404);
    const begun = await reporter.ask('post', '/api/reports', note('2024-08', [first]));
    expect(begun.status).toBe(201);
    expect((await lead.ask('get', `/api/attachments/${first}`)).status).toBe(200);
    const second = await upload(reporter, 'second');
    const { data } = note('2024-08', [first, second]);
    await reporter.ask('patch', `/api/reports/${begun.body.id}`, { data }, 1);
    expect((await lead.ask('get', `/api/attachments/${second}`)).status).toBe(200);
    expect((await stranger.ask('get', `/api/attachments/${second}`)).status).toBe(404);
  });

  it("cannot be another person's: nobody opens a file by naming it in a report", async () => {
    const foreign = await upload(stranger, 'foreign');
    const answer = await reporter.ask('post', '/api/reports', note('2024-09', [foreign]));
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, 'data.evidence']);
    expect((await reporter.ask('get', `/api/attachments/${foreign}`)).status).toBe(404);
  });
});
