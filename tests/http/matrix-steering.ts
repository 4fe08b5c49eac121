import { randomUUID } from 'node:crypto';
import type { DemoHouse } from '../house/demo-house.js';
import { type AddRow, admin, everybody, known, leaders, office, readers } from './matrix.js';

/**
 * Rows of what steers a task from outside of its own moves (extensions, adjustments, urgings, instructions, contests),
 * and of what is taken in and given out. The task is one that XZ leads, so that head-xz is its head.
 */
export async function addSteering(house: DemoHouse, add: AddRow): Promise<void> {
  const { planId } = house;
  const [task] = await house.rows<{ id: string }>(
    `select t.id from task t join assignment a on a.task_id = t.id and a.role = 'lead' join unit u on u.id = a.unit_id
     where u.code = 'XZ' and t.visibility = 'open' and t.state = 'in-progress' order by t.number limit 1`,
  );
  const [target] = await house.rows<{ id: string }>(
    `select g.id from target g join task t on t.id = g.task_id where t.number = 27 and g.unit_id = $1 limit 1`,
    [house.rootUnitId],
  );
  const [secret] = await house.rows<{ id: string }>(
    `select id from task where number is null and visibility = 'restricted' and area_id = 'crime-fighting'`,
  );
  if (!task || !target || !secret) throw new Error('the demo has no such task');
  const of = { params: { id: task.id } };
  const post = async (username: string, path: string, body: object) =>
    (await (await house.as(username)).post<{ id: string }>(path, body)).id;

  for (const part of ['extensions', 'adjustments', 'instructions', 'urgings', 'light-contests']) {
    add(`GET /api/tasks/{id}/${part}`, 'open', readers, of);
    add(`GET /api/tasks/{id}/${part}`, 'restricted, added', '++44+ 444444+ 4444', {
      params: { id: secret.id },
    });
  }
  const later = { dueDate: '2025-01-31', reason: '设备到货延期', progress: '已完成八成' };
  add('POST /api/tasks/{id}/extensions', 'led by XZ', '33333 333333+ 3344', { ...of, body: later });
  const asked = await post('head-xz', `/api/tasks/${task.id}/extensions`, later);
  const approve = { move: 'approve' };
  add('POST /api/extensions/{id}/moves', 'asked', '++333 3333333 3344', {
    params: { id: asked },
    body: approve,
  });
  add('POST /api/extensions/{id}/withdrawal', 'asked', '33333 333333+ 3344', {
    params: { id: asked },
    body: { reason: '已无需延期' },
  });
  const change = {
    kind: 'target',
    targetId: target.id,
    value: 52,
    reason: '上级调整考核口径',
    basis: '上级通知(示例)〔2024〕15 号',
    effectiveOn: '2024-10-01',
  };
  const [task27] = await house.rows<{ id: string }>(`select id from task where number = 27`);
  const of27 = { params: { id: task27?.id ?? '' } };
  add('POST /api/tasks/{id}/adjustments', 'open', office, { ...of27, body: change });
  const proposed = await post('planoffice', `/api/tasks/${of27.params.id}/adjustments`, change);
  add('POST /api/adjustments/{id}/moves', 'proposed', '3+333 3333333 3344', {
    params: { id: proposed },
    body: approve,
  });
  add('POST /api/adjustments/{id}/withdrawal', 'proposed', '++333 3333333 3344', {
    params: { id: proposed },
    body: { reason: '口径已另行明确' },
  });

  const slip = { text: '请加快进度', answerBy: '2024-09-27' };
  add('POST /api/tasks/{id}/urgings', 'own area', '+333+ 3333333 3344', { ...of, body: slip });
  const urged = await post('planoffice', `/api/tasks/${task.id}/urgings`, slip);
  const lift = { move: 'lift', reason: '情况已说明' };
  add('POST /api/urgings/{id}/moves', 'issued by the office', office, { params: { id: urged }, body: lift });
  add('POST /api/tasks/{id}/instructions', 'open', leaders, { ...of, body: slip });
  const instructed = await post('leader', `/api/tasks/${task.id}/instructions`, slip);
  const said = { move: 'answer', text: '已按要求落实' };
  const ofInstruction = { params: { id: instructed } };
  add('POST /api/instructions/{id}/moves', 'answered by the lead unit', '33333 333333+ 3344', {
    ...ofInstruction,
    body: said,
  });
  add('POST /api/instructions/{id}/moves', 'closed by who wrote it', '3+333 3333333 3344', {
    ...ofInstruction,
    body: { move: 'close' },
  });
  add('POST /api/instructions/{id}/moves', 'handed to nobody', office, {
    ...ofInstruction,
    body: { move: 'hand-over', text: '分工调整', leaderId: instructed },
  });
  const ofPlan = { params: { id: planId } };
  for (const list of ['urgings', 'instructions', 'extensions', 'light-contests', 'on-time/tasks'])
    add(`GET /api/plans/{id}/${list}`, 'the plan', readers, ofPlan);
  const begun = { ...slip, areaId: 'grassroots', title: '批示办理事项' };
  add('POST /api/plans/{id}/instructions', 'of the plan', leaders, { params: { id: planId }, body: begun });
  const contested = { reason: '数据口径有误' };
  add('POST /api/tasks/{id}/light-contests', 'counties take part', '33333 3+3333+ 3344', {
    ...of,
    body: contested,
  });
  const contest = await post('head-xz', `/api/tasks/${task.id}/light-contests`, contested);
  const answer = { upheld: false, text: '口径以通知为准' };
  add('POST /api/light-contests/{id}/answer', 'open', office, { params: { id: contest }, body: answer });

  const plan = { params: { id: planId } };
  add('POST /api/plans/{id}/areas', 'in it already', admin, { ...plan, body: { areaId: 'grassroots' } });
  const [deputy] = await house.rows<{ id: string }>(`select id from app_user where username = 'reporter-x1'`);
  const naming = {
    unitId: house.unit('X1'),
    deputyId: deputy?.id ?? '',
    from: '2024-09-23',
    to: '2024-09-27',
  };
  const named = await post('head-x1', '/api/deputies', naming);
  add('GET /api/deputies', 'one’s own', everybody);
  add('POST /api/deputies', 'named already', '33333 3+33333 3334', { body: naming });
  add('DELETE /api/deputies/{id}', 'of X1', '44444 4+34444 4444', { params: { id: named } });
  for (const part of ['adjustments', 'changes', 'on-time'])
    add(`GET /api/plans/{id}/${part}`, 'the plan', readers, plan);
  const period = { period: '2024-08' };
  add('GET /api/plans/{id}/text-report.docx', 'the plan', '+++33 3333333 3344', { ...plan, query: period });
  for (const [file, more] of [
    ['board', period],
    ['tasks', {}],
  ] as const)
    add(`GET /api/exports/${file}.xlsx`, 'of the plan', readers, { query: { planId, ...more } });
  add('GET /api/exports', 'one’s own', known(readers));
  add('POST /api/exports', 'the board', readers, { body: { kind: 'board', planId, ...period } });
  add('POST /api/exports', 'a text report of the plan', '+++33 3333333 3344', {
    body: { kind: 'text-report', planId, ...period },
  });
  const paper = await post('planoffice', '/api/exports', { kind: 'ledger', planId });
  for (const operation of ['GET /api/exports/{id}', 'DELETE /api/exports/{id}', 'GET /api/exports/{id}/file'])
    add(operation, 'of the plan office', '+4444 4444444 4444', { params: { id: paper } });
  const sheet = { planId, areaId: 'grassroots', formKey: 'dispute-diversion', period: '2024-09' };
  add('GET /api/exports/template.xlsx', 'what one fills in', '33333 +++3333 3344', { query: sheet });
  add('GET /api/imports', 'one’s own', everybody);
  add('POST /api/imports', 'no file', everybody, { body: {} });
  const foreign = { params: { id: randomUUID() } };
  for (const operation of [
    'GET /api/imports/{id}',
    'DELETE /api/imports/{id}',
    'GET /api/imports/{id}/result.xlsx',
  ])
    add(operation, 'of another', '44444 4444444 4444', foreign);
  for (const operation of ['GET /api/calendar-feed', 'POST /api/calendar.ics', 'DELETE /api/calendar.ics'])
    add(operation, 'one’s own', everybody);
  add('GET /api/calendar.ics', 'a link that nobody has', '44444 4444444 4444', {
    query: { token: 'x'.repeat(43) },
  });
  add('GET /api/system/burden', 'of the plan', '33333 3333333 3+44', { query: { planId } });
  add('GET /api/system/jobs', 'all', known(admin));
  add('GET /api/system/snapshots', 'all', known(admin));
  add('POST /api/system/jobs/nightly', 'once more', known(admin));
}
