import { randomUUID } from 'node:crypto';
import { openApiDocument } from '@duban/core';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoHouse, openDemoHouse } from '../house/demo-house.js';
import { type OpenMeeting, openMeeting } from '../house/meeting.js';

/**
 * Two copies of one demo, ids and clock alike. In the first, 16 and 51 are restricted and two more restricted tasks
 * were added; in the second, 16 and 51 are withheld and nothing was added. Who may not know gets the same bytes.
 */
let reserved: DemoHouse;
let plain: DemoHouse;
/** Of the restricted tasks of the first world, and of what hangs on them. */
let secrets: Record<string, string[]>;
/** Both worlds hold a meeting, each its own; in what is compared its ids have these names. */
const meetings = new Map<DemoHouse, OpenMeeting>();

const hidden = `(select id from task where visibility = 'restricted')`;
const added = `(select id from task where visibility = 'restricted' and number is null)`;

/** Takes all that hangs on restricted tasks out of the world; the printed ones stay, as withheld. */
async function withhold(client: pg.Client): Promise<void> {
  for (const sql of [
    `delete from report_event where report_id in (select id from report where task_id in ${hidden})`,
    `delete from report_revision where report_id in (select id from report where task_id in ${hidden})`,
    ...[
      'report',
      'expectation',
      'task_evidence',
      'milestone',
      'task_history',
      'assignment',
      'task_knower',
      'task_light',
    ].map((table) => `delete from ${table} where task_id in ${hidden}`),
    `delete from task where id in ${added}`,
    // Row for row as the importer makes a withheld one.
    `update task set title = outline_title, visibility = 'withheld', state = 'withheld', origin = 'plan', basis = null,
       summary = null, leader_id = null, due_date = null, original_due_date = null, multi_year_until = null,
       issued_on = null, accept_by = null, accepted_on = null, declined = false, awaiting_superior = false,
       closure_requested_by = null, pre_approved_by = null, closed_on = null, pending = null, override = null,
       light_colour = null, light_closed = null, light_reasons = '[]', light_as_of = null, light_rules = null, version = 1
     where visibility = 'restricted'`,
  ])
    await client.query(sql);
}

beforeAll(async () => {
  reserved = await openDemoHouse();
  await workInSecret(reserved);
  plain = await openDemoHouse({ shape: withhold });
  for (const house of [reserved, plain]) meetings.set(house, await openMeeting(house));
  secrets = {
    task: await idsIn(`select id from task where visibility = 'restricted'`),
    report: await idsIn(`select id from report where task_id in ${hidden}`),
    milestone: await idsIn(`select id from milestone where task_id in ${hidden}`),
    attachment: await idsIn(`select attachment_id as id from task_evidence where task_id in ${hidden}`),
  };
}, 240_000);
afterAll(async () => {
  await reserved?.close();
  await plain?.close();
});

const idsIn = async (sql: string) => (await reserved.rows<{ id: string }>(sql)).map((row) => row.id);

/** What those who may know did in the first world, and nobody else may notice. */
async function workInSecret(house: DemoHouse): Promise<void> {
  const [lead, head, leader] = [
    await house.as('lead-crime-fighting'),
    await house.as('head-xz'),
    await house.as('leader'),
  ];
  const [task] = await house.rows<{ id: string; version: number }>(
    `select id, version from task where number = 16`,
  );
  if (!task) throw new Error('the demo has no task 16');
  const file = new FormData();
  file.append('file', new Blob(['节点完成情况说明'], { type: 'text/plain' }), '说明.txt');
  const upload = await fetch(`${house.url}/api/attachments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${head.token}` },
    body: file,
  });
  expect(upload.status).toBe(201);
  const { id: attachmentId } = (await upload.json()) as { id: string };
  await head.post(`/api/tasks/${task.id}/evidence`, { attachmentId });
  await head.post(`/api/tasks/${task.id}/moves`, { move: 'suspend', reason: '等待上级部署' }, task.version);
  const draft = {
    title: '专项工作(三)',
    areaId: 'crime-fighting',
    origin: 'instruction',
    visibility: 'restricted',
  };
  const knowerIds = await house.rows<{ id: string }>(`select id from app_user where username = 'head-xz'`);
  const more = await lead.post<{ id: string; version: number }>(`/api/plans/${house.planId}/tasks`, {
    ...draft,
    basis: '领导批示(示例)',
    leadUnitId: house.unit('XZ'),
    knowerIds: knowerIds.map((row) => row.id),
    dueDate: '2024-10-10',
  });
  expect((await leader.send('get', `/api/tasks/${more.id}`)).status).toBe(404);
}

/** Every address that a GET can have, filled with ids of both worlds. */
async function addresses(): Promise<string[]> {
  const { planId } = reserved;
  const first = async (table: string, where = 'true') =>
    idsIn(`select id from ${table} where ${where} order by id limit 2`);
  const pool: Record<string, string[]> = {
    plans: [planId],
    tasks: [
      ...(secrets.task ?? []),
      ...(await idsIn(`select id from task where number in (9, 27, 44)`)),
      randomUUID(),
    ],
    reports: [...(secrets.report ?? []).slice(0, 6), ...(await first('report')), randomUUID()],
    attachments: [...(secrets.attachment ?? []), ...(await first('attachment'))],
    units: [reserved.unit('XZ'), reserved.unit('ZZ'), reserved.unit('X1')],
    users: await first('app_user'),
    meetings: ['<meeting>'],
    imports: [randomUUID()],
    exports: [randomUUID()],
    metrics: ['crime-fighting.case-team-rate', 'grassroots.diversion-rate'],
  };
  const units = [reserved.unit('XZ'), reserved.unit('ZZ'), reserved.unit('X1')];
  const ofPlan = [
    `planId=${planId}`,
    ...['crime-fighting', 'team-building'].map((id) => `planId=${planId}&areaId=${id}`),
  ];
  const filters: Record<string, string[]> = {
    '/api/plans/{id}/tasks': [
      ...[
        'origin=any&limit=500',
        'origin=any&sort=-dueDate',
        'state=withheld',
        'state=in-progress&sort=title',
        'limit=7',
      ],
      ...[
        'state=suspended&origin=any',
        'state=draft&origin=any',
        'q=专项&origin=any',
        'q=警',
        'origin=instruction',
      ],
      ...[
        'areaId=crime-fighting&sort=-state',
        'areaId=team-building&origin=any',
        'colour=grey',
        'colour=red',
      ],
      ...['sort=-number', ...units.map((id) => `origin=any&unitId=${id}`)],
    ],
    '/api/plans/{id}/board': ['', 'period=2024-08', 'period=2024-Q3', ...units.map((id) => `unit=${id}`)],
    '/api/plans/{id}/urgings': ['limit=500', 'limit=3', 'late=true', 'areaId=crime-fighting&sort=-answerBy'],
    '/api/plans/{id}/instructions': ['limit=500', 'late=true', 'areaId=crime-fighting&sort=-answerBy'],
    '/api/plans/{id}/extensions': ['limit=500', 'state=asked', 'areaId=crime-fighting&sort=-dueDate'],
    '/api/plans/{id}/light-contests': ['limit=500', 'answered=false', 'areaId=crime-fighting&sort=-raisedOn'],
    '/api/plans/{id}/changes': ['limit=500', 'kind=date', 'areaId=crime-fighting&sort=-on'],
    '/api/plans/{id}/on-time/tasks': ['', 'against=original&outcome=late', 'areaId=crime-fighting'],
    '/api/plans/{id}/targets': [
      '',
      'areaId=crime-fighting',
      ...(secrets.task ?? []).map((id) => `taskId=${id}`),
    ],
    '/api/expectations': [
      ...ofPlan,
      ...units.map((id) => `planId=${planId}&unitId=${id}&limit=500`),
      ...(secrets.task ?? []).map((id) => `planId=${planId}&taskId=${id}`),
      `planId=${planId}&formKey=progress-note&sort=-period`,
    ],
    '/api/reports': [
      ...ofPlan,
      ...units.map((id) => `planId=${planId}&unitId=${id}&limit=500`),
      ...(secrets.task ?? []).map((id) => `planId=${planId}&taskId=${id}`),
      `planId=${planId}&formKey=progress-note&sort=-period&limit=50`,
    ],
    '/api/reports/context': (secrets.task ?? []).map(
      (id) =>
        `planId=${planId}&areaId=crime-fighting&formKey=progress-note&unitId=${reserved.unit('XZ')}&period=2024-09&taskId=${id}`,
    ),
    '/api/metrics/{key}/series': [
      `planId=${planId}`,
      ...units.map((id) => `planId=${planId}&unitId=${id}&grain=quarter`),
    ],
    '/api/metrics/{key}/drill': [
      `planId=${planId}&period=2024-08`,
      ...['year-to-date', 'pending', 'last-year'].map(
        (of) => `planId=${planId}&period=2024-08&by=kind&of=${of}`,
      ),
    ],
    '/api/metrics/{key}/ranking': [`planId=${planId}&period=2024-08&kind=county`],
    '/api/plans/{id}/prior-values': ['', 'areaId=crime-fighting&limit=500&sort=-unit'],
    '/api/forms': ofPlan,
    '/api/areas': ['', `planId=${planId}`],
    '/api/work': [`planId=${planId}`],
    '/api/units': ['', 'limit=500'],
    '/api/units/{id}/handover': [`on=2024-09-30&successorId=${reserved.unit('X1')}`],
    '/api/people': ['', 'role=leader', ...units.map((id) => `unitId=${id}`)],
  };
  const paths = Object.entries(openApiDocument(reserved.app).paths as Record<string, object>)
    .filter(([path, methods]) => 'get' in methods && !outside.has(path))
    .map(([path]) => path);
  return paths.flatMap((path) => {
    const [, , collection = ''] = path.split('/');
    const filled = path.includes('{')
      ? (pool[collection] ?? []).map((id) =>
          path
            .replace(/\{\w+\}/, id)
            .replace('{areaId}', 'crime-fighting')
            .replace('{v}', '1'),
        )
      : [path];
    expect(filled.length, `the twin worlds have nothing for ${path}`).toBeGreaterThan(0);
    return filled.flatMap((each) =>
      (filters[path] ?? ['']).map((query) => (query ? `${each}?${query}` : each)),
    );
  });
}

/** The log names opaque ids and is read by the auditor, who stands outside; sessions and tokens are the asker's own. */
const outside = new Set([
  ...['/api/audit', '/api/session', '/api/tokens', '/api/users/{id}/sessions'],
  // Made of the snapshot, which is compared; as archives they bear the second in which they were made.
  ...['briefing.docx', 'minutes.docx', 'ledger.xlsx'].map((file) => `/api/meetings/{id}/${file}`),
  ...['board.xlsx', 'tasks.xlsx', 'template.xlsx'].map((file) => `/api/exports/${file}`),
  ...[
    '/api/plans/{id}/prior-values/template.xlsx',
    '/api/plans/{id}/prior-values/imports/{importId}/result.xlsx',
  ],
  ...['/api/plans/{id}/text-report.docx', '/api/imports/{id}/result.xlsx'],
]);

/** An answer as it came, but for what differs at every request, and for the ids of the world's own meeting. */
async function answerTo(house: DemoHouse, username: string, path: string): Promise<string> {
  const caller = await house.as(username);
  const own = Object.entries(meetings.get(house) ?? {}).map(([name, id]) => [
    name === 'id' ? '<meeting>' : `<${name}>`,
    id,
  ]);
  const asked = own.reduce((text, [name = '', id = '']) => text.replaceAll(name, id), path);
  const { status, text, headers } = await caller.send('get', asked);
  const { date: _, 'x-request-id': __, 'keep-alive': ___, ...said } = headers as Record<string, string>;
  const answer = JSON.stringify([status, said, text?.replace(/"requestId":"[^"]+"/, '')]);
  return own.reduce((all, [name = '', id = '']) => all.replaceAll(id, name), answer);
}

/** The addresses at which the two worlds answer differently. */
async function differing(username: string, paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (let at = 0; at < paths.length; at += 4) {
    const batch = paths.slice(at, at + 4).map(async (path) => {
      const answers = [reserved, plain].map((house) => answerTo(house, username, path));
      const [one, other] = await Promise.all(answers);
      if (one !== other) found.push(path);
    });
    await Promise.all(batch);
  }
  return found;
}

describe('to those who may not know, a restricted task is withheld where it is printed, and absent where it is not', () => {
  test.each(['viewer', 'leader2', 'admin', 'security', 'lead-grassroots', 'head-x1', 'reporter-x1s01'])(
    '%s',
    async (username) => expect(await differing(username, await addresses())).toEqual([]),
    240_000,
  );

  test('not even to those who may know of another one', async () => {
    const others = (await addresses()).filter((path) =>
      /areaId=crime-fighting|\/reports\/context/.test(path),
    );
    expect(others.length).toBeGreaterThan(4);
    expect(await differing('lead-team-building', others)).toEqual([]);
  });

  test('and the worlds do differ for those who may know, in what is compared', async () => {
    const found = await differing('planoffice', await addresses());
    expect(found.length).toBeGreaterThan(20);
    for (const part of ['/history', '/moves', 'origin=any', '/annexes', '/api/reports/', '/api/expectations'])
      expect(
        found.filter((path) => path.includes(part)),
        part,
      ).not.toEqual([]);
  }, 240_000);
});
