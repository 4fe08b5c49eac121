import type { MeetingView, Snapshot } from '@duban/contract';
import type { Response, Test } from 'supertest';
import { Tasks } from '../tasks/tasks.service.js';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree, systemContext } from '../testing/people.testing.js';
import { standTrialPlan, type TrialPlan, trialArea } from '../testing/trial.testing.js';
import { Units } from '../units/units.service.js';

export type Name = 'office' | 'secretary' | 'leader' | 'lead' | 'reporter' | 'head' | 'viewer';

export interface MeetingWorld {
  house: TestHouse;
  tree: Awaited<ReturnType<typeof standTree>>;
  plan: TrialPlan;
  /** A task that only `head`, its leader and the plan office may know of. */
  restrictedId: string;
  /** A station directly below the bureau. */
  north: string;
  person(name: Name): Person;
  /** Plans a meeting on 2024-08. */
  create(heldOn: string): Promise<MeetingView>;
  /** Changes a meeting as it stands. */
  change(name: Name, id: string, rest: string, body?: object, method?: 'post' | 'put'): Promise<Response>;
  snapshotOf(id: string, sequence?: number): Promise<{ text: string; snapshot: Snapshot }>;
  /** A report of the unit, by default the county in the east, up to its signature; gives its id. */
  sign(content: object, unitId?: string, reporter?: Person, head?: Person): Promise<string>;
  report(period: string, part: number, unitId?: string, reporter?: Person, head?: Person): Promise<string>;
  handIn(id: string, situation: string, version: number, areaId?: string): Test;
}

export const path = (id: string, rest = '') => `/api/meetings/${id}${rest}`;

/** A house with a plan of two areas (`other` is in no plan yet) that meetings are held on. */
export async function openMeetingWorld(): Promise<MeetingWorld> {
  const house = await openTestHouse(
    [{ manifest: trialArea }, { manifest: { ...trialArea, id: 'other' } }],
    '2024-09-20',
  );
  const tree = await standTree(house);
  const station = { code: 'north', name: 'Unit north', kind: 'station', from: '2020-01-01' } as const;
  const north = (await house.app.get(Units).add(systemContext(house), { ...station, parentId: tree.city }))
    .id;
  const plan = await standTrialPlan(house, {
    city: tree.city,
    counties: [tree.east, tree.west, north],
    stations: [tree.e1, tree.e2, tree.w1],
  });
  const people: Record<Name, Person> = {
    office: await personOf(house, { role: 'plan-office' }),
    secretary: await personOf(house, { role: 'plan-office' }),
    leader: await personOf(house, { role: 'leader' }),
    lead: await personOf(house, { role: 'area-lead', areaId: 'trial' }),
    reporter: await personOf(house, { role: 'reporter', unitId: tree.east }),
    head: await personOf(house, { role: 'unit-head', unitId: tree.east }),
    viewer: await personOf(house, { role: 'viewer' }),
  };
  const person = (name: Name) => people[name];
  const restrictedId = await house.app.get(Tasks).create(systemContext(house), {
    planId: plan.planId,
    areaId: 'trial',
    number: 3,
    title: '仅限知悉的标题',
    outlineTitle: '公开标题',
    visibility: 'restricted',
    origin: 'plan',
    state: 'in-progress',
    leaderId: person('leader').id,
    dueDate: '2024-12-31',
    leadUnitId: tree.east,
    knowerIds: [person('head').id],
  });
  const create = async (heldOn: string) =>
    (
      await person('office').ask('post', '/api/meetings', {
        planId: plan.planId,
        title: `推进会${heldOn}`,
        heldOn,
        period: '2024-08',
        collectBy: heldOn,
        participantIds: [person('leader').id],
      })
    ).body;
  const change = async (
    name: Name,
    id: string,
    rest: string,
    body: object = {},
    method: 'post' | 'put' = 'post',
  ) => {
    const { body: meeting } = await person('office').ask('get', path(id));
    return person(name).ask(method, path(id, rest), body, meeting.version);
  };
  const snapshotOf = async (id: string, sequence?: number): Promise<{ text: string; snapshot: Snapshot }> => {
    const { text } = await person('lead').ask(
      'get',
      path(id, `/snapshot${sequence ? `?sequence=${sequence}` : ''}`),
    );
    return { text, snapshot: JSON.parse(text) };
  };
  const sign = async (
    content: object,
    unitId = tree.east,
    reporter = person('reporter'),
    head = person('head'),
  ): Promise<string> => {
    const draft = { planId: plan.planId, areaId: 'trial', unitId, ...content };
    const { body } = await reporter.ask('post', '/api/reports', draft);
    await reporter.ask('post', `/api/reports/${body.id}/moves`, { move: 'submit' }, 1);
    await head.ask('post', `/api/reports/${body.id}/moves`, { move: 'sign' }, 2);
    return body.id;
  };
  const report = (period: string, part: number, unitId?: string, reporter?: Person, head?: Person) =>
    sign(
      { formKey: 'county-counts', period, data: { whole: 100, part, level: part } },
      unitId,
      reporter,
      head,
    );
  const handIn = (id: string, situation: string, version: number, areaId = 'trial') =>
    person('office').ask(
      'put',
      path(id, `/materials/${areaId}`),
      { situation, problems: '', nextSteps: '', matters: [] },
      version,
    );

  return { house, tree, plan, restrictedId, north, person, create, change, snapshotOf, sign, report, handIn };
}
