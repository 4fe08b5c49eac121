import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Expectations } from '../expectations/expectations.service.js';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree, systemContext } from '../testing/people.testing.js';
import { standTrialPlan, type TrialPlan, trialArea } from '../testing/trial.testing.js';
import { bytesOf, wordsOf } from '../testing/words.testing.js';

describe('text reports', () => {
  let house: TestHouse;
  let tree: Awaited<ReturnType<typeof standTree>>;
  let plan: TrialPlan;
  let office: Person;
  let lead: Person;

  beforeAll(async () => {
    house = await openTestHouse([{ manifest: trialArea }], '2024-09-20');
    tree = await standTree(house);
    plan = await standTrialPlan(house, {
      city: tree.city,
      counties: [tree.east, tree.west],
      stations: [tree.e1],
    });
    office = await personOf(house, { role: 'plan-office' });
    lead = await personOf(house, { role: 'area-lead', areaId: 'trial' });
    const ctx = systemContext(house);
    await ctx.em.query(
      `insert into assignment (id, plan_id, task_id, unit_id, role) values (gen_random_uuid(), $1, $2, $3, 'lead')`,
      [plan.planId, plan.countyTask, tree.east],
    );
    await house.app.get(Expectations).openNotes(ctx, plan.countyTask, '2024-08-01');
    const reporter = await personOf(house, { role: 'reporter', unitId: tree.east });
    const head = await personOf(house, { role: 'unit-head', unitId: tree.east });
    const accept = async (body: object) => {
      const { body: report } = await reporter.ask('post', '/api/reports', {
        planId: plan.planId,
        areaId: 'trial',
        unitId: tree.east,
        period: '2024-08',
        ...body,
      });
      await reporter.ask('post', `/api/reports/${report.id}/moves`, { move: 'submit' }, 1);
      await head.ask('post', `/api/reports/${report.id}/moves`, { move: 'sign' }, 2);
      const answer = await lead.ask('post', `/api/reports/${report.id}/moves`, { move: 'accept' }, 3);
      expect(answer.body.state).toBe('accepted');
    };
    await accept({ formKey: 'county-counts', data: { whole: 67, part: 50 } });
    await accept({
      formKey: 'progress-note',
      taskId: plan.countyTask,
      data: {
        progress: '机制已建立',
        problems: '人手不足',
        'next-steps': '推开',
        'self-assessment': 'on-pace',
      },
    });
  }, 60_000);
  afterAll(() => house.close());

  const get = (person: Person, query: string) =>
    person.ask('get', `/api/plans/${plan.planId}/text-report.docx?${query}`).buffer(true).parse(bytesOf);

  it('says what was measured and noted in the period, each with its source', async () => {
    const answer = await get(office, `period=2024-08&unit=${tree.east}`);
    expect([answer.status, decodeURIComponent(String(answer.headers['content-disposition']))]).toEqual([
      200,
      expect.stringContaining('2024年8月重点任务工作情况报告.docx'),
    ]);
    const text = await wordsOf(answer.body);
    // 74.6268… %: to two places and in full-width punctuation, as the briefing prints it.
    expect(text).toContain('：本期74.63%，年初至今74.63%');
    expect(text).toMatch(/灰灯\d+项；已办结\d+项，其中按期\d+项。/);
    expect(text.replace(/数据截止.*$/m, '')).not.toMatch(/[\p{Script=Han}][,;:]/u);
    expect(text).toContain('2024年8月 已审定1份，年初至今1份');
    expect(text).toContain('机制已建立');
    expect(text).toContain('Unit east 2024年8月进展反馈 第1版');
    const before = await wordsOf((await get(office, 'period=2024-07')).body);
    expect(before).not.toContain('机制已建立');
    expect(before).toContain('本期没有已审定的反馈内容。（来源：2024年7月进展反馈 已审定0份）');
  });

  it('is for those who may read the reports that it quotes', async () => {
    expect((await get(lead, 'period=2024-08&areaId=trial')).status).toBe(200);
    expect((await get(lead, 'period=2024-08')).status).toBe(403);
    const viewer = await personOf(house, { role: 'viewer' });
    expect((await get(viewer, 'period=2024-08')).status).toBe(403);
    const auditor = await personOf(house, { role: 'auditor' });
    expect((await get(auditor, 'period=2024-08')).status).toBe(404);
    expect((await get(office, 'period=2023-08')).status).toBe(422);
  });
});
