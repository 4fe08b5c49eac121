import { type Share, workSchema } from '@duban/contract';
import { describe, expect, it } from 'vitest';
import { Expectations } from '../expectations/expectations.service.js';
import { Tasks } from '../tasks/tasks.service.js';
import { systemContext, whileHeld } from '../testing/people.testing.js';
import { standShareWorld, today } from './share-world.testing.js';

describe('shares of a task', () => {
  const world = standShareWorld();
  const { as, shares, shareOf, change, accept, child, breakDown, errorsOf, broken, lastMove, told, upload } =
    world;

  it('are accepted by head or reporter of their unit alone, once, and late past their day', async () => {
    expect(await shareOf(world.tree.east)).toMatchObject({
      acceptBy: '2024-09-13',
      acceptedOn: null,
      late: true,
      may: [],
    });
    expect((await shareOf(world.tree.east, 'reporter')).may).toEqual(['accept']);
    const { id, version } = await shareOf(world.tree.east);
    const path = `/api/tasks/${world.taskId}/shares/${id}/accept`;
    for (const [name, status] of Object.entries({
      westHead: 403,
      e1Head: 403,
      deptHead: 403,
      office: 403,
      viewer: 403,
      auditor: 404,
    }))
      expect([name, (await as(name).ask('post', path, {}, version)).status]).toEqual([name, status]);
    expect((await as('reporter').ask('post', path)).status).toBe(428);
    expect((await as('reporter').ask('post', path, {}, version + 1)).status).toBe(412);
    const accepted = await as('reporter').ask('post', path, {}, version);
    expect([accepted.status, accepted.headers.etag]).toEqual([200, `"v${version + 1}"`]);
    expect(accepted.body).toMatchObject({ acceptedOn: today, late: true });
    expect(await lastMove()).toMatchObject({ move: 'share-accept', from: 'in-progress', to: 'in-progress' });
    expect((await accept('head', world.tree.east)).body.code).toBe('move-not-possible');
    // The lead unit accepts the task itself, and who only cooperates accepts nothing.
    expect((await accept('deptHead', world.dept)).status).toBe(409);
    expect(await shareOf(world.tree.w1)).toMatchObject({ acceptBy: null, late: false });
    const [{ actions }] = await world.house.source.query(
      `select array_agg(distinct action) as actions from audit where subject_type = 'share' and subject_id = $1`,
      [id],
    );
    expect(actions).toEqual(['share.share-accept']);
  });

  it('are broken down all at once to units below, each with its words, sub-target, step and handler', async () => {
    expect((await breakDown([child(world.tree.e1)])).body.code).toBe('share-not-accepted');
    const step = { title: '摸排完成', dueDate: '2024-10-15' };
    const parent = await broken([
      child(world.tree.e1, 14, { handlerId: as('e1Reporter').id, milestones: [step] }),
      child(world.tree.e2, 10),
    ]);
    expect(parent.divided).toEqual([{ metric: 'trial.level', total: 24, verdict: 'even' }]);
    const items = await shares();
    expect(items.map(({ unit, depth }) => [unit.name, depth])).toEqual([
      ['dept', 0],
      ['Unit east', 0],
      ['Unit e1', 1],
      ['Unit e2', 1],
      ['Unit west', 0],
      ['Unit w1', 0],
    ]);
    // Three working days for a task of the plan, counted from the breakdown.
    expect(items[2]).toMatchObject({
      parentId: parent.id,
      role: 'responsible',
      text: '完成本辖区的份额',
      givenOn: today,
      acceptBy: '2024-09-25',
      handler: { id: as('e1Reporter').id },
      milestones: [{ ...step, given: true, doneOn: null, late: false }],
    });
    expect(items[2]?.targets).toMatchObject([
      { metric: 'trial.level', value: 14, source: 'share', dueDate: '2024-12-31', rule: 'sum' },
      { metric: 'trial.county-rate', value: 80, source: 'plan', rule: 'each' },
    ]);
    expect(await told('e1Head')).toEqual(['share-given']);
    expect(await told('e1Reporter')).toEqual(['share-given']);
    expect(await told('westHead')).toEqual([]);
    expect(await lastMove()).toMatchObject({
      move: 'share-break-down',
      detail: { unit: 'Unit east', given: ['Unit e1', 'Unit e2'], changed: [], taken: [] },
    });
    // They are parts of the task, not units that the task itself names.
    const { body } = await as('viewer').ask('get', `/api/tasks/${world.taskId}`);
    expect(body.responsibleUnits.map((unit: { name: string }) => unit.name)).toEqual([
      'Unit east',
      'Unit west',
    ]);
    expect(
      body.assignments.find((each: { unit: { id: string } }) => each.unit.id === world.tree.e1),
    ).toMatchObject({
      parentId: parent.id,
    });
  });

  it('are refused by field for what does not fit', async () => {
    await accept('head', world.tree.east);
    const answer = await breakDown([
      child(world.tree.w1),
      child(world.tree.east),
      child(world.tree.e1, null, {
        handlerId: as('e2Head').id,
        targets: [
          { metric: 'trial.station-rate', value: 1 },
          { metric: 'trial.level', value: 24, dueDate: '2025-01-31' },
        ],
        milestones: [
          { id: '00000000-0000-4000-8000-000000000000', title: '无此节点', dueDate: '2024-10-01' },
        ],
      }),
      child(world.tree.e1),
    ]);
    expect([answer.status, errorsOf(answer)]).toEqual([
      422,
      [
        ['children.0.unitId', 'not-below'],
        ['children.1.unitId', 'not-below'],
        ['children.2.handlerId', 'not-of-unit'],
        ['children.2.targets.0.metric', 'unknown-metric'],
        ['children.2.targets.1.dueDate', 'after-parent'],
        ['children.2.milestones.0.id', 'unknown-milestone'],
        ['children.3.unitId', 'assigned-twice'],
      ],
    ]);
    expect(errorsOf(await breakDown([{ ...child(world.tree.e1), text: '' }]))).toEqual([
      ['children.0.text', 'too-small'],
    ]);
    for (const [name, status] of Object.entries({
      reporter: 403,
      westHead: 403,
      e1Head: 403,
      office: 403,
      auditor: 404,
    }))
      expect([name, (await breakDown([], {}, name)).status]).toEqual([name, status]);
    expect((await shares()).filter((share) => share.parentId)).toEqual([]);
  });

  it('change and end with their breakdown: quietly as long as nothing came of them, later only with a reason', async () => {
    await broken();
    await world.house.source.query(`delete from notification`);
    expect((await breakDown([child(world.tree.e1, 14), child(world.tree.e2, 11)])).status).toBe(200);
    expect([await told('e1Head'), await told('e2Head')]).toEqual([[], ['share-changed']]);
    expect((await lastMove()).detail).toMatchObject({ given: [], changed: ['Unit e2'] });

    await accept('e1Head', world.tree.e1);
    expect(
      (await breakDown([child(world.team, 24)], {}, 'e1Head', world.tree.e1)).body.divided,
    ).toMatchObject([{ total: 24, verdict: 'over' }]);
    expect(errorsOf(await breakDown([child(world.tree.e2, 24)]))).toEqual([['reason', 'required']]);
    expect((await breakDown([child(world.tree.e1, 24)])).status).toBe(200);
    expect(await told('e2Head')).toEqual(['share-taken', 'share-changed']);
    expect((await breakDown([], { reason: '改由大队直接办理' })).status).toBe(200);
    expect(await told('teamHead')).toEqual(['share-taken', 'share-given']);
    expect(await lastMove()).toMatchObject({
      move: 'share-break-down',
      reason: '改由大队直接办理',
      detail: {
        taken: [
          { unit: 'Unit e1', acceptedOn: today },
          { unit: 'team', acceptedOn: null },
        ],
      },
    });
    expect((await shares()).map((share) => share.depth)).toEqual([0, 0, 0, 0]);
  });

  it('have handlers of their own unit, and steps that those above laid down beside their own', async () => {
    await broken([child(world.tree.e1, 24, { milestones: [{ title: '摸排完成', dueDate: '2024-09-19' }] })]);
    const own = { milestones: [{ title: '排班', dueDate: '2024-09-25' }] };
    expect((await change('e1Head', world.tree.e1, 'put', 'milestones', own)).body.code).toBe(
      'share-not-accepted',
    );
    await accept('e1Reporter', world.tree.e1);
    const handler = (handlerId: string | null, name = 'e1Head') =>
      change(name, world.tree.e1, 'put', 'handler', { handlerId });
    expect(errorsOf(await handler(as('head').id))).toEqual([['handlerId', 'not-of-unit']]);
    expect((await handler(as('e1Reporter').id, 'head')).status).toBe(403);
    expect((await handler(as('e1Reporter').id)).body.handler.id).toBe(as('e1Reporter').id);
    expect((await change('e1Head', world.tree.e1, 'put', 'milestones', own)).body.milestones).toMatchObject([
      { title: '摸排完成', given: true, late: true },
      { title: '排班', given: false, late: false },
    ]);
    const steps = (await shareOf(world.tree.e1)).milestones;
    const [givenId, ownId] = steps.map((each) => each.id);
    expect(
      errorsOf(
        await change('e1Head', world.tree.e1, 'put', 'milestones', {
          milestones: [{ ...own.milestones[0], id: givenId }],
        }),
      ),
    ).toEqual([['milestones.0.id', 'unknown-milestone']]);

    const work = async (name: string) => {
      const { body } = await as(name).ask('get', `/api/work?planId=${world.plan.planId}`);
      expect(workSchema.parse(body)).toEqual(body);
      return body;
    };
    expect((await work('e1Reporter')).shareMilestones).toMatchObject([
      { title: '摸排完成', dueDate: '2024-09-19', late: true, taskId: world.taskId },
      { title: '排班', late: false },
    ]);
    expect((await work('head')).shareMilestones).toEqual([]);
    expect((await work('westHead')).sharesToAccept).toMatchObject([
      { taskId: world.taskId, late: true, acceptBy: '2024-09-13' },
    ]);

    const done = (name: string, body: object, milestoneId = givenId) =>
      change(name, world.tree.e1, 'post', `milestones/${milestoneId}/completion`, body);
    expect(errorsOf(await done('e1Reporter', { doneOn: '2024-09-21' }))).toEqual([['doneOn', 'date-ahead']]);
    expect((await done('e2Head', { doneOn: today })).status).toBe(403);
    const file = await upload('e1Reporter');
    const completed = await done('e1Reporter', {
      doneOn: '2024-09-18',
      note: '见附件',
      attachmentIds: [file],
    });
    expect(completed.body.milestones[0]).toMatchObject({ doneOn: '2024-09-18', evidence: 1, late: false });
    expect((await done('e1Reporter', { doneOn: today, attachmentIds: [file] })).body.code).toBe(
      'already-exists',
    );
    // The county may note it for its station, as it may fill in for it.
    expect((await done('reviewer', { doneOn: today }, ownId)).status).toBe(200);
    expect((await work('e1Reporter')).shareMilestones).toEqual([]);
    expect(
      errorsOf(
        await change('e1Head', world.tree.e1, 'put', 'milestones', {
          milestones: [{ ...own.milestones[0], id: ownId }],
        }),
      ),
    ).toEqual([['milestones.0.id', 'milestone-done']]);
    // What was done stays when the unit above lays down others; and it proves no closure of the task.
    await breakDown([child(world.tree.e1, 24, { milestones: [{ title: '收尾', dueDate: '2024-11-30' }] })]);
    expect((await shareOf(world.tree.e1)).milestones.map(({ title, doneOn }) => [title, doneOn])).toEqual([
      ['摸排完成', '2024-09-18'],
      ['排班', today],
      ['收尾', null],
    ]);
    const { body: task } = await as('viewer').ask('get', `/api/tasks/${world.taskId}`);
    expect(task.milestones).toEqual([]);
    const { body: moves } = await as('deptHead').ask('get', `/api/tasks/${world.taskId}/moves`);
    const closure = moves.find((each: { move: string }) => each.move === 'request-closure');
    // A part of a part is within it: the stations are not asked again.
    expect(new Set(closure.missing)).toEqual(
      new Set(['evidence', ...[world.tree.east, world.tree.west, world.tree.w1].map((id) => `parts.${id}`)]),
    );
    const evidence = await as('office').ask('get', `/api/tasks/${world.taskId}/evidence`);
    expect(evidence.body.items).toMatchObject([{ attachmentId: file, shareMilestoneId: givenId }]);
    // … nor do they owe a progress note of their own.
    await world.house.app.get(Expectations).openNotes(systemContext(world.house), world.taskId);
    const debtors = await world.house.source.query(
      `select distinct unit_id as id from expectation where task_id = $1 and form_key = 'progress-note'`,
      [world.taskId],
    );
    expect(new Set(debtors.map((row: { id: string }) => row.id))).toEqual(
      new Set([world.dept, world.tree.east, world.tree.west]),
    );
  });

  it('change only while the task is with its units, in an area that takes part', async () => {
    await broken([child(world.tree.e1, 24, { milestones: [{ title: '摸排完成', dueDate: '2024-09-30' }] })]);
    const milestone = (await shareOf(world.tree.e1)).milestones[0];
    const all = () => [
      accept('e1Head', world.tree.e1),
      breakDown([]),
      change('head', world.tree.east, 'put', 'handler', { handlerId: null }),
      change('head', world.tree.east, 'put', 'milestones', { milestones: [] }),
      change('e1Head', world.tree.e1, 'post', `milestones/${milestone?.id}/completion`, { doneOn: today }),
    ];
    const codes = async () => {
      const found = [];
      for (const answer of all()) found.push((await answer).body.code);
      return [...new Set(found)];
    };
    for (const state of ['closure-review', 'closed', 'suspended', 'terminated']) {
      await world.house.source.query(`update task set state = $2 where id = $1`, [world.taskId, state]);
      expect([state, await codes()]).toEqual([state, ['move-not-possible']]);
      expect((await shares('head')).flatMap((share) => share.may)).toEqual([]);
    }
    await world.house.source.query(`update task set state = 'in-progress' where id = $1`, [world.taskId]);
    await world.house.source.query(`update plan_area set enabled = false where plan_id = $1`, [
      world.plan.planId,
    ]);
    expect(await codes()).toEqual(['area-disabled']);
    expect((await shares('head')).flatMap((share) => share.may)).toEqual([]);
  });

  it('of a restricted task are there for those alone who may know of it', async () => {
    await world.house.source.query(`delete from target where task_id = $1`, [world.taskId]);
    await world.house.source.query(
      `update task set visibility = 'restricted', origin = 'added', number = null where id = $1`,
      [world.taskId],
    );
    for (const name of ['head', 'e1Head'])
      await world.house.source.query(
        `insert into task_knower (plan_id, task_id, user_id) values ($1, $2, $3)`,
        [world.plan.planId, world.taskId, as(name).id],
      );
    const { id, version } = await shareOf(world.tree.east, 'head');
    const path = `/api/tasks/${world.taskId}/shares`;
    for (const name of ['reporter', 'westHead', 'viewer']) {
      expect((await as(name).ask('get', path)).status).toBe(404);
      expect((await as(name).ask('post', `${path}/${id}/accept`, {}, version)).status).toBe(404);
    }
    expect((await as('head').ask('post', `${path}/${id}/accept`, {}, version)).status).toBe(200);
    // A single task gives one working day, and nobody handles what they may not know.
    expect(
      errorsOf(await breakDown([child(world.tree.e1, null, { handlerId: as('e1Reporter').id })])),
    ).toEqual([['children.0.handlerId', 'not-of-unit']]);
    await breakDown([child(world.tree.e1, null, { handlerId: as('e1Head').id })]);
    expect((await shareOf(world.tree.e1, 'head')).acceptBy).toBe('2024-09-23');
    expect([await told('e1Head'), await told('e1Reporter')]).toEqual([['share-given'], []]);
    const seen = async (name: string) => {
      const { body } = await as(name).ask(
        'get',
        `/api/plans/${world.plan.planId}/shares?unitId=${world.tree.east}`,
      );
      return [body.total, body.counts.tasks];
    };
    expect([await seen('head'), await seen('viewer'), await seen('reporter')]).toEqual([
      [1, 1],
      [0, 0],
      [0, 0],
    ]);
    const work = await as('e1Reporter').ask('get', `/api/work?planId=${world.plan.planId}`);
    expect(work.body.sharesToAccept).toEqual([]);
  });

  it('are broken down by one of two writers; the other one is told', async () => {
    await accept('head', world.tree.east);
    const { version } = await shareOf(world.tree.east);
    const answers = await whileHeld(
      world.house,
      `select 1 from task where id = $1 for update`,
      [world.taskId],
      () =>
        [world.tree.e1, world.tree.e2].map((unitId) =>
          change('head', world.tree.east, 'put', 'breakdown', { children: [child(unitId, 24)] }, version),
        ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412]);
    expect((await shares()).filter((share) => share.parentId)).toHaveLength(1);
  });

  it('follow their task into the one that takes it over, and nothing open stays with what has ended', async () => {
    const step = { title: '摸排完成', dueDate: '2024-10-15' };
    await broken([
      child(world.tree.e1, 14, { milestones: [step] }),
      child(world.tree.e2, 10, { milestones: [step] }),
    ]);
    await accept('e2Head', world.tree.e2);
    const { planId, stationTask: intoId } = world.plan;
    const tasks = world.house.app.get(Tasks);
    const ctx = systemContext(world.house);
    for (const [unitId, role] of [
      [world.tree.west, 'lead'],
      [world.tree.e1, 'cooperating'],
    ] as const)
      await tasks.assign(ctx, { planId, taskId: intoId, unitId, role, acceptedOn: '2024-09-12' });
    const of = `/api/tasks/${world.taskId}`;
    const asked = { dueDate: '2025-01-31', reason: '上级方案推迟', progress: '已过半' };
    expect((await as('deptHead').ask('post', `${of}/extensions`, asked)).status).toBe(201);
    const said = { text: '请报方案', answerBy: '2024-10-10' };
    expect((await as('leader').ask('post', `${of}/instructions`, said)).status).toBe(201);
    expect((await as('head').ask('post', `${of}/light-contests`, { reason: '材料已附' })).status).toBe(201);
    const adjust = (body: object) =>
      as('office').ask('post', `${of}/adjustments`, {
        basis: '〔2024〕4 号',
        reason: '合并办理',
        effectiveOn: today,
        ...body,
      });
    expect((await adjust({ kind: 'date', dueDate: '2024-12-01' })).status).toBe(201);
    const { body: merger } = await adjust({ kind: 'merge', intoTaskId: intoId });
    // Whoever approves sees whose work goes over.
    expect(merger.after.goesOn).toMatchObject([{ name: 'Unit e1' }, { name: 'Unit e2' }]);
    await world.house.source.query(`delete from notification`);
    const decided = await as('leader').ask(
      'post',
      `/api/adjustments/${merger.id}/moves`,
      { move: 'approve' },
      1,
    );
    expect(decided.body.state).toBe('applied');

    const { body: into } = await as('viewer').ask('get', `/api/tasks/${intoId}/shares`);
    const byName = new Map<string, Share>(into.items.map((share: Share) => [share.unit.name, share]));
    expect(into.items.map(({ unit, role, depth }: Share) => [unit.name, role, depth])).toEqual([
      ['Unit west', 'lead', 0],
      ['Unit e1', 'responsible', 0],
      ['Unit east', 'responsible', 0],
      ['Unit e2', 'responsible', 1],
      ['dept', 'cooperating', 0],
      ['Unit w1', 'cooperating', 0],
    ]);
    // Who had accepted need not again; east owes what it owed, and e2 its part of it; e1 goes on with its part there.
    expect(byName.get('Unit east')).toMatchObject({
      acceptedOn: today,
      targets: [{ value: 24 }, { value: 80 }],
    });
    expect(byName.get('Unit e2')).toMatchObject({
      acceptedOn: today,
      parentId: byName.get('Unit east')?.id,
      targets: [{ value: 10, source: 'share' }, {}],
      milestones: [step],
    });
    expect(byName.get('Unit e1')).toMatchObject({ milestones: [step] });
    expect(
      (await shares()).map(({ unit, waivedReason, milestones }) => [unit.name, waivedReason, milestones]),
    ).toEqual([
      ['dept', null, []],
      ['Unit east', null, []],
      ['Unit e1', '所在任务已并入其他任务', []],
      ['Unit west', null, []],
      ['Unit w1', null, []],
    ]);
    // Asked, objected and proposed: refused with a reason that is seen. What the leader waits for goes on.
    const items = async (path: string) => (await as('office').ask('get', path)).body.items;
    const reason = '所在任务已并入其他任务';
    expect(await items(`${of}/extensions`)).toMatchObject([
      { state: 'refused', decisions: [{ by: { id: as('leader').id }, move: 'refuse', reason }] },
    ]);
    expect(await items(`${of}/light-contests`)).toMatchObject([{ answer: { upheld: false, text: reason } }]);
    expect(await items(`${of}/adjustments`)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'date', state: 'refused', decisionReason: reason }),
        expect.objectContaining({ kind: 'merge', state: 'applied' }),
      ]),
    );
    expect(await items(`${of}/instructions`)).toEqual([]);
    expect(await items(`/api/tasks/${intoId}/instructions`)).toMatchObject([
      { text: '请报方案', state: 'open' },
    ]);
    for (const name of ['office', 'leader', 'head', 'e2Head', 'deptHead']) {
      const { body: work } = await as(name).ask('get', `/api/work?planId=${planId}`);
      expect([name, JSON.stringify(work).includes(world.taskId)]).toEqual([name, false]);
    }
    expect(await told('e2Head')).toEqual(['share-given']);
    expect(await told('e1Head')).toEqual(['share-changed']);
    expect(await told('deptHead')).toContain('extension-decided');
  });

  it('leave with the unit whose part they are of, which the history keeps', async () => {
    await broken();
    await world.house.source.query(`delete from notification`);
    const proposal = {
      kind: 'units',
      basis: '〔2024〕3 号',
      responsibleUnitIds: [world.tree.west],
      reason: '职责调整',
      effectiveOn: today,
    };
    const { body } = await as('office').ask('post', `/api/tasks/${world.taskId}/adjustments`, proposal);
    const decided = await as('leader').ask(
      'post',
      `/api/adjustments/${body.id}/moves`,
      { move: 'approve' },
      1,
    );
    expect(decided.body.state).toBe('applied');
    expect((await shares()).map((share) => share.unit.name)).toEqual(['dept', 'Unit west', 'Unit w1']);
    expect(await lastMove()).toMatchObject({
      move: 'adjust-units',
      detail: { taken: ['Unit e1', 'Unit e2'] },
    });
    expect([await told('head'), await told('e1Head'), await told('westHead')]).toEqual([
      ['share-taken'],
      ['share-taken'],
      [],
    ]);
  });
});
