import { carryOverPage, planSchema, taskDetailSchema, taskMovesResult, workSchema } from '@duban/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AreaRegistry } from '../areas/area-registry.js';
import { Expectations } from '../expectations/expectations.service.js';
import { NightlyRun } from '../nightly/nightly-run.service.js';
import { Targets } from '../targets/targets.service.js';
import { TaskChanges } from '../tasks/task-changes.service.js';
import { openTaskWorld, type Person, type TaskWorld } from '../tasks/task-world.testing.js';
import { Tasks } from '../tasks/tasks.service.js';

/** One plan's year and the beginning of the next: the tests follow each other. */
describe('the year’s end', () => {
  let world: TaskWorld;
  let nextId: string;
  const ids: Record<'long' | 'plain' | 'secret' | 'review' | 'closed', string> = {
    long: '',
    plain: '',
    secret: '',
    review: '',
    closed: '',
  };
  const metric = 'sample.checks-done';
  beforeAll(async () => {
    world = await openTaskWorld();
    const { house, planId, units, people } = world;
    const tasks = house.app.get(Tasks);
    ids.long = await world.task({
      number: 1,
      origin: 'plan',
      state: 'in-progress',
      title: '三年规划',
      summary: '分年度推进',
      dueDate: '2024-12-31',
      multiYearUntil: '2026-12-31',
      acceptedOn: '2024-02-01',
      cooperatingUnitIds: [units.partner],
    });
    const given = { planId, taskId: ids.long };
    const [lead] = await house.source.query(
      `select id from assignment where task_id = $1 and role = 'lead'`,
      [ids.long],
    );
    const nested = {
      unitId: units.helper,
      role: 'responsible' as const,
      parentId: lead.id,
      text: '负责设备',
    };
    await tasks.assign(world.ctx(), { ...given, ...nested });
    await tasks.milestone(world.ctx(), {
      ...given,
      title: '已做',
      dueDate: '2024-03-01',
      doneOn: '2024-03-01',
    });
    await tasks.milestone(world.ctx(), { ...given, title: '未做', dueDate: '2024-10-31' });
    await tasks.milestone(world.ctx(), { ...given, title: '明年做', dueDate: '2025-06-30' });
    const target = { ...given, areaId: 'sample', metric, source: 'document' as const };
    await house.app.get(Targets).add(world.ctx(), [
      {
        ...target,
        unitId: units.root,
        value: 12,
        dueDate: '2024-12-31',
        trajectory: [{ date: '2024-06-30', value: 4 }],
      },
      { ...target, unitId: units.lead, value: 12, dueDate: '2024-12-31' },
      { ...target, unitId: units.partner, value: 3, dueDate: '2024-12-31' },
    ]);
    const form = house.app.get(AreaRegistry).form('sample', 'checks');
    if (!form) throw new Error('the sample area has the form');
    await house.app.get(Expectations).addDuty(world.ctx(), {
      ...given,
      year: 2024,
      areaId: 'sample',
      form,
      unitIds: [units.lead],
    });
    await house.app.get(Expectations).openNotes(world.ctx(), ids.long);
    ids.plain = await world.task({ state: 'in-progress', dueDate: '2024-12-31' });
    ids.secret = await world.task({
      number: 2,
      origin: 'plan',
      state: 'suspended',
      visibility: 'restricted',
      outlineTitle: '略',
      knowerIds: [people.head.id],
      cooperatingUnitIds: [units.partner],
    });
    ids.review = await world.task({ state: 'closure-review' });
    ids.closed = await world.task({ state: 'closed' });
  });
  afterAll(() => world.close());

  const draftPlan = (person: Person, body: object, version = 1) =>
    world.as(person).send('post', `plans/${world.planId}/next`, body).set('if-match', `"v${version}"`);
  const detail = async (id: string, person: Person = 'planOffice') =>
    (await world.as(person).get(`tasks/${id}`)).body;
  const carry = (body: object, person: Person = 'planOffice') =>
    world.as(person).send('post', `plans/${world.planId}/carry-overs`, body);
  const offers = async () => {
    const { body } = await world.as('planOffice').get(`plans/${world.planId}/carry-overs`);
    expect(carryOverPage.parse(body)).toEqual(body);
    return carryOverPage.parse(body);
  };
  const audited = async (action: string) => {
    const [{ count }] = await world.house.source.query(
      `select count(*)::int from audit where action = $1 and actor_id is not null`,
      [action],
    );
    return count;
  };
  const takeBack = async (id: string) => {
    const { version } = await detail(id);
    return world.as('planOffice').send('delete', `tasks/${id}/carry-over`).set('if-match', `"v${version}"`);
  };

  it('drafts the next plan once, of the next year, with the areas as they are set and no task', async () => {
    await world.house.source.query(
      `insert into area_config (id, plan_id, area_id, version, value, base, sections, effective_from, reason, created_at, state, own_version)
       values (gen_random_uuid(), $1, 'sample', 1, '{"forms":{"checks":{"due":{"day":9}}},"targets":[]}', '{}', '{forms}', '2024-02-01', '示例', now(), 'in-force', 1)`,
      [world.planId],
    );
    await world.house.source.query(`update plan_area set enabled = false where area_id = 'other'`);
    const body = { year: 2025, title: '样例计划二〇二五' };
    expect((await carry({ ids: [ids.long], versions: [1] })).body.code).toBe('no-next-plan');
    expect((await draftPlan('leader', body)).status).toBe(403);
    expect((await world.as('planOffice').send('post', `plans/${world.planId}/next`, body)).status).toBe(428);
    expect((await draftPlan('planOffice', body, 7)).status).toBe(412);
    const wrong = await draftPlan('planOffice', { ...body, year: 2026 });
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, 'year']);

    const [one, two] = await Promise.all([draftPlan('planOffice', body), draftPlan('otherOffice', body)]);
    expect([one.status, two.status].sort()).toEqual([201, 409]);
    const made = planSchema.parse(one.status === 201 ? one.body : two.body);
    expect(made).toMatchObject({ year: 2025, title: body.title, listedTasks: 0, issuedOn: null });
    expect(made.areas.map(({ id, number, enabled }) => [id, number, enabled])).toEqual([
      ['sample', 1, true],
      ['other', 2, false],
    ]);
    nextId = made.id;
    const far = await world
      .as('planOffice')
      .send('post', `plans/${nextId}/next`, { ...body, year: 2026 })
      .set('if-match', '"v1"');
    expect([far.status, far.body.errors[0].code]).toEqual([422, 'wrong-year']);
    const forms = (await world.as('planOffice').get(`forms?planId=${nextId}&areaId=sample`)).body.items;
    expect(forms[0].due).toEqual({ day: 9 });
    expect(await audited('plan.create')).toBe(1);
    expect(await audited('config.copy')).toBe(1);
  });

  it('offers what is unfinished, with the targets whose next stage is to be set', async () => {
    const { items, nextPlan } = await offers();
    expect(nextPlan).toMatchObject({ id: nextId, year: 2025 });
    expect(new Map(items.map((each) => [each.id, each.isMultiYear]))).toEqual(
      new Map([
        [ids.long, true],
        [ids.secret, false],
        [ids.plain, false],
        [ids.review, false],
      ]),
    );
    expect(items.find((each) => each.id === ids.long)?.targets).toMatchObject([
      { metric, value: 12, per: null },
    ]);
    expect((await world.as('areaLead').get(`plans/${world.planId}/carry-overs`)).status).toBe(403);
  });

  it('previews, carries over on both sides, and refuses what waits for a decision or went on before', async () => {
    const { items } = await offers();
    const [stage] = items.find((each) => each.id === ids.long)?.targets ?? [];
    const chosen = [ids.long, ids.secret, ids.review, ids.closed];
    const body = {
      ids: chosen,
      versions: [1, 1, 1, 1],
      stages: [{ targetId: stage?.id, value: 20 }],
    };
    const preview = taskMovesResult.parse((await carry({ ...body, dryRun: true })).body);
    expect(preview.results.map((each) => [each.outcome, each.code])).toEqual([
      ['possible', null],
      ['possible', null],
      ['refused', 'move-not-possible'],
      ['refused', 'move-not-possible'],
    ]);
    expect((await offers()).items.every((each) => each.carriedInto === null)).toBe(true);
    const stranger = await carry({ ...body, ids: [ids.secret], versions: [1] });
    expect([stranger.status, stranger.body.errors[0].path]).toEqual([422, 'stages.0.targetId']);
    // A unit that will be merged at the year's end goes on with its part, which then follows it to whoever takes it over.
    const closed = await world
      .as('admin')
      .send('post', `units/${world.units.helper}/close`, {
        on: '2024-12-31',
        successorId: world.units.partner,
      })
      .set('if-match', '"v1"');
    expect(closed.status).toBe(200);
    const done = await carry(body);
    expect(done.body).toMatchObject({ done: 2, refused: 2 });
    expect((await carry({ ...body, versions: [2, 2, 1, 1] })).body.results[0].code).toBe('carried-over');

    const before = await detail(ids.long);
    expect(taskDetailSchema.parse(before)).toEqual(before);
    expect(before).toMatchObject({ state: 'in-progress', carriedInto: { number: 1, plan: { year: 2025 } } });
    const draft = await detail(before.carriedInto.id);
    expect(draft).toMatchObject({
      planId: nextId,
      number: 1,
      title: '三年规划',
      summary: '分年度推进',
      state: 'draft',
      origin: 'plan',
      dueDate: '2025-12-31',
      multiYearUntil: '2026-12-31',
      carriedFrom: { id: ids.long, plan: { year: 2024 } },
      leader: { name: 'leader' },
      leadUnit: { name: 'lead' },
      cooperatingUnits: [{ name: 'partner' }],
    });
    expect(
      draft.assignments.map((each: { unit: { name: string }; acceptedOn: string | null }) => [
        each.unit.name,
        each.acceptedOn,
      ]),
    ).toEqual([
      ['lead', null],
      ['helper', null],
      ['partner', null],
    ]);
    expect(
      draft.milestones.map((each: { title: string; dueDate: string | null }) => [each.title, each.dueDate]),
    ).toEqual([
      ['未做', null],
      ['明年做', '2025-06-30'],
    ]);
    const { body: targets } = await world.as('viewer').get(`plans/${nextId}/targets?taskId=${draft.id}`);
    expect(
      targets.items.map((each: { value: number | null; dueDate: string }) => [each.value, each.dueDate]),
    ).toEqual([
      [20, '2025-12-31'],
      [20, '2025-12-31'],
      [null, '2025-12-31'],
    ]);
    const owed = await world.house.source.query(
      `select period, due_on::text as due from expectation where task_id = $1 order by 1 limit 2`,
      [draft.id],
    );
    expect(owed).toEqual([
      { period: '2025-01', due: '2025-02-09' },
      { period: '2025-02', due: '2025-03-09' },
    ]);
    // Whoever may not know the task learns neither that it goes on nor as what.
    const secret = await detail(ids.secret, 'head');
    expect(secret.carriedInto.plan.year).toBe(2025);
    expect(await detail(secret.carriedInto.id, 'head')).toMatchObject({ knowers: [{ name: 'head' }] });
    expect((await detail(ids.secret, 'viewer')).carriedInto).toBeNull();
    expect((await world.as('viewer').get(`tasks/${secret.carriedInto.id}`)).status).toBe(404);
    const listed = await world.as('viewer').get(`plans/${nextId}/tasks?origin=any`);
    expect(listed.body.items.map((each: { number: number | null }) => each.number)).toEqual([1]);
    expect((await world.as('viewer').get(`plans/${world.planId}`)).body.carriedTasks).toBe(1);
    expect(await audited('task.carry-over')).toBe(2);
    // What is drafted of it stays as open or as closed to others as it was, with what units gave on below them.
    const edit = (draftId: string, given: object) =>
      world.as('planOffice').send('patch', `tasks/${draftId}`, given).set('if-match', '"v1"');
    for (const [{ carriedInto }, visibility] of [
      [secret, 'open'],
      [before, 'restricted'],
    ] as const) {
      const refused = await edit(carriedInto.id, { visibility });
      expect([refused.status, refused.body.errors[0]]).toEqual([
        422,
        expect.objectContaining({ path: 'visibility', code: 'carried-over' }),
      ]);
    }
    const { partner, office } = world.units;
    const edited = await edit(draft.id, { visibility: 'open', cooperatingUnitIds: [partner, office] });
    expect(edited.body.assignments.map((each: { unit: { name: string } }) => each.unit.name)).toEqual([
      'lead',
      'helper',
      'office',
      'partner',
    ]);
  });

  it('lets no task that went on be closed here, until the carry-over is taken back', async () => {
    const moved = await world
      .as('head')
      .send('post', `tasks/${ids.long}/moves`, { move: 'request-closure' })
      .set('if-match', '"v2"');
    expect([moved.status, moved.body.errors[0].code]).toEqual([409, 'not-carried-over']);
    const { carriedInto } = await detail(ids.secret);
    expect(
      (await world.as('leader').send('delete', `tasks/${carriedInto.id}/carry-over`).set('if-match', '"v1"'))
        .status,
    ).toBe(403);
    expect((await takeBack(ids.plain)).status).toBe(409);
    const merging = world.house.app.get(TaskChanges).mergeInto(world.ctx('planOffice'), ids.plain, ids.long, {
      reason: '同类合并',
      basis: null,
      by: world.people.leader,
    });
    await expect(merging).rejects.toMatchObject({ code: 'carried-over' });
    const switchSample = (enabled: boolean) =>
      world.house.source.query(
        `update plan_area set enabled = $2 where area_id = 'sample' and plan_id = $1`,
        [nextId, enabled],
      );
    await switchSample(false);
    expect((await takeBack(carriedInto.id)).body.code).toBe('area-disabled');
    await switchSample(true);
    expect((await takeBack(carriedInto.id)).status).toBe(204);
    expect((await takeBack(carriedInto.id)).status).toBe(409);
    expect(await detail(ids.secret)).toMatchObject({ state: 'suspended', carriedInto: null });
    expect(await detail(carriedInto.id)).toMatchObject({
      state: 'terminated',
      number: null,
      carriedFrom: null,
    });
    expect((await carry({ ids: [ids.secret], versions: [3] })).body.done).toBe(1);
  });

  it('ends the task with its year, uncoloured and urged no more, and tells of the old plan’s last reports', async () => {
    const { version } = await detail(ids.long);
    const asked = await world
      .as('head')
      .send('post', `tasks/${ids.long}/moves`, { move: 'suspend', reason: '等待经费' })
      .set('if-match', `"v${version}"`);
    expect([asked.status, asked.body.pending?.move]).toEqual([200, 'suspend']);
    // Until the settling day the year's last reports come in, and colour it.
    await world.house.setToday('2025-01-20');
    await world.house.app.get(NightlyRun).catchUp();
    const settling = await detail(ids.long);
    expect(settling.state).toBe('in-progress');
    expect(settling.light.reasons).not.toEqual([]);
    await world.house.setToday('2025-01-21');
    await world.house.app.get(NightlyRun).catchUp();
    const ended = await detail(ids.long);
    expect(ended).toMatchObject({ state: 'terminated', light: { colour: 'grey' } });
    expect(ended.light.reasons[0].detail).toBe('任务已结转至下一年度计划，不参与亮灯。');
    const [{ open }] = await world.house.source.query(
      `select count(*)::int as open from urging where task_id = $1 and state in ('drafted', 'issued')`,
      [ids.long],
    );
    expect(open).toBe(0);
    const { items } = (await world.as('head').get('notifications?kind=task-decided')).body;
    expect(
      items.map((each: { task: { id: string }; text: string }) => [each.task.id, each.text]),
    ).toContainEqual([ids.long, expect.stringContaining('任务已结转至下一年度计划')]);
    expect((await detail(ids.plain)).state).toBe('in-progress');
    const goesOn = await detail(ended.carriedInto.id);
    expect(
      goesOn.assignments.map((each: { unit: { name: string }; role: string }) => [each.unit.name, each.role]),
    ).toContainEqual(['partner', 'responsible']);
    // December is owed still, beside January: whoever looks at the one plan is told of the other.
    const { body: work } = await world.as('reporter').get(`work?planId=${nextId}`);
    expect(workSchema.parse(work)).toEqual(work);
    expect(work.due.map((each: { period: string }) => each.period)).toContain('2025-01');
    const [elsewhere] = work.elsewhere;
    expect(elsewhere).toMatchObject({ plan: { id: world.planId, title: '样例计划' } });
    const { body: old } = await world.as('reporter').get(`work?planId=${world.planId}`);
    expect(
      old.due.map((each: { period: string; formKey: string }) => `${each.formKey} ${each.period}`),
    ).toContain('checks 2024-12');
    expect(elsewhere.count).toBeGreaterThan(1);
    const { path } = (await world.as('reporter').send('post', 'calendar.ics')).body;
    const { text } = await world.as('reporter').get(path.replace('/api/', '')).buffer(true);
    expect(text.replaceAll('\r\n ', '')).toMatch(/检查月报 2024-12/);
  });

  it('shows December beside January’s fields, of a form and of the note of what it was carried over as', async () => {
    const { units, planId } = world;
    const { carriedInto } = await detail(ids.long);
    const report = async (formKey: string, data: object) => {
      const body = {
        planId,
        areaId: 'sample',
        formKey,
        unitId: units.lead,
        period: '2024-12',
        taskId: ids.long,
        data,
      };
      const { body: begun, status } = await world.as('reporter').send('post', 'reports', body);
      expect([status, begun.code]).toEqual([201, undefined]);
      for (const [person, move] of [
        ['reporter', 'submit'],
        ['head', 'sign'],
        ['areaLead', 'accept'],
      ] as const) {
        const { version } = (await world.as(person).get(`reports/${begun.id}`)).body;
        const moved = await world
          .as(person)
          .send('post', `reports/${begun.id}/moves`, { move })
          .set('if-match', `"v${version}"`);
        expect([moved.status, moved.body.errors]).toEqual([200, undefined]);
      }
    };
    await report('checks', { done: 7 });
    await report('progress-note', {
      progress: '完成全年',
      'next-steps': '转入下年',
      'self-assessment': 'on-pace',
    });
    const context = async (formKey: string) =>
      (
        await world
          .as('reporter')
          .get(
            `reports/context?planId=${nextId}&areaId=sample&formKey=${formKey}&unitId=${units.lead}&period=2025-01&taskId=${carriedInto.id}`,
          )
      ).body;
    expect(await context('checks')).toMatchObject({ lastPeriod: '2024-12', last: { done: 7 } });
    expect(await context('progress-note')).toMatchObject({
      lastPeriod: '2024-12',
      last: { progress: '完成全年' },
    });
    const begun = await world.as('reporter').send('post', 'reports', {
      planId: nextId,
      areaId: 'sample',
      formKey: 'checks',
      unitId: units.lead,
      period: '2025-01',
      data: { done: 1 },
    });
    expect(begun.status).toBe(201);
    expect((await takeBack(carriedInto.id)).body.code).toBe('reports-begun');
  });

  it('takes back after the year as well: the task stands where it stood', async () => {
    const { carriedInto } = await detail(ids.secret);
    expect((await detail(ids.secret)).state).toBe('terminated');
    const { partner, office } = world.units;
    const closed = await world
      .as('admin')
      .send('post', `units/${partner}/close`, { on: '2025-01-21', successorId: office })
      .set('if-match', '"v1"');
    expect(closed.status).toBe(200);
    expect((await takeBack(carriedInto.id)).status).toBe(204);
    // What was merged while it had ended is not named by it any more.
    expect(await detail(ids.secret)).toMatchObject({
      state: 'suspended',
      cooperatingUnits: [{ name: 'office' }],
    });
    const { body } = await world.as('planOffice').get(`tasks/${ids.secret}/history?sort=-at`);
    expect(body.items.slice(0, 3).map((each: { move: string }) => each.move)).toEqual([
      'hand-over',
      'take-back',
      'year-end',
    ]);
    // Carried over once its year is over, it ends at once.
    const { version } = await detail(ids.secret);
    expect((await carry({ ids: [ids.secret], versions: [version] })).body.results[0]).toMatchObject({
      outcome: 'done',
      state: 'terminated',
    });
  });

  it('ends a light set by hand in the plan of years ago', async () => {
    const task = { version: (await detail(ids.plain)).version };
    const set = await world
      .as('planOffice')
      .send('put', `tasks/${ids.plain}/light-override`, {
        colour: 'green',
        reason: '口径待核',
        until: '2026-02-01',
      })
      .set('if-match', `"v${task.version}"`);
    expect([set.status, set.body.light?.colour]).toEqual([200, 'green']);
    await world.house.setToday('2026-02-02');
    // What was missed in between is none of this test's.
    await world.house.source.query(`delete from job_run`);
    await world.house.app.get(NightlyRun).catchUp();
    expect((await detail(ids.plain)).light.colour).toBe('red');
  });
});
