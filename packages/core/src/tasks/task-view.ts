import { taskStates } from '@duban/contract';
import { knowsTask } from '../plans/known-tasks.js';

/**
 * Tasks as the asker sees them: the one place where the reserve of 4-areas.md is made. What they may not know of
 * shows as withheld where the plan prints it, and is not there where it does not. Filters, sorts, counts and
 * versions all rest on these columns, so that none of them differs from a world in which it is only withheld.
 * Parameters: $1 the asker's id, $2 whether they are of the plan office.
 */
const known = `(t.visibility <> 'restricted' or $2::boolean or t.leader_id = $1::uuid or k.user_id is not null)`;
/** Told to those who know and, of a withheld task, to nobody. */
const told = `(${known} and t.visibility <> 'withheld')`;
const ifTold = (column: string) => `case when ${told} then t.${column} end as ${column}`;

export const seenTasks = `
  select t.id, t.plan_id, t.area_id, t.number, ${known} as known, ${told} as told,
    case when ${known} then t.title else t.outline_title end as title,
    case when ${known} then t.visibility else 'withheld' end as visibility,
    case when ${known} then t.state else 'withheld' end as state,
    case when ${known} then t.origin else 'plan' end as origin,
    case when ${known} then t.version else 1 end as version,
    case when ${known} then t.pending end as pending,
    ${[
      'due_date',
      'original_due_date',
      'leader_id',
      'light_colour',
      'light_closed',
      'light_as_of',
      'closed_on',
      'basis',
      'summary',
      'issued_on',
      'accept_by',
      'accepted_on',
      'multi_year_until',
      'carried_from',
      'override',
      'closure_requested_by',
      'pre_approved_by',
    ]
      .map(ifTold)
      .join(', ')},
    case when ${told} then t.light_reasons else '[]' end as light_reasons,
    ${told} and t.awaiting_superior as awaiting_superior,
    ${told} and t.declined as declined
  from task t left join task_knower k on k.task_id = t.id and k.user_id = $1::uuid
  where (t.number is not null or ${known})`;

/** Instants as the API writes them. */
export const isoInstant = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const ref = (table: string, id: string) =>
  `(select json_build_object('id', r.id, 'name', r.name) from ${table} r where r.id = ${id})`;

/** Parts of a task `s` that was seen, for its JSON. A nested assignment is a part of another unit's. */
export const seenParts = `
  left join lateral (
    select json_agg(part.ref order by part.code) filter (where part.role = 'lead') -> 0 as lead,
      json_agg(part.ref order by part.code) filter (where part.role = 'responsible') as responsible,
      json_agg(part.ref order by part.code) filter (where part.role = 'cooperating') as cooperating
    from (select a.role, u.code, json_build_object('id', u.id, 'name', u.name) as ref
      from assignment a join unit u on u.id = a.unit_id
      where a.task_id = s.id and s.told and a.parent_id is null) part
  ) parts on true`;

/** Each reason's sentence in the asker's language ($3); the facts that it rests on only where one task is read. */
const light = (reason: string) => `json_build_object(
  'colour', s.light_colour,
  'closed', s.light_closed,
  'reasons', (select coalesce(json_agg(jsonb_set(${reason}, '{detail}', reason -> 'detail' -> $3::text)), '[]')
    from jsonb_array_elements(s.light_reasons) reason),
  'asOf', s.light_as_of)`;

/** The same task in another year's plan, for those who know it there as well. */
const inOtherPlan = (condition: string) =>
  `(select json_build_object('id', t.id, 'number', t.number, 'title', t.title,
      'plan', json_build_object('id', p.id, 'year', p.year, 'title', p.title))
    from task t join plan p on p.id = t.plan_id where s.told and ${condition} and ${knowsTask('$1', '$2')})`;

const fields = (reason: string) => `
  'id', s.id, 'number', s.number, 'title', s.title, 'areaId', s.area_id, 'visibility', s.visibility, 'state', s.state,
  'light', ${light(reason)},
  'dueDate', s.due_date, 'originalDueDate', s.original_due_date, 'origin', s.origin,
  'leader', ${ref('app_user', 's.leader_id')}, 'leadUnit', parts.lead,
  'responsibleUnits', coalesce(parts.responsible, '[]'), 'cooperatingUnits', coalesce(parts.cooperating, '[]'),
  'pending', case when s.pending is null then null else json_build_object('move', s.pending ->> 'move',
    'by', ${ref('app_user', `(s.pending ->> 'by')::uuid`)}, 'behalfOf', ${ref('app_user', `(s.pending ->> 'behalfOf')::uuid`)}, 'at', s.pending ->> 'at') end,
  'closedOn', s.closed_on, 'version', s.version`;

/** The JSON of a list's task. */
export const taskJson = `json_build_object(${fields(`(reason - 'facts')`)})`;

/** The JSON of one task with its parts. */
export const taskDetailJson = `json_build_object(${fields('reason')},
  'planId', s.plan_id, 'basis', s.basis, 'summary', s.summary, 'awaitingSuperior', s.awaiting_superior,
  'preApproved', s.pre_approved_by is not null, 'issuedOn', s.issued_on, 'acceptBy', s.accept_by,
  'acceptedOn', s.accepted_on, 'multiYearUntil', s.multi_year_until,
  'carriedFrom', ${inOtherPlan('t.id = s.carried_from')}, 'carriedInto', ${inOtherPlan('t.carried_from = s.id')},
  'leaderActive', (select u.active from app_user u where u.id = s.leader_id), 'override', s.override,
  'knowers', (select coalesce(json_agg(json_build_object('id', u.id, 'name', u.name) order by u.name, u.id), '[]')
    from task_knower k join app_user u on u.id = k.user_id where k.task_id = s.id and s.told),
  'assignments', (select coalesce(json_agg(json_build_object('id', a.id,
      'unit', json_build_object('id', u.id, 'name', u.name), 'role', a.role, 'parentId', a.parent_id, 'acceptedOn', a.accepted_on,
      'waivedReason', a.waived_reason) order by array_position(array['lead', 'responsible', 'cooperating'], a.role), u.code), '[]')
    from assignment a join unit u on u.id = a.unit_id where a.task_id = s.id and s.told),
  'milestones', (select coalesce(json_agg(json_build_object('id', m.id, 'title', m.title, 'dueDate', m.due_date,
      'doneOn', m.done_on, 'firm', m.firm, 'note', m.note,
      'evidence', (select count(*) from task_evidence e where e.milestone_id = m.id), 'version', m.version)
      order by m.position), '[]')
    from milestone m where m.task_id = s.id and s.told))`;

/** What a list may be sorted by, on tasks as seen. */
export const taskSorts: Record<string, string> = {
  number: 's.number',
  dueDate: 's.due_date',
  title: 's.title',
  state: `array_position(array[${taskStates.map((state) => `'${state}'`).join(', ')}], s.state)`,
};
