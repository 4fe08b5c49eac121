import { randomUUID } from 'node:crypto';
import { type Actor, defineArea, type Role } from '@duban/contract';
import type { BeforeMove, RequestContext } from '@duban/server-kit';
import request from 'supertest';
import { Authentication, Contexts } from '../kernel/index.js';
import { Plans } from '../plans/plans.service.js';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import type { NewTask } from './task-input.js';
import { Tasks } from './tasks.service.js';

const text = (zh: string) => ({ zh, en: zh });

/** An area with one form and one metric, of no bureau's. */
const area = (id: string) =>
  defineArea({
    contract: 1,
    id,
    version: '1.0.0',
    title: text('样例行动'),
    forms: [
      {
        key: 'checks',
        version: 1,
        title: text('检查月报'),
        task: 1,
        period: 'month',
        due: { day: 5 },
        level: ['department'],
        fields: [{ key: 'done', title: text('已查'), type: 'integer', kind: 'flow', required: true }],
      },
    ],
    metrics: [
      {
        key: 'checks-done',
        title: text('检查次数'),
        kind: 'sum',
        numerator: 'checks.done',
        overTime: 'sum',
        overUnits: 'sum',
        direction: 'at-least',
        measure: '次',
        definition: text('检查次数'),
        source: text('月报'),
      },
    ],
  });

export interface TaskWorld {
  house: TestHouse;
  planId: string;
  units: Record<'root' | 'lead' | 'partner' | 'helper' | 'office', string>;
  people: Record<Person, Actor>;
  /** The guard of the area `sample`; replaced by tests. */
  guard: { beforeMove: BeforeMove };
  ctx(person?: Person): RequestContext;
  /** Sends a request as a person. */
  as(person: Person): {
    get(path: string): request.Test;
    send(method: 'post' | 'patch' | 'put' | 'delete', path: string, body?: object): request.Test;
  };
  /** Stores a task of the lead unit, led by `leader`, due on 2024-11-30 unless said. */
  task(given?: Partial<NewTask>): Promise<string>;
  close(): Promise<void>;
}

const persons = {
  planOffice: ['plan-office', 'office'],
  otherOffice: ['plan-office', 'office'],
  areaLead: ['area-lead', 'office'],
  strangerLead: ['area-lead', 'office'],
  leader: ['leader', null],
  otherLeader: ['leader', null],
  head: ['unit-head', 'lead'],
  reporter: ['reporter', 'lead'],
  partnerHead: ['unit-head', 'partner'],
  viewer: ['viewer', 'office'],
  admin: ['system-admin', null],
  auditor: ['auditor', null],
} as const satisfies Record<string, readonly [Role, string | null]>;
export type Person = keyof typeof persons;

/** A house with a plan, five units and one person of each kind. Signing in is replaced; all else is real. */
export async function openTaskWorld(): Promise<TaskWorld> {
  const guard: TaskWorld['guard'] = { beforeMove: () => undefined };
  const sample = area('sample');
  const house = await openTestHouse(
    [
      {
        manifest: sample,
        server: { manifest: sample, beforeMove: (ctx, facts) => guard.beforeMove(ctx, facts) },
      },
      { manifest: area('other') },
    ],
    '2024-09-20',
  );
  const { app, source } = house;
  const contexts = app.get(Contexts);
  const units = await seedUnits(source);
  const people = await seedPeople(source, units);
  const byId = new Map(Object.values(people).map((actor) => [actor.id, actor]));
  app.get(Authentication).use(async ({ headers }) => {
    const actor = byId.get(String(headers['x-person']));
    return actor ? { actor, via: 'token', sessionId: null, mustChangePassword: false } : null;
  });
  const ctx = (person?: Person) => contexts.open({ actor: person ? people[person] : null });
  const planId = await app.get(Plans).create(ctx(), {
    year: 2024,
    title: '样例计划',
    bureau: '样例市局',
    rootUnitId: units.root,
    announcedTasks: 3,
    areas: [
      { areaId: 'sample', number: 1, title: text('样例行动') },
      { areaId: 'other', number: 2, title: text('另一行动') },
    ],
  });
  const server = app.getHttpServer();
  return {
    house,
    planId,
    units,
    people,
    guard,
    ctx,
    as: (person) => ({
      get: (path) => request(server).get(`/api/${path}`).set('x-person', people[person].id),
      send: (method, path, body = {}) =>
        request(server)[method](`/api/${path}`).set('x-person', people[person].id).send(body),
    }),
    task: (given = {}) =>
      app.get(Tasks).create(ctx(), {
        planId,
        areaId: 'sample',
        title: '样例任务',
        origin: 'added',
        leaderId: people.leader.id,
        dueDate: '2024-11-30',
        leadUnitId: units.lead,
        ...given,
      }),
    close: () => house.close(),
  };
}

async function seedUnits(source: TestHouse['source']): Promise<TaskWorld['units']> {
  const units = {
    root: randomUUID(),
    lead: randomUUID(),
    partner: randomUUID(),
    helper: randomUUID(),
    office: randomUUID(),
  };
  for (const [code, id] of Object.entries(units)) {
    const isRoot = code === 'root';
    await source.query(`insert into unit (id, code, name, kind) values ($1, $2, $2, $3)`, [
      id,
      code,
      isRoot ? 'bureau' : 'department',
    ]);
    await source.query(
      `insert into unit_placement (id, unit_id, parent_id, path, ancestors, valid_from) values ($1, $2, $3, $4, $5, '2024-01-01')`,
      [
        randomUUID(),
        id,
        isRoot ? null : units.root,
        isRoot ? '/root/' : `/root/${code}/`,
        isRoot ? [id] : [units.root, id],
      ],
    );
  }
  return units;
}

async function seedPeople(
  source: TestHouse['source'],
  units: TaskWorld['units'],
): Promise<Record<Person, Actor>> {
  const people: Partial<Record<Person, Actor>> = {};
  for (const [name, [role, unit]] of Object.entries(persons) as [Person, (typeof persons)[Person]][]) {
    const id = randomUUID();
    const unitId = unit === null ? null : units[unit];
    const bound = ['unit-head', 'reporter'].includes(role);
    const areaId = role === 'area-lead' ? (name === 'areaLead' ? 'sample' : 'other') : null;
    await source.query(
      `insert into app_user (id, username, name, unit_id, password_hash, must_change_password) values ($1, $2, $2, $3, '-', false)`,
      [id, name, unitId],
    );
    await source.query(
      `insert into role_grant (id, user_id, role, unit_id, area_id, granted_at) values ($1, $2, $3, $4, $5, now())`,
      [randomUUID(), id, role, bound ? unitId : null, areaId],
    );
    const grant = {
      role,
      unitId: bound ? unitId : null,
      unitPath: bound && unit ? `/root/${unit}/` : null,
      areaId,
    };
    people[name] = { id, name, unitId, grants: [grant] };
  }
  return people as Record<Person, Actor>;
}
