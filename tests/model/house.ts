import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { defineArea, type Form } from '@duban/contract';
import { Calendar } from '../../packages/core/src/calendar/calendar.service.js';
import { Expectations } from '../../packages/core/src/expectations/expectations.service.js';
import { inTransaction } from '../../packages/core/src/kernel/index.js';
import { NightlyRun } from '../../packages/core/src/nightly/nightly-run.service.js';
import { Plans } from '../../packages/core/src/plans/plans.service.js';
import { Tasks } from '../../packages/core/src/tasks/tasks.service.js';
import { openTestHouse, type TestHouse } from '../../packages/core/src/testing/house.testing.js';
import { personOf, systemContext } from '../../packages/core/src/testing/people.testing.js';
import { trialArea } from '../../packages/core/src/testing/trial.testing.js';
import { Units } from '../../packages/core/src/units/units.service.js';
import { Urgings } from '../../packages/core/src/urgings/urgings.service.js';
import { everybody, postsOf, type Unit, unitOf, type Who } from './cast.js';
import { closedBefore, daysAfter, hasTarget, periods, reportedData, type Setup, start } from './world.js';

const text = { zh: '另一行动', en: 'Other' };
const otherArea = defineArea({
  contract: 1,
  id: 'other',
  version: '1.0.0',
  title: text,
  forms: [
    {
      key: 'counted',
      version: 1,
      title: text,
      task: 1,
      period: 'month',
      due: { day: 5 },
      level: ['county'],
      fields: [{ key: 'seen', title: text, type: 'integer', kind: 'flow', required: true }],
    },
  ],
  metrics: [],
});

/** The running house, with the cast in it; every sequence has a plan of its own. */
export interface ModelHouse {
  house: TestHouse;
  unitIds: Record<Unit, string>;
  nameOfUnit(id: string | null): Unit | null;
  idOf(who: Who): string;
  nameOf(id: string | null): Who | null;
  /** An answer to a request of somebody's, by way of the whole application but no socket. */
  send(who: Who, method: Method, path: string, sent?: Sent): Promise<Answer>;
  begin(setup: Setup): Promise<Stage>;
  /** Whatever is asked within has a time of its own, which begins at the start. */
  inOwnTime<T>(work: () => Promise<T>): Promise<T>;
  /** Lets days pass in the time that one is in, each with what its night brings to the plan. */
  pass(planId: string, days: number): Promise<void>;
  /** What is not told where it is needed: the first column of the only row, or null. */
  find(sql: string, values: unknown[]): Promise<string | null>;
  /** Who tried what, by role, and what was ever done or refused. */
  tried: Record<'byRole' | 'done' | 'refused', Set<string>>;
  close(): Promise<void>;
}
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export interface Sent {
  body?: object | undefined;
  version?: number | undefined;
}
export interface Answer {
  status: number;
  body: Record<string, unknown>;
}
/** Where one sequence plays. */
export interface Stage {
  planId: string;
  taskId: string;
  carrierId: string;
  /** Of the report that is accepted from the beginning. */
  reportId: string | null;
}

export async function openModelHouse(): Promise<ModelHouse> {
  const times = new AsyncLocalStorage<{ at: Date }>();
  // Ten in the morning of the bureau.
  const beginning = new Date(`${start}T02:00:00Z`);
  const realTime = () => times.getStore()?.at ?? beginning;
  const house = await openTestHouse([{ manifest: trialArea }, { manifest: otherArea }], start, { realTime });
  await house.app.get(Calendar).install(systemContext(house));
  // Slips are no part of the model, and most of what a night writes.
  house.app.get(Urgings).escalate = async () => ({ issued: 0, drafted: 0, lifted: 0 });
  const unitIds = await standUnits(house);
  const ids = {} as Record<Who, string>;
  const tokens = {} as Record<Who, string>;
  for (const who of everybody) {
    const person = await personOf(
      house,
      ...postsOf(who).map(({ role, unit, area }) => ({
        role: role as 'viewer',
        ...(unit ? { unitId: unitIds[unit] } : {}),
        ...(area ? { areaId: area } : {}),
      })),
    );
    ids[who] = person.id;
    tokens[who] = person.token;
    const unit = unitOf(who);
    if (unit)
      await house.source.query('update app_user set unit_id = $2 where id = $1', [person.id, unitIds[unit]]);
  }
  await house.source.query(
    `insert into attachment (id, name, media_type, bytes, sha256, uploaded_by, uploaded_at)
     values (gen_random_uuid(), 'done.pdf', 'application/pdf', 1, '\\x00', $1, now())`,
    [ids.headEast],
  );
  const instance = house.app.getHttpAdapter().getInstance();
  const units = new Map(Object.entries(unitIds).map(([name, id]) => [id, name as Unit]));
  const names = new Map(everybody.map((who) => [ids[who], who]));
  const model: Omit<ModelHouse, 'begin'> = {
    house,
    unitIds,
    nameOfUnit: (id) => units.get(id ?? '') ?? null,
    idOf: (who) => ids[who],
    nameOf: (id) => names.get(id ?? '') ?? null,
    async send(who, method, path, { body, version } = {}) {
      const answer = await instance.inject({
        method,
        url: `/api/${path}`,
        headers: {
          authorization: `Bearer ${tokens[who]}`,
          ...(version === undefined ? {} : { 'if-match': `"v${version}"` }),
        },
        ...(body ? { payload: body } : {}),
      });
      return { status: answer.statusCode, body: answer.json() };
    },
    inOwnTime: (work) => times.run({ at: beginning }, work),
    async pass(planId, days) {
      const own = times.getStore();
      if (!own) throw new Error('nobody is in a time of their own');
      const first = systemContext(house).today;
      own.at = new Date(own.at.getTime() + days * 86_400_000);
      for (let day = 1; day <= days; day += 1) {
        const ctx = { ...systemContext(house), today: daysAfter(first, day) };
        await inTransaction(ctx, (night) => house.app.get(NightlyRun).ofPlan(night, planId, day === days));
      }
    },
    async find(sql, values) {
      const [row] = await house.source.query(sql, values);
      return row ? String(Object.values(row)[0]) : null;
    },
    tried: { byRole: new Set(), done: new Set(), refused: new Set() },
    close: () => house.close(),
  };
  const pattern = await drawPattern(house, unitIds);
  await reportOnce(model, pattern.planId);
  return { ...model, begin: (setup) => stand(house, pattern, setup, ids) };
}

/** The pattern's figures of August, on their way through the hands of west and of the area's lead. */
async function reportOnce({ send, unitIds }: Omit<ModelHouse, 'begin'>, planId: string): Promise<void> {
  const slot = { planId, areaId: 'trial', formKey: 'county-counts', unitId: unitIds.west, period: '2024-08' };
  const begun = await send('reporterWest', 'POST', 'reports', {
    body: { ...slot, mode: 'filled', data: reportedData },
  });
  for (const [at, [who, move]] of (
    [
      ['reporterWest', 'submit'],
      ['headWest', 'sign'],
      ['lead', 'accept'],
    ] as const
  ).entries()) {
    const sent = { body: { move }, version: at + 1 };
    const { status, body } = await send(who, 'POST', `reports/${begun.body.id}/moves`, sent);
    if (status !== 200) throw new Error(`the pattern's report cannot ${move}: ${JSON.stringify(body)}`);
  }
}

async function standUnits(house: TestHouse): Promise<Record<Unit, string>> {
  const ctx = systemContext(house);
  const add = async (code: Unit, kind: 'bureau' | 'county' | 'station', parentId: string | null) =>
    (await house.app.get(Units).add(ctx, { code, name: `Unit ${code}`, kind, parentId, from: '2020-01-01' }))
      .id;
  const city = await add('city', 'bureau', null);
  const east = await add('east', 'county', city);
  const west = await add('west', 'county', city);
  const north = await add('north', 'county', city);
  return { city, east, west, north, e1: await add('e1', 'station', east) };
}

/** A long statement that is always the same: PostgreSQL plans it once for each connection. */
export const planned = (name: string, text: string) => ({ name, text }) as unknown as string;

/** Ids of the plan that every sequence begins with a copy of. */
interface Pattern {
  planId: string;
  taskId: string;
  carrierId: string;
}

/** A plan with a task that lacks nothing, another one for forms that the first does not carry, and what is due. */
async function drawPattern(house: TestHouse, unitIds: Record<Unit, string>): Promise<Pattern> {
  const ctx = systemContext(house);
  const planId = await house.app.get(Plans).create(ctx, {
    year: 2024,
    title: '2024',
    bureau: 'Bureau',
    rootUnitId: unitIds.city,
    announcedTasks: 2,
    areas: [
      { areaId: 'trial', number: 1, title: text },
      { areaId: 'other', number: 2, title: text },
    ],
  });
  const tasks = house.app.get(Tasks);
  const printed = { planId, origin: 'plan', state: 'in-progress' } as const;
  const taskId = await tasks.create(ctx, {
    ...printed,
    areaId: 'trial',
    number: 1,
    title: 'Task',
    leadUnitId: unitIds.east,
    responsibleUnitIds: [unitIds.west],
  });
  await tasks.milestone(ctx, { planId, taskId, title: 'Half' });
  const carrier = { areaId: 'trial', number: 2, title: 'Carrier', dueDate: '2024-12-31' };
  const carrierId = await tasks.create(ctx, { ...printed, ...carrier });
  const expectations = house.app.get(Expectations);
  const duties: [number, string, string[]][] = [
    [0, taskId, [unitIds.east, unitIds.west]],
    [1, carrierId, [unitIds.e1]],
  ];
  for (const [at, carriedBy, owing] of duties) {
    const form = trialArea.forms[at] as Form;
    const duty = { planId, year: 2024, areaId: 'trial', form, taskId: carriedBy, unitIds: owing };
    await expectations.addDuty(ctx, duty);
  }
  await expectations.openNotes(ctx, taskId);
  await house.source.query(
    `insert into target (id, plan_id, task_id, area_id, metric, unit_id, direction, value, measure, due_date, firm, scope, source, confirmed)
     values (gen_random_uuid(), $1, $2, 'trial', 'trial.county-rate', $3, 'at-least', 90, '%', '2024-12-31', true, 'aggregate', 'document', true)`,
    [planId, taskId, unitIds.city],
  );
  return { planId, taskId, carrierId };
}

/**
 * A copy of the pattern as the setup wants it, in one statement: standing it anew would be half of what a sequence
 * costs, and none of what it looks at.
 */
async function stand(
  house: TestHouse,
  pattern: Pattern,
  setup: Setup,
  ids: Record<Who, string>,
): Promise<Stage> {
  const withheld = setup.state === 'withheld';
  const lacks = (what: Setup['lacks']) => withheld || (setup.state === 'draft' && setup.lacks === what);
  const [planId, taskId, carrierId] = [randomUUID(), randomUUID(), randomUUID()];
  const reportId = setup.reported ? randomUUID() : null;
  const dueDate = lacks('due date') ? null : setup.due;
  const own = {
    id: taskId,
    area_id: setup.area,
    number: setup.printed || withheld ? 1 : null,
    title: withheld ? null : 'Task',
    visibility: withheld ? 'withheld' : setup.restricted ? 'restricted' : 'open',
    state: setup.state,
    origin: setup.printed || withheld ? 'plan' : 'added',
    leader_id: lacks('leader') ? null : ids[setup.leader],
    due_date: dueDate,
    original_due_date: dueDate,
    closed_on: setup.state === 'closed' ? closedBefore : null,
  };
  const parts = withheld ? [] : lacks('lead unit') ? ['responsible'] : ['lead', 'responsible'];
  const waived = setup.waived ? 'r' : null;
  const formOnTask = setup.area === 'trial' && !setup.restricted && !withheld;
  /** Rows of the pattern's plan, put into the new one and changed as the JSON says. */
  const copy = (table: string, changes: string, where = 'true') =>
    `insert into ${table} select made.* from ${table} old, jsonb_populate_record(old, jsonb_build_object('plan_id', $2::uuid) || ${changes}) made
     where old.plan_id = $1::uuid and ${where}`;
  const newId = `jsonb_build_object('id', gen_random_uuid())`;
  const onTask = `jsonb_build_object('task_id', $5::uuid)`;
  const carried = (form: string) =>
    `jsonb_build_object('task_id', case when ${form} = 'progress-note' or ($11::boolean and ${form} = 'county-counts') then $5::uuid else $6::uuid end)`;
  await house.source.query(
    planned(
      'model.stand',
      `with plan as (
       insert into plan select made.* from plan old, jsonb_populate_record(old, jsonb_build_object('id', $2::uuid)) made where old.id = $1::uuid),
     area as (${copy('plan_area', `'{}'`)}),
     task as (${copy('task', `case old.id when $3::uuid then $4::jsonb else jsonb_build_object('id', $6::uuid) end`)}),
     part as (${copy('assignment', `${newId} || ${onTask} || case old.role when 'lead' then '{}' else jsonb_build_object('waived_reason', $7::text) end`, 'old.role = any($8::text[])')}),
     step as (${copy('milestone', `${newId} || ${onTask}`, '$9::boolean')}),
     goal as (${copy('target', `${newId} || ${onTask}`, '$16::boolean')}),
     duty as (${copy('duty', `${newId} || ${carried('old.form_key')}`)} returning id, form_key),
     reporter as (
       insert into duty_unit (plan_id, duty_id, unit_id, valid_from)
       select $2, duty.id, old.unit_id, old.valid_from
       from duty_unit old join public.duty before on before.id = old.duty_id join duty using (form_key) where old.plan_id = $1 and before.plan_id = $1),
     owed as (
       insert into expectation (id, plan_id, area_id, form_key, task_id, unit_id, period, opens_on, due_on, ancestors, received, first_signed_on)
       select gen_random_uuid(), $2, case old.form_key when 'progress-note' then $4 ->> 'area_id' else old.area_id end, old.form_key,
         (${carried('old.form_key')} ->> 'task_id')::uuid, old.unit_id, old.period, old.opens_on, old.due_on, old.ancestors,
         old.received and $17::uuid is not null, case when $17::uuid is not null then old.first_signed_on end
       from expectation old where old.plan_id = $1 and old.period = any($15) and (old.form_key <> 'progress-note' or $10::boolean)),
     report as (${copy('report', `jsonb_build_object('id', $17::uuid) || ${carried('old.form_key')}`, '$17::uuid is not null')}),
     revision as (${copy('report_revision', `jsonb_build_object('report_id', $17::uuid)`, '$17::uuid is not null')}),
     figure as (${copy('observation', `jsonb_build_object('report_id', $17::uuid)`, '$17::uuid is not null')}),
     sum as (${copy('rollup', `'{}'`, '$17::uuid is not null')}),
     history as (
       insert into task_history (id, plan_id, task_id, at, business_date, move, from_state, to_state, request_id)
       select gen_random_uuid(), $2, $5, now(), $12::date, 'import', state, state, 'import' from (select $4 ->> 'state' as state) own
       where state not in ('draft', 'withheld')),
     proof as (
       insert into task_evidence (id, plan_id, task_id, attachment_id, added_by, added_at)
       select gen_random_uuid(), $2, $5, id, uploaded_by, now() from attachment where $13::boolean)
     insert into task_knower (plan_id, task_id, user_id) select $2, $5, unnest($14::uuid[])`,
    ),
    [
      pattern.planId,
      planId,
      pattern.taskId,
      JSON.stringify(own),
      taskId,
      carrierId,
      waived,
      parts,
      !lacks('milestone'),
      setup.state === 'in-progress',
      formOnTask,
      start,
      setup.evidence && !withheld,
      setup.restricted && !withheld ? [ids.headEast] : [],
      periods,
      hasTarget(setup),
      reportId,
    ],
  );
  return { planId, taskId, carrierId, reportId };
}
