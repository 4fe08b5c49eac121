import { randomUUID } from 'node:crypto';
import { defineArea, type Form } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Expectations } from '../../packages/core/src/expectations/expectations.service.js';
import { Plans } from '../../packages/core/src/plans/plans.service.js';
import { Tasks } from '../../packages/core/src/tasks/tasks.service.js';
import { openTestHouse, type TestHouse } from '../../packages/core/src/testing/house.testing.js';
import { personOf, systemContext } from '../../packages/core/src/testing/people.testing.js';
import { trialArea } from '../../packages/core/src/testing/trial.testing.js';
import { Units } from '../../packages/core/src/units/units.service.js';
import { everybody, postsOf, type Unit, unitOf, type Who } from './cast.js';
import { closedBefore, type Setup, today } from './world.js';

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
  send(who: Who, method: 'GET' | 'POST' | 'PATCH', path: string, sent?: Sent): Promise<Answer>;
  begin(setup: Setup): Promise<Stage>;
  close(): Promise<void>;
}
export interface Sent {
  body?: object;
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
}

export async function openModelHouse(): Promise<ModelHouse> {
  const house = await openTestHouse([{ manifest: trialArea }, { manifest: otherArea }], today);
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
  const attachmentId = randomUUID();
  await house.source.query(
    `insert into attachment (id, name, media_type, bytes, sha256, uploaded_by, uploaded_at)
     values ($1, 'done.pdf', 'application/pdf', 1, '\\x00', $2, now())`,
    [attachmentId, ids.headEast],
  );
  const instance = house.app.getHttpAdapter().getInstance();
  const units = new Map(Object.entries(unitIds).map(([name, id]) => [id, name as Unit]));
  const names = new Map(everybody.map((who) => [ids[who], who]));
  return {
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
    begin: (setup) =>
      house.source.transaction((em) =>
        stand(house, { ...systemContext(house), em }, setup, { unitIds, ids, attachmentId }),
      ),
    close: () => house.close(),
  };
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

/** A plan with the task of the sequence, another one for forms that the first does not carry, and what is due. */
async function stand(
  house: TestHouse,
  ctx: RequestContext,
  setup: Setup,
  given: { unitIds: Record<Unit, string>; ids: Record<Who, string>; attachmentId: string },
): Promise<Stage> {
  const { unitIds, ids, attachmentId } = given;
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
  const withheld = setup.state === 'withheld';
  const lacks = (what: Setup['lacks']) => withheld || (setup.state === 'draft' && setup.lacks === what);
  const taskId = await tasks.create(ctx, {
    planId,
    areaId: setup.area,
    number: setup.printed || withheld ? 1 : null,
    title: withheld ? null : 'Task',
    visibility: withheld ? 'withheld' : setup.restricted ? 'restricted' : 'open',
    state: setup.state,
    origin: setup.printed || withheld ? 'plan' : 'added',
    leaderId: lacks('leader') ? null : ids[setup.leader],
    leadUnitId: lacks('lead unit') ? null : unitIds.east,
    dueDate: lacks('due date') ? null : setup.due,
    responsibleUnitIds: withheld ? [] : [unitIds.west],
    closedOn: setup.state === 'closed' ? closedBefore : null,
    knowerIds: setup.restricted && !withheld ? [ids.headEast] : [],
  });
  if (!lacks('milestone')) await tasks.milestone(ctx, { planId, taskId, title: 'Half' });
  if (setup.evidence && !withheld)
    await ctx.em.query(
      `insert into task_evidence (id, plan_id, task_id, attachment_id, added_by, added_at)
       values (gen_random_uuid(), $1, $2, $3, $4, now())`,
      [planId, taskId, attachmentId, ids.headEast],
    );
  if (setup.waived)
    await ctx.em.query(
      `update assignment set waived_reason = 'r' where task_id = $1 and role = 'responsible'`,
      [taskId],
    );
  const carrier = await tasks.create(ctx, {
    planId,
    areaId: 'trial',
    number: 2,
    title: 'Carrier',
    origin: 'plan',
    state: 'in-progress',
    dueDate: '2024-12-31',
  });
  const expectations = house.app.get(Expectations);
  const onTask = setup.area === 'trial' && !setup.restricted && !withheld;
  const duties: [number, string, string[]][] = [
    [0, onTask ? taskId : carrier, [unitIds.east, unitIds.west]],
    [1, carrier, [unitIds.e1]],
  ];
  for (const [at, carriedBy, owing] of duties) {
    const form = trialArea.forms[at] as Form;
    await expectations.addDuty(ctx, {
      planId,
      year: 2024,
      areaId: 'trial',
      form,
      taskId: carriedBy,
      unitIds: owing,
    });
  }
  if (setup.state === 'in-progress') await expectations.openNotes(ctx, taskId);
  return { planId, taskId };
}
