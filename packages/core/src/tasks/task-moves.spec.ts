import { randomUUID } from 'node:crypto';
import {
  lifecycle,
  type Move,
  type Mover,
  type TaskState,
  taskDetailSchema,
  taskStates,
} from '@duban/contract';
import { defineError } from '@duban/server-kit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openTaskWorld, type Person, type TaskWorld } from './task-world.testing.js';
import { Tasks } from './tasks.service.js';

const standsFor: Record<Mover, Person[]> = {
  'plan-office': ['planOffice'],
  'area-lead': ['areaLead'],
  leader: ['leader'],
  'lead-unit': ['head', 'reporter'],
  'lead-head': ['head'],
};
const movers: Person[] = ['planOffice', 'areaLead', 'leader', 'head', 'reporter'];
const outsiders: Person[] = ['strangerLead', 'otherLeader', 'partnerHead', 'viewer', 'admin'];

/** All that any move needs; what a move does not need is not looked at. */
const needs = {
  reason: '理由',
  dueDate: '2024-12-20',
  title: '公开的任务',
  reviewedBy: '保密办',
  reviewedOn: '2024-09-19',
  unclassified: true,
};

describe('the moves of a task', () => {
  let world: TaskWorld;
  beforeAll(async () => {
    world = await openTaskWorld();
  });
  afterAll(() => world.close());
  afterEach(() => {
    world.guard.beforeMove = () => undefined;
  });

  const query = (sql: string, values: unknown[]) => world.house.source.query(sql, values);

  async function evidence(taskId: string): Promise<void> {
    const attachment = randomUUID();
    const by = world.people.reporter.id;
    await query(
      `insert into attachment (id, name, media_type, bytes, sha256, uploaded_by, uploaded_at) values ($1, 'a.pdf', 'application/pdf', 1, '\\x00', $2, now())`,
      [attachment, by],
    );
    await query(
      `insert into task_evidence (id, plan_id, task_id, attachment_id, added_by, added_at) values ($1, $2, $3, $4, $5, now())`,
      [randomUUID(), world.planId, taskId, attachment, by],
    );
  }

  /** A task in a state, with all that its moves are conditioned on. */
  async function ready(state: TaskState, { preApproved = false } = {}): Promise<string> {
    const withheld = state === 'withheld';
    const id = await world.task(
      withheld
        ? { state, visibility: 'withheld', title: null, leaderId: null, leadUnitId: null, dueDate: null }
        : { state, responsibleUnitIds: [world.units.partner], cooperatingUnitIds: [world.units.helper] },
    );
    if (withheld) return id;
    await world.house.app
      .get(Tasks)
      .milestone(world.ctx(), { planId: world.planId, taskId: id, title: '节点' });
    await evidence(id);
    await query(`update assignment set waived_reason = '免报' where task_id = $1 and role <> 'lead'`, [id]);
    if (['closure-review', 'closed', 'archived'].includes(state)) {
      await query(
        `update task set closure_requested_by = $2, pre_approved_by = $3, closed_on = $4 where id = $1`,
        [
          id,
          world.people.head.id,
          preApproved || state !== 'closure-review' ? world.people.areaLead.id : null,
          state === 'closure-review' ? null : '2024-09-19',
        ],
      );
    }
    return id;
  }
  const readyFor = (move: Move, from: TaskState) =>
    ready(from, { preApproved: move.conditions.includes('pre-approved') });

  const snapshot = async (id: string) =>
    JSON.stringify([
      await query(`select to_jsonb(t) as task from task t where id = $1`, [id]),
      await query(`select count(*) from task_history where task_id = $1`, [id]),
      await query(`select count(*) from audit where subject_id = $1`, [id]),
      await query(`select count(*) from expectation where task_id = $1`, [id]),
    ]);

  async function version(id: string): Promise<string> {
    const [row] = await query(`select version from task where id = $1`, [id]);
    return `"v${row.version}"`;
  }

  async function make(person: Person, id: string, move: string, body: object = needs, ifMatch?: string) {
    return world
      .as(person)
      .send('post', `tasks/${id}/moves`, { move, ...body })
      .set('if-match', ifMatch ?? (await version(id)));
  }

  async function expectRefused(
    answer: { status: number; body: { code?: string } },
    id: string,
    before: string,
    status: number,
    code: string,
  ): Promise<void> {
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await snapshot(id)).toBe(before);
  }

  const rows = lifecycle.flatMap((move) => move.from.map((from) => ({ name: move.move, from, move })));

  describe.each(rows)('$name from $from', ({ move, from }) => {
    const may = new Set(move.who.flatMap((who) => standsFor[who]));

    it('is made by each of its movers, noted and logged', async () => {
      for (const person of may) {
        const id = await readyFor(move, from);
        const answer = await make(person, id, move.move);
        expect([person, answer.status, answer.body.errors]).toEqual([person, 200, undefined]);
        expect(taskDetailSchema.parse(answer.body)).toEqual(answer.body);
        expect(answer.body.state).toBe(move.second ? from : move.to);
        expect(answer.body.pending?.move ?? null).toBe(move.second ? move.move : null);
        expect(answer.headers.etag).toBe('"v2"');
        const [history] = await query(
          `select move, from_state, to_state, actor_id, business_date::text, reason from task_history where task_id = $1 order by seq desc limit 1`,
          [id],
        );
        expect(history).toEqual({
          move: move.move,
          from_state: from,
          to_state: move.second ? from : move.to,
          actor_id: world.people[person].id,
          business_date: '2024-09-20',
          reason: needs.reason,
        });
        const [log] = await query(
          `select action, actor_name from audit where subject_id = $1 order by seq desc limit 1`,
          [id],
        );
        expect(log).toEqual({ action: `task.${move.move}`, actor_name: person });
      }
    });

    it('is refused to everybody else, and changes nothing', async () => {
      const id = await readyFor(move, from);
      const before = await snapshot(id);
      for (const person of [...movers, ...outsiders]) {
        if (may.has(person)) continue;
        const second = move.second && standsFor[move.second].includes(person);
        const anyLeader = from === 'withheld' && person === 'otherLeader';
        const answer = await make(person, id, move.move);
        // The leader could confirm it, had somebody asked: it is the state that refuses, not the policy.
        if (second || anyLeader) await expectRefused(answer, id, before, 409, 'move-not-possible');
        else await expectRefused(answer, id, before, 403, 'forbidden');
      }
      await expectRefused(await make('auditor', id, move.move), id, before, 404, 'not-found');
    });

    it('needs each of its fields by name, before anything is looked at', async () => {
      const id = await readyFor(move, from);
      const before = await snapshot(id);
      for (const need of move.needs) {
        const answer = await make('viewer', id, move.move, { ...needs, [need]: undefined }, '"v99"');
        await expectRefused(answer, id, before, 422, 'validation-failed');
        expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual([need]);
      }
    });

    it('needs the version that was read', async () => {
      const id = await readyFor(move, from);
      const before = await snapshot(id);
      const [person] = [...may] as [Person];
      await expectRefused(await make(person, id, move.move, needs, '"v7"'), id, before, 412, 'stale-version');
      const without = await world.as(person).send('post', `tasks/${id}/moves`, { move: move.move, ...needs });
      await expectRefused(without, id, before, 428, 'precondition-required');
    });
  });

  it('refuses every move that the table does not have from a state', async () => {
    for (const state of taskStates) {
      const id = await ready(state);
      const before = await snapshot(id);
      for (const move of lifecycle) {
        if (move.from.includes(state)) continue;
        // A withheld task names no lead unit: to its people every move is forbidden, whatever the state.
        const movers = move.who.filter((who) => state !== 'withheld' || !who.startsWith('lead-'));
        const [who] = movers.flatMap((each) => standsFor[each]);
        if (!who) continue;
        const answer = await make(who, id, move.move);
        await expectRefused(answer, id, before, 409, 'move-not-possible');
      }
      await expectRefused(await make('leader', id, 'refuse'), id, before, 409, 'move-not-possible');
    }
  });

  /** What a person was told was decided of the task. */
  const told = async (person: Person, id: string): Promise<string> =>
    (await world.as(person).get('notifications?kind=task-decided&limit=50')).body.items
      .filter((each: { task: { id: string } }) => each.task.id === id)
      .map((each: { text: string }) => each.text)
      .join('\n');

  it('tells those who drafted it why it came back, and every unit that takes part how it ended', async () => {
    const declined = await ready('issued');
    expect((await make('head', declined, 'decline', { reason: '职责不符' })).status).toBe(200);
    for (const person of ['planOffice', 'areaLead'] as const)
      expect(await told(person, declined)).toBe('退回(职责不符)，职责不符');
    expect((await make('leader', declined, 'return', { reason: '改换牵头单位' })).status).toBe(200);
    expect(await told('areaLead', declined)).toContain('退回，改换牵头单位');
    expect(await told('strangerLead', declined)).toBe('');
    const id = await world.task({ state: 'in-progress', cooperatingUnitIds: [world.units.partner] });
    const waived = await world
      .as('planOffice')
      .send('post', `tasks/${id}/waivers`, { unitId: world.units.partner, reason: '无任务' })
      .set('if-match', await version(id));
    expect(waived.status).toBeLessThan(300);
    const { items } = (await world.as('partnerHead').get('notifications?kind=part-waived')).body;
    expect(items.map((each: { text: string }) => each.text)).toEqual(['无任务']);
    await make('planOffice', id, 'terminate', { reason: '政策调整' });
    await make('leader', id, 'terminate', {});
    expect(await told('partnerHead', id)).toBe('终止，政策调整');
  });

  describe.each(rows.filter(({ move }) => move.second))(
    '$name from $from, once asked for',
    ({ move, from }) => {
      async function asked(): Promise<string> {
        const id = await readyFor(move, from);
        expect((await make('planOffice', id, move.move)).status).toBe(200);
        return id;
      }

      it('takes effect when the leader agrees, who need not say again what was said', async () => {
        const id = await asked();
        const offers = await world.as('leader').get(`tasks/${id}/moves`);
        expect(
          offers.body.map((offer: { move: string; needs: string[] }) => [offer.move, offer.needs]),
        ).toEqual([
          [move.move, []],
          ['refuse', ['reason']],
        ]);
        const answer = await make('leader', id, move.move, {});
        expect([answer.status, answer.body.state, answer.body.pending]).toEqual([200, move.to, null]);
        expect(await told('planOffice', id)).toContain(move.title.zh);
        if (move.move === 'disclose')
          expect([answer.body.title, answer.body.visibility]).toEqual([needs.title, 'open']);
      });

      it('falls when the leader refuses with a reason', async () => {
        const id = await asked();
        expect((await make('leader', id, 'refuse', {})).body.errors[0].path).toBe('reason');
        const answer = await make('leader', id, 'refuse', { reason: '不同意' });
        expect([answer.status, answer.body.state, answer.body.pending]).toEqual([200, from, null]);
        expect(await told('planOffice', id)).toContain(`不同意，${move.title.zh}，不同意`);
      });

      it('waits for nobody else: not for another move, nor another person', async () => {
        const id = await asked();
        const before = await snapshot(id);
        await expectRefused(await make('planOffice', id, move.move), id, before, 409, 'move-not-possible');
        await expectRefused(await make('otherOffice', id, 'refuse'), id, before, 403, 'forbidden');
        const own = await world.as('planOffice').get(`tasks/${id}/moves`);
        expect(own.body).toMatchObject([{ move: 'withdraw', needs: ['reason'] }]);
      });

      it('falls when whoever asked takes it back with a reason, and the leader is told', async () => {
        const id = await asked();
        const before = await snapshot(id);
        expect((await make('planOffice', id, 'withdraw', {})).body.errors[0].path).toBe('reason');
        await expectRefused(await make('leader', id, 'withdraw'), id, before, 403, 'forbidden');
        await expectRefused(await make('otherOffice', id, 'withdraw'), id, before, 409, 'move-not-possible');
        const answer = await make('planOffice', id, 'withdraw', { reason: '申请有误' });
        expect([answer.status, answer.body.state, answer.body.pending]).toEqual([200, from, null]);
        // A withheld task has no leader yet: any may decide, and none is told.
        if (move.move !== 'disclose')
          expect(await told('leader', id)).toContain(`已撤回，${move.title.zh}，申请有误`);
        expect((await make('planOffice', id, move.move)).status).toBe(200);
      });
    },
  );

  it('never lets one person ask and approve', async () => {
    const { people } = world;
    const both = people.leader;
    both.grants.push({ role: 'plan-office', unitId: null, unitPath: null, areaId: null });
    try {
      const running = await ready('in-progress');
      let before = await snapshot(running);
      await expectRefused(await make('leader', running, 'suspend'), running, before, 409, 'same-person');
      const drafted = await ready('draft');
      expect((await make('leader', drafted, 'propose')).status).toBe(200);
      before = await snapshot(drafted);
      await expectRefused(await make('leader', drafted, 'issue'), drafted, before, 409, 'same-person');
      const offers = await world.as('leader').get(`tasks/${drafted}/moves`);
      expect(offers.body.map((offer: { move: string }) => offer.move)).toEqual(['return']);
    } finally {
      both.grants.pop();
    }
    const review = await ready('closure-review', { preApproved: true });
    await query(`update task set pre_approved_by = $2 where id = $1`, [review, people.planOffice.id]);
    const before = await snapshot(review);
    await expectRefused(
      await make('planOffice', review, 'approve-closure'),
      review,
      before,
      409,
      'same-person',
    );
    expect((await make('otherOffice', review, 'approve-closure')).status).toBe(200);
  });

  it('gives the leader the place of an approver who belongs to the asking unit', async () => {
    const { people, units } = world;
    const moveTo = async (unitId: string) => {
      await query(`update app_user set unit_id = $2 where id = $1`, [people.areaLead.id, unitId]);
      people.areaLead.unitId = unitId;
    };
    const id = await ready('closure-review');
    const before = await snapshot(id);
    await expectRefused(await make('leader', id, 'pre-approve'), id, before, 403, 'forbidden');
    await moveTo(units.lead);
    try {
      await expectRefused(await make('areaLead', id, 'pre-approve'), id, before, 403, 'forbidden');
      expect((await make('leader', id, 'pre-approve')).status).toBe(200);
      expect((await make('planOffice', id, 'approve-closure')).body.state).toBe('closed');
    } finally {
      await moveTo(units.office);
    }
  });

  it('does not let a leader who stands in for one approver be the other one by office', async () => {
    const { people, units } = world;
    const office = { role: 'plan-office' as const, unitId: null, unitPath: null, areaId: null };
    const { unitId, grants } = people.leader;
    await query(`update app_user set unit_id = $2 where id = $1`, [people.areaLead.id, units.lead]);
    people.areaLead.unitId = units.lead;
    people.leader.grants = [...grants, office];
    try {
      const id = await ready('closure-review');
      expect((await make('leader', id, 'pre-approve')).status).toBe(200);
      const before = await snapshot(id);
      await expectRefused(await make('leader', id, 'approve-closure'), id, before, 409, 'same-person');
      expect((await make('planOffice', id, 'approve-closure')).body.state).toBe('closed');
    } finally {
      await query(`update app_user set unit_id = $2 where id = $1`, [people.areaLead.id, units.office]);
      people.areaLead.unitId = units.office;
      Object.assign(people.leader, { unitId, grants });
    }
  });

  it('says all that a task lacks before it is proposed', async () => {
    const id = await world.task({ leadUnitId: null, leaderId: null, dueDate: null });
    const before = await snapshot(id);
    const answer = await make('areaLead', id, 'propose');
    await expectRefused(answer, id, before, 409, 'move-not-possible');
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual([
      'leadUnit',
      'leader',
      'dueDate',
      'milestones',
    ]);
    const [offer] = (await world.as('areaLead').get(`tasks/${id}/moves`)).body;
    expect([offer.move, offer.missing]).toEqual(['propose', ['leadUnit', 'leader', 'dueDate', 'milestones']]);
  });

  it('closes a task only with evidence and every part reported or waived', async () => {
    const id = await world.task({
      state: 'in-progress',
      responsibleUnitIds: [world.units.partner],
      cooperatingUnitIds: [world.units.helper],
    });
    const lacking = async () =>
      (await make('head', id, 'request-closure')).body.errors?.map((error: { code: string }) => error.code);
    expect(await lacking()).toEqual(['missing', 'part-not-reported', 'part-not-reported']);
    await evidence(id);
    const waived = await world
      .as('planOffice')
      .send('post', `tasks/${id}/waivers`, { unitId: world.units.helper, reason: '无任务' });
    expect(waived.status).toBe(200);
    expect(await lacking()).toEqual(['part-not-reported']);
    // What was waived by mistake has to be reported again; both stand in the history.
    const back = async () =>
      world
        .as('planOffice')
        .send('post', `tasks/${id}/waivers/withdrawal`, { unitId: world.units.helper, reason: '仍需反馈' })
        .set('if-match', await version(id));
    expect((await back()).status).toBe(200);
    expect(await lacking()).toEqual(['part-not-reported', 'part-not-reported']);
    expect((await back()).body.code).toBe('move-not-possible');
    await world
      .as('planOffice')
      .send('post', `tasks/${id}/waivers`, { unitId: world.units.helper, reason: '无任务' });
    const { items } = (await world.as('viewer').get(`tasks/${id}/history`)).body;
    expect(items.slice(-3).map((each: { move: string; reason: string }) => [each.move, each.reason])).toEqual(
      [
        ['waive-part', '无任务'],
        ['owe-part', '仍需反馈'],
        ['waive-part', '无任务'],
      ],
    );
    await query(
      `insert into report (id, plan_id, area_id, form_key, form_version, config_version, task_id, unit_id, period, state, revision, data, mode, filled_for, filled_by)
       values ($1, $2, 'sample', 'progress-note', 1, 1, $3, $4, '2024-08', 'signed', 1, '{}', 'filled', false, $5)`,
      [randomUUID(), world.planId, id, world.units.partner, world.people.partnerHead.id],
    );
    expect(await lacking()).toBeUndefined();
    // The closure in review was asked for without the part that is waived.
    expect((await world.as('viewer').get(`tasks/${id}`)).body.state).toBe('closure-review');
    expect((await back()).body.code).toBe('move-not-possible');
  });

  it('lets a lead unit decline once', async () => {
    const id = await ready('issued');
    expect((await make('head', id, 'decline')).body.state).toBe('pending-issue');
    expect((await make('leader', id, 'issue')).body.state).toBe('issued');
    const before = await snapshot(id);
    await expectRefused(await make('head', id, 'decline'), id, before, 409, 'move-not-possible');
    const offers = await world.as('head').get(`tasks/${id}/moves`);
    expect(offers.body.map((offer: { move: string }) => offer.move)).toEqual(['accept']);
  });

  it('counts the days to accept in working days, fewer for a single task', async () => {
    // 2024-09-20 is a Friday; the 22nd a Sunday that is not worked in a plain week.
    const single = await ready('pending-issue');
    expect((await make('leader', single, 'issue')).body).toMatchObject({
      issuedOn: '2024-09-20',
      acceptBy: '2024-09-23',
    });
    const printed = await world.task({ state: 'pending-issue', origin: 'plan', number: 900 });
    expect((await make('leader', printed, 'issue')).body.acceptBy).toBe('2024-09-25');
  });

  it('takes a task through a whole life, and keeps its history', async () => {
    const id = await ready('draft');
    const steps: [Person, string, object][] = [
      ['areaLead', 'propose', {}],
      ['leader', 'issue', {}],
      ['reporter', 'accept', {}],
      ['head', 'request-closure', {}],
      ['planOffice', 'send-back', { reason: '材料不足', dueDate: '2024-12-15' }],
      ['head', 'request-closure', {}],
      ['areaLead', 'pre-approve', {}],
      ['planOffice', 'approve-closure', {}],
      ['leader', 'reopen', { reason: '反弹' }],
      ['head', 'request-closure', {}],
      ['areaLead', 'pre-approve', {}],
      ['planOffice', 'approve-closure', {}],
      ['planOffice', 'archive', {}],
    ];
    for (const [person, move, body] of steps) {
      const offered = (await world.as(person).get(`tasks/${id}/moves`)).body;
      expect([move, offered.map((offer: { move: string }) => offer.move)]).toEqual([
        move,
        expect.arrayContaining([move]),
      ]);
      const answer = await make(person, id, move, body);
      expect([move, answer.status, answer.body.code]).toEqual([move, 200, undefined]);
    }
    const task = (await world.as('viewer').get(`tasks/${id}`)).body;
    expect(task).toMatchObject({
      state: 'archived',
      dueDate: '2024-12-15',
      originalDueDate: '2024-11-30',
      acceptedOn: '2024-09-20',
      closedOn: '2024-09-20',
      version: steps.length + 1,
    });
    const history = (await world.as('viewer').get(`tasks/${id}/history`)).body;
    expect(history.items.map((row: { move: string }) => row.move)).toEqual(steps.map(([, move]) => move));
    expect(history.items[4]).toMatchObject({
      reason: '材料不足',
      detail: { dueDate: '2024-12-15' },
      by: { name: 'planOffice' },
    });
    // The lead and the responsible unit owe their notes up to the month in which the task was closed.
    const notes = await query(
      `select period, count(*)::int as units from expectation where task_id = $1 group by period`,
      [id],
    );
    expect(notes).toEqual([{ period: '2024-09', units: 2 }]);
  });

  it('refuses a new date that has passed and a review that lies ahead', async () => {
    const review = await ready('closure-review');
    const back = await make('planOffice', review, 'send-back', { reason: '退回', dueDate: '2024-09-19' });
    expect([back.status, back.body.errors[0]]).toMatchObject([422, { path: 'dueDate', code: 'date-passed' }]);
    const withheld = await ready('withheld');
    const ahead = await make('planOffice', withheld, 'disclose', { ...needs, reviewedOn: '2024-09-21' });
    expect([ahead.status, ahead.body.errors[0]]).toMatchObject([
      422,
      { path: 'reviewedOn', code: 'date-ahead' },
    ]);
  });

  it('asks the area before each move, with the facts, and changes nothing on its veto', async () => {
    const veto = defineError('sample.not-yet', 409, { zh: '未到时候', en: 'Not yet' });
    const seen: unknown[] = [];
    world.guard.beforeMove = (_, facts) => {
      seen.push(facts);
      throw veto();
    };
    const id = await ready('in-progress');
    const before = await snapshot(id);
    await expectRefused(await make('head', id, 'request-closure'), id, before, 409, 'sample.not-yet');
    expect(seen).toMatchObject([
      {
        taskId: id,
        areaId: 'sample',
        move: 'request-closure',
        from: 'in-progress',
        to: 'closure-review',
        milestones: [{ title: '节点', doneOn: null, evidence: 0 }],
        evidence: 1,
      },
    ]);
  });

  it('moves nothing in an area that is disabled', async () => {
    const id = await ready('draft');
    const path = `plans/${world.planId}/areas/sample`;
    const [area] = (await world.as('viewer').get(`areas?planId=${world.planId}`)).body.items;
    const off = await world
      .as('admin')
      .send('patch', path, { enabled: false })
      .set('if-match', `"v${area.version}"`);
    expect([off.status, off.body.enabled]).toEqual([200, false]);
    const before = await snapshot(id);
    await expectRefused(await make('planOffice', id, 'propose'), id, before, 409, 'area-disabled');
    expect((await world.as('planOffice').get(`tasks/${id}/moves`)).body).toEqual([]);
    const on = await world
      .as('admin')
      .send('patch', path, { enabled: true })
      .set('if-match', off.headers.etag as string);
    expect(on.status).toBe(200);
    expect((await make('planOffice', id, 'propose')).status).toBe(200);
  });

  it('lets one of two writers win, and tells the other', async () => {
    const id = await ready('in-progress');
    const etag = await version(id);
    const answers = await Promise.all([
      make('planOffice', id, 'suspend', needs, etag),
      make('head', id, 'suspend', needs, etag),
      make('head', id, 'request-closure', needs, etag),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412, 412]);
  });
});
