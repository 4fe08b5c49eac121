import type { DemoHouse } from '../house/demo-house.js';
import { openMeeting } from '../house/meeting.js';
import { addShares } from './matrix-shares.js';
import { addSteering } from './matrix-steering.js';

/**
 * The columns of the matrix. Every role; the lead of another area, and people of another unit, of a unit above and of
 * one below. lead-crime-fighting and head-xz may know of the restricted tasks, which their unit XZ leads.
 */
export const people = [
  ...['planoffice', 'leader', 'leader2', 'lead-grassroots', 'lead-crime-fighting'],
  ...['reviewer-x1', 'head-x1', 'reporter-x1', 'head-x1s01', 'reporter-x1s01', 'reporter-x2s01', 'head-xz'],
  ...['viewer', 'admin', 'security', 'auditor'],
] as const;

export interface Row {
  /** `GET /api/reports/{id}` */
  operation: string;
  place: string;
  params: Record<string, string>;
  query?: Record<string, string>;
  body?: object;
  /** What each of the people gets: `+` past the policy, 3 for 403, 4 for 404. */
  signs: string[];
}

/** Adds a row; `signs` has one for each of the people, in groups as below. */
export type AddRow = (
  operation: string,
  place: string,
  signs: string,
  sent?: { params?: Record<string, string>; query?: Record<string, string>; body?: object },
) => void;

// planoffice leader leader2 lead-grassroots lead-crime-fighting | reviewer-x1 head-x1 reporter-x1 head-x1s01
// reporter-x1s01 reporter-x2s01 head-xz | viewer admin security auditor
export const everybody = '+++++ +++++++ ++++';
export const readers = '+++++ +++++++ ++44';
export const office = '+3333 3333333 3344';
export const leaders = '3++33 3333333 3344';
export const admin = '33333 3333333 3+44';
const units = '+++++ +++++++ +++4';
const unitKeeper = '33333 3333333 3+34';

/** Of a collection as a whole: that there are units, accounts or a log is no secret, so nobody gets 404. */
export const known = (signs: string) => signs.replaceAll('4', '3');

/** Who may do what to what, said by hand: it must not be computed from the policy that it checks. */
export async function matrixRows(house: DemoHouse): Promise<Row[]> {
  const places = await findPlaces(house);
  const { planId } = house;
  const rows: Row[] = [];
  const add: AddRow = (operation, place, signs, { params = {}, ...sent } = {}) =>
    rows.push({ operation, place, params, ...sent, signs: [...signs.replaceAll(' ', '')] });
  await addSteering(house, add);
  await addShares(house, add);

  // Open to all who are signed in, or to anybody
  for (const path of ['session', 'tokens', 'notifications', 'roles', 'setup', 'health/live', 'health/ready'])
    add(`GET /api/${path}`, 'one’s own', everybody);
  add('DELETE /api/session', 'a token has none', everybody);
  add('POST /api/notifications/read', 'one’s own', everybody, { body: { read: true } });
  add('POST /api/tokens', 'one’s own', everybody, { body: { name: 'another', days: 1 } });
  add('DELETE /api/tokens/{id}', 'of another', '44444 4444444 4444', { params: { id: places.token } });
  add('DELETE /api/tokens/{id}', 'of the plan office', '+4444 4444444 4444', {
    params: { id: places.officeToken },
  });

  // The plan, its figures and its configuration
  const plan = { params: { id: planId } };
  const ofPlan = { query: { planId } };
  for (const path of ['plans', 'metrics', 'calendar']) add(`GET /api/${path}`, 'all', known(readers));
  for (const path of ['areas', 'forms']) add(`GET /api/${path}`, 'of the plan', readers, ofPlan);
  for (const part of ['', '/board', '/lights', '/tasks', '/targets'])
    add(`GET /api/plans/{id}${part}`, 'the plan', readers, plan);
  for (const path of ['expectations', 'reports', 'work'])
    add(`GET /api/${path}`, 'of the plan', readers, ofPlan);
  const metric = { params: { key: 'grassroots.diversion-rate' } };
  add('GET /api/metrics/{key}/series', 'any', readers, { ...metric, ...ofPlan });
  add('GET /api/metrics/{key}/drill', 'any', readers, { ...metric, query: { planId, period: '2024-08' } });
  add('GET /api/plans/{id}/closing', 'the plan', office, { ...plan, query: { closedThrough: '2024-08-31' } });
  add('PUT /api/plans/{id}/closed-through', 'the plan', office, {
    ...plan,
    body: { closedThrough: null, reason: '重新开放' },
  });
  const ranked = { planId, period: '2024-08', kind: 'county' };
  add('GET /api/metrics/{key}/ranking', 'switched off', '+++33 3333333 3344', { ...metric, query: ranked });
  add('PUT /api/plans/{id}/ranking', 'the plan', office, { ...plan, body: { enabled: true } });
  const importers = '+3333 3333333 3+44';
  const prior = '/api/plans/{id}/prior-values';
  add(`GET ${prior}`, 'of the plan', readers, plan);
  add(`GET ${prior}/imports`, 'of the plan', importers, plan);
  add(`GET ${prior}/template.xlsx`, 'of an area', importers, { ...plan, query: { areaId: 'team-building' } });
  const annals = { source: '统计年报', reviewed: 'true' };
  add(`POST ${prior}/imports`, 'no file', importers, { ...plan, query: annals, body: {} });
  add(`GET ${prior}/imports/{importId}/result.xlsx`, 'of the plan', importers, {
    params: { id: planId, importId: places.priorImport },
  });
  add('POST /api/plans/{id}/next', 'the plan', office, {
    ...plan,
    body: { year: 2025, title: '二〇二五年工作计划' },
  });
  add('GET /api/plans/{id}/carry-overs', 'the plan', office, plan);
  add('POST /api/plans/{id}/carry-overs', 'no next plan', office, {
    ...plan,
    body: { ids: [places.task27], versions: [1] },
  });
  add('POST /api/plans/{id}/issue', 'issued', leaders, {
    ...plan,
    body: { documentNumber: '示例〔2024〕2 号' },
  });
  const area = { params: { id: planId, areaId: 'grassroots' }, body: { enabled: true } };
  add('PATCH /api/plans/{id}/areas/{areaId}', 'an area', admin, area);
  const configurable = '+33+3 3333333 3+44';
  const config = '/api/plans/{id}/areas/{areaId}/config';
  const place = { params: area.params };
  for (const part of ['', '/versions']) add(`GET ${config}${part}`, 'own area', configurable, place);
  const setting = { value: {}, effectiveFrom: '2024-10-01' };
  add(`POST ${config}/preview`, 'own area', configurable, { ...place, body: setting });
  add(`PUT ${config}`, 'own area', configurable, { ...place, body: { ...setting, reason: '照旧' } });
  const version = { params: { ...area.params, v: places.proposal } };
  add(`GET ${config}/versions/{v}/diff`, 'own area', configurable, version);
  add(`POST ${config}/versions/{v}/rollback`, 'own area', configurable, {
    ...version,
    body: { reason: '改回' },
  });
  add(`POST ${config}/versions/{v}/confirm`, 'proposed', office, { ...version, body: {} });
  add(`POST ${config}/versions/{v}/refuse`, 'proposed', office, { ...version, body: { reason: '不同意' } });
  const day = { params: { date: '2024-12-30' } };
  add('PUT /api/calendar/days/{date}', 'a day', known(admin), { ...day, body: { kind: 'holiday' } });
  add('DELETE /api/calendar/days/{date}', 'a day', known(admin), day);
  add('PUT /api/calendar/{year}', 'a year', known(admin), {
    params: { year: '2027' },
    body: { revision: 'another', holidays: ['2027-01-01'], workdays: [] },
  });
  const target = {
    taskId: places.task27,
    metric: 'grassroots.diversion-rate',
    unitId: house.rootUnitId,
    value: 51,
    dueDate: '2024-12-31',
  };
  add('POST /api/plans/{id}/targets', 'own area', '+33+3 3333333 3+44', { ...plan, body: target });
  add('POST /api/targets/{id}/confirm', 'confirmed', office, { params: { id: places.target } });

  // Tasks
  const tasks = {
    'open, own area': {
      id: places.task27,
      read: readers,
      propose: '+33+3 3333333 3344',
      move: '++333 3333333 3344',
      mark: office,
      keep: office,
    },
    withheld: {
      id: places.withheld,
      read: readers,
      propose: office,
      move: '+++33 3333333 3344',
      mark: office,
      keep: office,
    },
    'restricted, printed': {
      id: places.restricted,
      read: readers,
      propose: '+333+ 3333333 3344',
      move: '+++33 333333+ 3344',
      mark: '+3333 333333+ 3344',
      keep: office,
    },
    'restricted, added': {
      id: places.secret,
      read: '++44+ 444444+ 4444',
      propose: '+344+ 4444443 4444',
      move: '++443 444444+ 4444',
      mark: '+3443 444444+ 4444',
      keep: '+3443 4444443 4444',
    },
  };
  const override = { colour: 'yellow', reason: '口径待核', until: '2024-10-31' };
  for (const [place, { id, read, propose, move, mark, keep }] of Object.entries(tasks)) {
    const params = { id };
    for (const part of ['', '/history', '/lights', '/moves'])
      add(`GET /api/tasks/{id}${part}`, place, read, { params });
    // Viewers and admins read the task, but attend no meetings.
    const attend = read.replace(/\+\+44$/, '3344');
    add('GET /api/tasks/{id}/decisions', place, attend, { params });
    add('PATCH /api/tasks/{id}', place, propose, { params, body: { title: '另一个题目' } });
    add('POST /api/tasks/{id}/milestones', place, propose, { params, body: { title: '一个节点' } });
    add('POST /api/tasks/{id}/moves', place, move, {
      params,
      body: { move: 'terminate', reason: '不再需要' },
    });
    add('PUT /api/tasks/{id}/awaiting-superior', place, mark, { params, body: { awaiting: true } });
    add('PUT /api/tasks/{id}/light-override', place, keep, { params, body: override });
    add('DELETE /api/tasks/{id}/light-override', place, keep, { params });
    const part = { unitId: house.unit('X1S01'), reason: '不涉及' };
    add('POST /api/tasks/{id}/waivers', place, keep, { params, body: part });
    add('POST /api/tasks/{id}/waivers/withdrawal', place, keep, { params, body: part });
    add('DELETE /api/tasks/{id}/carry-over', place, keep, { params });
    add('POST /api/tasks/{id}/leader-handover', place, keep, {
      params,
      body: { leaderId: id, basis: '分工调整' },
    });
  }
  const draft = { areaId: 'grassroots', origin: 'added', title: '一项新任务' };
  add('POST /api/plans/{id}/tasks', 'own area', '+33+3 3333333 3344', { ...plan, body: draft });
  for (const [place, milestone, propose, done] of [
    ['other area', places.milestone, office, '33333 3333333 3344'],
    ['restricted, printed', places.restrictedMilestone, '+344+ 4444443 4444', '33443 444444+ 4444'],
    ['restricted, added', places.secretMilestone, '+344+ 4444443 4444', '33443 444444+ 4444'],
  ] as const) {
    const params = { id: milestone.taskId, milestoneId: milestone.id };
    const path = '/api/tasks/{id}/milestones/{milestoneId}';
    add(`PATCH ${path}`, place, propose, { params, body: { title: '另一个节点' } });
    add(`DELETE ${path}`, place, propose, { params });
    add(`POST ${path}/completion`, place, done, { params, body: { doneOn: '2024-09-02' } });
    add(`POST ${path}/completion/withdrawal`, place, done, { params, body: { reason: '误报' } });
  }
  const evidence = { attachmentId: places.attachment };
  for (const [place, id, read, write] of [
    ['counties and a station take part', places.task27, '++++3 +++++33 3344', '33333 +++++33 3344'],
    ['withheld', places.withheld, '+++33 3333333 3344', '33333 3333333 3344'],
    ['restricted, printed', places.restricted, '+++3+ 333333+ 3344', '33333 333333+ 3344'],
    ['restricted, added', places.secret, '++44+ 444444+ 4444', '33443 444444+ 4444'],
  ] as const) {
    add('GET /api/tasks/{id}/evidence', place, read, { params: { id } });
    add('POST /api/tasks/{id}/evidence', place, write, { params: { id }, body: evidence });
  }
  add('GET /api/attachments/{id}', 'evidence of a task in which counties take part', '+++44 +++4444 4444', {
    params: { id: places.attachment },
  });
  add('POST /api/attachments', 'no file', everybody, { body: {} });

  // Reports
  const unlock = { move: 'unlock', reason: '核减重复统计' };
  for (const [place, id, read, write, accept] of [
    ['county', places.reports.county, '++++4 +++4444 4444', '33334 +++4444 4444', '333+4 3334444 4444'],
    [
      'station below',
      places.reports.station,
      '++++4 ++4++44 4444',
      '33334 +34++44 4444',
      '33334 +343344 4444',
    ],
    [
      'sibling county',
      places.reports.sibling,
      '++++4 4444444 4444',
      '33334 4444444 4444',
      '333+4 4444444 4444',
    ],
    [
      'other area',
      places.reports.otherArea,
      '+++4+ +++4444 4444',
      '33343 +++4444 4444',
      '3334+ 3334444 4444',
    ],
    [
      'restricted',
      places.reports.restricted,
      '++44+ 444444+ 4444',
      '33443 444444+ 4444',
      '3344+ 4444443 4444',
    ],
  ] as const) {
    const params = { id };
    for (const part of ['', '/context', '/form', '/moves', '/revisions', '/values'])
      add(`GET /api/reports/{id}${part}`, place, read, { params });
    add('PATCH /api/reports/{id}', place, write, { params, body: { data: {} } });
    add('POST /api/reports/{id}/moves', place, accept, { params, body: unlock });
  }
  // Not open yet: whoever may begin it is told so.
  for (const [place, formKey, unit, taskId, write, read] of [
    ['county', 'dispute-diversion', 'X1', undefined, '33333 +++3333 3334', '++++3 +++3333 3344'],
    ['station below', 'dispute-mediation', 'X1S01', undefined, '33333 +33++33 3334', '++++3 ++3++33 3344'],
    ['sibling county', 'dispute-diversion', 'X2', undefined, '33333 3333333 3334', '++++3 3333333 3344'],
    ['restricted', 'progress-note', 'XZ', places.restricted, '33443 444444+ 4444', '++44+ 444444+ 4444'],
  ] as const) {
    const areaId = taskId ? 'crime-fighting' : 'grassroots';
    const given = {
      planId,
      areaId,
      formKey,
      unitId: house.unit(unit),
      period: '2024-12',
      ...(taskId ? { taskId } : {}),
    };
    add('POST /api/reports', place, write, { body: given });
    add('GET /api/reports/context', place, read, { query: given });
  }

  // Meetings: for those who do the work; the open one is past its collecting, and its picture stands
  const attended = '+++++ +++++++ 4444';
  const called = '+3333 3333333 4444';
  const decided = '+++33 3333333 4444';
  const meeting = { params: { id: places.meeting.id } };
  add('GET /api/meetings', 'of the plan', '+++++ +++++++ 3344', ofPlan);
  const invitation = {
    planId,
    title: '四季度推进会',
    heldOn: '2024-12-20',
    period: '2024-11',
    collectBy: '2024-12-10',
  };
  add('POST /api/meetings', 'of the plan', office, { body: invitation });
  for (const part of [
    '',
    '/annexes',
    '/briefing',
    '/briefing.docx',
    '/decisions',
    '/difference',
    '/ledger.xlsx',
  ])
    add(`GET /api/meetings/{id}${part}`, 'open', attended, meeting);
  for (const part of ['/materials', '/snapshot', '/snapshots', '/stage'])
    add(`GET /api/meetings/{id}${part}`, 'open', attended, meeting);
  const ended = { params: { id: places.closedMeeting.id } };
  for (const part of ['/minutes', '/minutes.docx'])
    add(`GET /api/meetings/{id}${part}`, 'closed', attended, ended);
  add('PATCH /api/meetings/{id}', 'open', called, { ...meeting, body: { place: '一号会议室' } });
  add('POST /api/meetings/{id}/moves', 'open', called, { ...meeting, body: { move: 'close' } });
  add('POST /api/meetings/{id}/snapshot', 'open', called, { ...meeting, body: {} });
  add('PUT /api/meetings/{id}/stage', 'open', called, {
    ...meeting,
    body: { page: 1, screen: 'projector', turn: 1 },
  });
  const words = { overview: '总体平稳', problems: null, nextSteps: null };
  add('PUT /api/meetings/{id}/briefing', 'open', called, { ...meeting, body: words });
  const minutes = { header: '会议纪要', number: '〔2024〕1 号', text: '会议听取汇报。', recipients: [] };
  add('PUT /api/meetings/{id}/minutes', 'closed', called, { ...ended, body: minutes });
  add('POST /api/meetings/{id}/minutes/addenda', 'closed', called, { ...ended, body: { text: '补充说明' } });
  add('POST /api/meetings/{id}/minutes/moves', 'closed', decided, {
    ...ended,
    body: { move: 'countersign' },
  });
  const material = { situation: '进展正常', problems: '', nextSteps: '', matters: [] };
  add('PUT /api/meetings/{id}/materials/{areaId}', 'own area', '+33+3 3333333 4444', {
    params: { ...meeting.params, areaId: 'grassroots' },
    body: material,
  });
  add('POST /api/meetings/{id}/materials/urgings', 'open', called, { ...meeting, body: {} });
  const decision = { text: '按期完成' };
  add('POST /api/meetings/{id}/decisions', 'open', decided, { ...meeting, body: decision });
  const settled = { params: { id: places.meeting.decisionId } };
  add('PATCH /api/decisions/{id}', 'of an open one', decided, { ...settled, body: decision });
  const effect = { effect: 'closure', taskId: places.task27 };
  add('POST /api/decisions/{id}/effect', 'of an open one', decided, { ...settled, body: effect });
  add('POST /api/decisions/{id}/withdrawal', 'of an open one', decided, {
    ...settled,
    body: { reason: '误记' },
  });
  add('POST /api/decisions/{id}/settle', 'of an open one', called, { ...settled, body: { done: true } });

  // Over many units at once, each row is judged on its own: the request is every reader's.
  const sheet = { planId, areaId: 'grassroots', formKey: 'dispute-diversion', period: '2024-12' };
  add('GET /api/reports/sheet', 'of the plan', readers, { query: { ...sheet, period: '2024-08' } });
  const items = [{ unitId: house.unit('X1'), version: null, data: { disputes: 1 } }];
  add('POST /api/reports/bulk', 'not open yet', readers, { body: { ...sheet, items } });
  const many = { ids: [places.reports.county], versions: [0], move: 'accept' };
  add('POST /api/reports/moves', 'of an older version', known(readers), { body: many });
  const ofTask = { ids: [places.task27], versions: [0], move: 'archive' };
  add('POST /api/tasks/moves', 'of an older version', known(readers), { body: ofTask });
  add('POST /api/tasks/moves/offers', 'any', known(readers), { body: { ids: [places.task27] } });
  add('POST /api/urgings', 'only asked', known(readers), {
    body: { taskIds: [places.task27], dryRun: true },
  });
  const waiver = { params: { id: places.expectation } };
  add('POST /api/expectations/{id}/waive', 'own area', '+33+3 3333333 3344', {
    ...waiver,
    body: { reason: '机构调整' },
  });
  add('DELETE /api/expectations/{id}/waive', 'own area', '+33+3 3333333 3344', waiver);
  add('POST /api/expectations/{id}/reopening', 'own area', '+33+3 3333333 3344', {
    ...waiver,
    body: { until: '2024-12-31', reason: '补报' },
  });
  add('DELETE /api/expectations/{id}/reopening', 'own area', '+33+3 3333333 3344', waiver);

  // Saved views: one's own, and what others share
  const viewed = { query: { planId, page: 'tasks' } };
  add('GET /api/views', 'of the plan', readers, viewed);
  const view = { planId, page: 'tasks', name: '红灯任务', search: 'colour=red' };
  add('POST /api/views', 'of the plan', readers, { body: view });
  for (const [place, id, signs] of [
    ['another’s own', places.views.own, '44444 44+4444 4444'],
    ['shared by another', places.views.shared, '+3333 33+3333 3344'],
  ] as const) {
    add('PATCH /api/views/{id}', place, signs, { params: { id }, body: { name: '新名字' } });
    add('DELETE /api/views/{id}', place, signs, { params: { id } });
  }

  // Units, accounts, the log
  const station = { id: house.unit('X5S02') };
  add('GET /api/units', 'all', known(units));
  for (const part of ['', '/members', '/placements'])
    add(`GET /api/units/{id}${part}`, 'any', units, { params: station });
  const parent = { parentId: house.unit('X5'), code: 'X5S01', name: '又一个派出所', kind: 'station' };
  add('POST /api/units', 'a code that is taken', known(unitKeeper), { body: parent });
  add('PATCH /api/units/{id}', 'any', unitKeeper, { params: station, body: { name: '改名的派出所' } });
  const elsewhere = { parentId: house.unit('X4'), from: '2024-10-01' };
  add('POST /api/units/{id}/moves', 'any', unitKeeper, { params: station, body: elsewhere });
  const closing = { on: '2024-09-30', successorId: house.unit('X5S03') };
  add('POST /api/units/{id}/close', 'any', unitKeeper, { params: station, body: closing });
  add('POST /api/units/{id}/reopen', 'any', unitKeeper, { params: station, body: { reason: '撤并有误' } });
  add('GET /api/units/{id}/handover', 'any', unitKeeper, { params: station, query: closing });
  const member = { id: house.unit('SBJ'), unitId: house.unit('Q1') };
  add('POST /api/units/{id}/members', 'a group', unitKeeper, {
    params: member,
    body: { unitId: member.unitId },
  });
  add('DELETE /api/units/{id}/members/{unitId}', 'a group', unitKeeper, { params: member });
  const user = { id: places.user };
  const account = { username: 'admin', name: '又一个管理员', unitId: null };
  add('GET /api/users', 'all', '33333 3333333 3++3');
  add('GET /api/people', 'all', '+++++ ++3+33+ 3333');
  add('POST /api/users', 'a name that is taken', '33333 3333333 3+33', { body: account });
  add('GET /api/users/{id}', 'any', '44444 4444444 4++4', { params: user });
  add('PATCH /api/users/{id}', 'any', '44444 4444444 4+34', { params: user, body: { name: '改名' } });
  add('POST /api/users/{id}/password-reset', 'any', '44444 4444444 4+34', { params: user });
  const clashing = { role: 'auditor' };
  add('POST /api/users/{id}/grants', 'any', '44444 4444444 43+4', { params: user, body: clashing });
  const grant = { ...user, grantId: places.grant };
  add('DELETE /api/users/{id}/grants/{grantId}', 'any', '44444 4444444 43+4', { params: grant });
  for (const method of ['GET', 'DELETE'])
    add(`${method} /api/users/{id}/sessions`, 'any', '44444 4444444 43+4', { params: user });
  add('GET /api/audit', 'the log', '33333 3333333 333+');

  // What is done once
  const first = { username: 'first', name: '首位', password: 'a long enough password 1' };
  add('POST /api/setup', 'not empty any more', everybody, { body: first });
  return rows;
}

type Located = { id: string; taskId: string };

/** The things that the rows are about, one of each kind of place. */
async function findPlaces(house: DemoHouse) {
  const one = async <T = { id: string }>(sql: string, parameters: unknown[] = []): Promise<T> => {
    const [row] = await house.rows<T>(sql, parameters);
    if (!row) throw new Error(`the demo has none of: ${sql} ${parameters}`);
    return row;
  };
  const task = async (condition: string) => (await one(`select id from task t where ${condition}`)).id;
  const report = async (areaId: string, form: string, unit: string) =>
    (
      await one(
        `select r.id from report r join unit u on u.id = r.unit_id
         where r.area_id = $1 and r.form_key = $2 and u.code = $3 and r.state = 'accepted' and r.period = '2024-08'`,
        [areaId, form, unit],
      )
    ).id;
  const milestone = (taskId: string) =>
    one<Located>(`select id, task_id as "taskId" from milestone where task_id = $1`, [taskId]);
  const task27 = await task(`number = 27`);
  const restricted = await task(`number = 16`);
  const secret = await task(`number is null and visibility = 'restricted' and area_id = 'crime-fighting'`);
  const token = async (username: string) =>
    (await (await house.as(username)).post<{ id: string }>('/api/tokens', { name: 'spare', days: 1 })).id;
  const closedMeeting = await openMeeting(house);
  const office = await house.as('planoffice');
  const { version } = await office.get<{ version: number }>(`/api/meetings/${closedMeeting.id}`);
  await office.post(`/api/meetings/${closedMeeting.id}/moves`, { move: 'close' }, version);
  const user = await one<{ id: string; grant: string }>(
    `select u.id, g.id as grant from app_user u join role_grant g on g.user_id = u.id where u.username = 'reporter-x5s01'`,
  );
  const reporter = await house.as('reporter-x1');
  const savedView = async (name: string, shared: boolean) =>
    (
      await reporter.post<{ id: string }>('/api/views', {
        planId: house.planId,
        page: 'board',
        name,
        search: '',
        shared,
      })
    ).id;
  return {
    views: { own: await savedView('自用', false), shared: await savedView('共用', true) },
    task27,
    restricted,
    secret,
    withheld: await task(`number = 9`),
    milestone: await milestone(await task(`number = 33`)),
    restrictedMilestone: await milestone(restricted),
    secretMilestone: await milestone(secret),
    target: (await one(`select id from target where task_id = $1`, [task27])).id,
    priorImport: (await one(`update prior_import set result = 'a workbook' returning id`)).id,
    attachment: (
      await one(
        `select e.attachment_id as id from task_evidence e join task t on t.id = e.task_id where t.number = 44`,
      )
    ).id,
    reports: {
      county: await report('grassroots', 'dispute-diversion', 'X1'),
      station: await report('grassroots', 'dispute-mediation', 'X1S01'),
      sibling: await report('grassroots', 'dispute-diversion', 'X2'),
      otherArea: await report('crime-fighting', 'case-teams', 'X1'),
      restricted: (
        await one(`select id from report where task_id = $1 and state = 'accepted' and period = '2024-08'`, [
          restricted,
        ])
      ).id,
    },
    expectation: (
      await one(
        `select e.id from expectation e join unit u on u.id = e.unit_id
         where e.area_id = 'grassroots' and e.form_key = 'safety-supervision' and e.period = '2024-12' and u.code = 'X5'`,
      )
    ).id,
    proposal: await proposeConfig(house),
    meeting: await openMeeting(house),
    closedMeeting,
    user: user.id,
    grant: user.grant,
    token: await token('reporter-x2'),
    officeToken: await token('planoffice'),
  };
}

/** Number of a configuration that an area lead proposes. */
async function proposeConfig(house: DemoHouse): Promise<string> {
  const lead = await house.as('lead-grassroots');
  const path = `/api/plans/${house.planId}/areas/grassroots/config`;
  const { version } = await lead.get<{ version: number }>(path);
  const body = { value: { lights: { nearDays: 5 } }, reason: '提前提示', effectiveFrom: '2024-10-01' };
  const { status, text, body: answer } = await lead.send('put', path, { body, version });
  if (status !== 200) throw new Error(`the configuration was not proposed: ${status} ${text}`);
  return String(answer.proposal.version);
}
