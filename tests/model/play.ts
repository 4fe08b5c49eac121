import { deepStrictEqual } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type Action, type Expected, perform } from './actions.js';
import { postsOf } from './cast.js';
import { shownAdjustment } from './change-model.js';
import { dateReasons, onTime } from './date-model.js';
import { citySeries, observations, rollups } from './figure-model.js';
import { type Answer, type Method, type ModelHouse, planned, type Sent, type Stage } from './house.js';
import { carriedByTask } from './report-model.js';
import { choose, labelOf, type Memory, type Sequence } from './steps.js';
import {
  type Change,
  daysAfter,
  keyOf,
  openWorld,
  periods,
  type ReportModel,
  type Setup,
  type Slot,
  slotOf,
  type World,
} from './world.js';

/** Ids of what a sequence makes, in the order in which the model has it. */
interface Ids extends Stage {
  reports: string[];
  extensions: string[];
  adjustments: string[];
}

/** Says what is done next; null for nothing. */
export type Turn = (world: World, memory: Memory) => Action | null;

/** Plays a sequence on the model and in the house side by side. Throws at the first thing that they see differently. */
export function play(house: ModelHouse, { setup, focus, steps }: Sequence): Promise<void> {
  const turns = steps.map(
    (step): Turn =>
      (world, memory) =>
        choose(world, focus, step, memory),
  );
  return playTurns(house, setup, turns);
}

export function playTurns(house: ModelHouse, setup: Setup, turns: readonly Turn[]): Promise<void> {
  return house.inOwnTime(() => playInTime(house, setup, turns));
}

async function playInTime(house: ModelHouse, setup: Setup, turns: readonly Turn[]): Promise<void> {
  const world = openWorld(setup);
  const stage = await house.begin(setup);
  const reports = stage.reportId ? [stage.reportId] : [];
  const ids: Ids = { ...stage, reports, extensions: [], adjustments: [] };
  const memory: Memory = { last: null, involved: [] };
  const story: string[] = [JSON.stringify(setup)];
  for (const turn of turns) {
    const action = turn(world, memory);
    if (!action) continue;
    if (action.do === 'pass') {
      await house.pass(ids.planId, action.days);
      perform(world, action);
      story.push(JSON.stringify(action));
      continue;
    }
    const { path, method, sent } = await request(house, world, ids, action);
    const expected = perform(world, action);
    const answer = await house.send(action.who, method, path, sent);
    story.push(`${JSON.stringify(action)} → ${answer.status} ${answer.body.code ?? ''}`);
    agree(story, () => deepStrictEqual(seen(house, answer, expected), expected));
    keep(ids, action, answer);
    for (const { role } of postsOf(action.who)) house.tried.byRole.add(`${role} ${labelOf(action)}`);
    house.tried['refused' in expected ? 'refused' : 'done'].add(labelOf(action));
    if ('shows' in expected) memory.involved.push(action.who);
    memory.last = action;
  }
  const stored = await inspect(house, ids);
  for (const [what, rows] of Object.entries(expectedRows(world)))
    agree(story, () => deepStrictEqual(stored[what], rows), what);
  await agreeOnDates(house, world, ids, story);
  await agreeOnSeries(house, world, ids, story);
}

/** Whether the task is late, by the date first set and by the one that holds. */
async function agreeOnDates(house: ModelHouse, world: World, ids: Ids, story: string[]): Promise<void> {
  const { closedOn, dueDate } = world.task;
  // A date that lies weeks ahead is late for nobody.
  if (closedOn === null && (dueDate ?? '9') > daysAfter(world.today, 14)) return;
  const { body } = await house.send('viewer', 'GET', `plans/${ids.planId}/on-time/tasks`);
  const items = body.items as { task: { id: string }; original: string | null; extended: string | null }[];
  const found = items.find(({ task }) => task.id === ids.taskId);
  const judged = found ? { original: found.original, extended: found.extended } : null;
  agree(story, () => deepStrictEqual(judged, onTime(world)), 'what is on time');
}

/** The city's rate; where no figure was handed in and none is stored, there is nothing to be wrong about. */
async function agreeOnSeries(house: ModelHouse, world: World, ids: Ids, story: string[]): Promise<void> {
  if (world.waiting.size + world.accepted.size === 0) return;
  const [from, to] = periods;
  const path = `metrics/trial.county-rate/series?planId=${ids.planId}&from=${from}&to=${to}`;
  const { body } = await house.send('viewer', 'GET', path);
  const points = (body.points as Record<string, unknown>[]).map(
    ({ period, numerator, denominator, value, yearToDate }) => ({
      period,
      numerator,
      denominator,
      value,
      yearToDate,
    }),
  );
  agree(story, () => deepStrictEqual(points, citySeries(world, [from, to])), 'the series of the city');
}

function agree(story: readonly string[], check: () => void, what = 'the answer'): void {
  try {
    check();
  } catch (error) {
    throw new Error(
      `${story.join('\n')}\nhouse (+) and model (-) differ in ${what}:\n${(error as Error).message}`,
    );
  }
}

/** The version that a change is sent with. */
function versionOf(action: Action, version: number): number | undefined {
  if (!('sent' in action) || action.sent === 'unversioned') return undefined;
  return action.sent === 'stale' ? version - 1 : version;
}

const formKeys = { county: 'county-counts', station: 'station-counts', note: 'progress-note' };
const noteWords = { progress: 'p', 'next-steps': 'n', 'self-assessment': 'on-pace' };

type Asked = Exclude<Action, { do: 'pass' }>;

async function request(
  house: ModelHouse,
  world: World,
  ids: Ids,
  action: Asked,
): Promise<{ method: Method; path: string; sent?: Sent }> {
  const by = (method: Method) => (path: string, body?: object, version?: number) =>
    ({ method, path, sent: { body, version } }) as const;
  const post = by('POST');
  const task = `tasks/${ids.taskId}`;
  const reasoned = (given: { reason?: string | undefined }) => (given.reason ? { reason: given.reason } : {});
  switch (action.do) {
    case 'move':
      return post(
        `${task}/moves`,
        { move: action.move, ...action.given },
        versionOf(action, world.task.version),
      );
    case 'waive':
      return post(`${task}/waivers`, { unitId: house.unitIds[action.unit], reason: 'r' });
    case 'accept-share': {
      const sql = 'select id from assignment where task_id = $1 and unit_id = $2';
      const id = await house.find(sql, [ids.taskId, house.unitIds[action.unit]]);
      const part = world.task.parts.find(({ unit }) => unit === action.unit);
      const path = `${task}/shares/${id ?? randomUUID()}/accept`;
      return post(path, undefined, versionOf(action, part?.version ?? 1));
    }
    case 'begin': {
      const { slot, mode, data } = action;
      return post('reports', {
        planId: ids.planId,
        areaId: slot.form === 'note' ? world.task.area : 'trial',
        formKey: formKeys[slot.form],
        ...(slot.form === 'note' ? { taskId: ids.taskId } : {}),
        unitId: house.unitIds[slot.unit],
        period: slot.period,
        mode,
        data: slot.form === 'note' && mode === 'filled' ? noteWords : data,
      });
    }
    case 'save': {
      const { form, version } = world.reports[action.report] as ReportModel;
      const body = { data: form === 'note' ? noteWords : action.data, comment: action.comment };
      return by('PATCH')(`reports/${ids.reports[action.report]}`, body, versionOf(action, version));
    }
    case 'report': {
      const { version } = world.reports[action.report] as ReportModel;
      const body = { move: action.move, ...reasoned(action) };
      return post(`reports/${ids.reports[action.report]}/moves`, body, versionOf(action, version));
    }
    case 'bulk': {
      const { move, reports, dryRun, stale } = action;
      return post('reports/moves', {
        ids: reports.map((at) => ids.reports[at]),
        versions: reports.map((at) => (world.reports[at]?.version ?? 1) - (at === stale ? 1 : 0)),
        move,
        dryRun,
        ...reasoned(action),
      });
    }
    case 'sheet': {
      const { form, period } = action;
      const items = action.items.map(({ unit, data, comment, stale }) => {
        const version = world.reports.find((each) => keyOf(each) === keyOf({ form, unit, period }))?.version;
        return {
          unitId: house.unitIds[unit],
          version: stale ? (version ?? 2) - 1 : (version ?? null),
          data,
          ...(comment === undefined ? {} : { comment }),
        };
      });
      const { planId } = ids;
      return post('reports/bulk', { planId, areaId: 'trial', formKey: formKeys[form], period, items });
    }
    case 'excuse':
      return by(action.back ? 'DELETE' : 'POST')(
        `expectations/${await owedId(house, ids, action.slot)}/waive`,
        action.back ? undefined : reasoned(action),
      );
    case 'let-through':
      return by(action.until ? 'POST' : 'DELETE')(
        `expectations/${await owedId(house, ids, action.slot)}/reopening`,
        action.until ? { until: action.until, ...reasoned(action) } : undefined,
      );
    case 'close':
      return by('PUT')(
        `plans/${ids.planId}/closed-through`,
        { closedThrough: action.through, ...reasoned(action) },
        versionOf(action, world.plan.version),
      );
    case 'ask-extension':
      return post(`${task}/extensions`, { dueDate: action.dueDate, reason: 'r', progress: 'p' });
    case 'propose-adjustment': {
      const { change, effectiveOn } = action;
      const what = await asked(house, ids, change);
      return post(`${task}/adjustments`, {
        kind: change.kind,
        ...what,
        reason: 'r',
        basis: 'b',
        effectiveOn,
      });
    }
    case 'look':
      return {
        method: 'GET',
        path: action.report === null ? `${task}/moves` : `reports/${ids.reports[action.report]}/moves`,
      };
    default: {
      const kind = action.do === 'decide-extension' ? 'extensions' : 'adjustments';
      const version = world[kind][action.at]?.version ?? 1;
      const body = { move: action.move, ...reasoned(action) };
      return post(`${kind}/${ids[kind][action.at]}/moves`, body, versionOf(action, version));
    }
  }
}

/** What a change names, as the API takes it; something that is not there, where the task has none. */
async function asked(house: ModelHouse, { taskId, carrierId }: Ids, change: Change): Promise<object> {
  switch (change.kind) {
    case 'date':
      return { dueDate: change.dueDate };
    case 'target': {
      const sql = 'select id from target where task_id = $1 and valid_to is null';
      return { targetId: (await house.find(sql, [taskId])) ?? randomUUID(), value: change.value };
    }
    case 'milestone': {
      const { title, dueDate, firm } = change;
      const id = await house.find('select id from milestone where task_id = $1', [taskId]);
      return {
        milestoneId: id ?? randomUUID(),
        ...(title === null ? {} : { title }),
        ...(dueDate === null ? {} : { dueDate }),
        ...(firm === null ? {} : { firm }),
      };
    }
    case 'units':
      return {
        ...(change.lead ? { leadUnitId: house.unitIds[change.lead] } : {}),
        ...(change.responsible
          ? { responsibleUnitIds: change.responsible.map((unit) => house.unitIds[unit]) }
          : {}),
      };
    case 'merge':
      return { intoTaskId: carrierId };
  }
}

async function owedId(house: ModelHouse, { planId }: Ids, { form, unit, period }: Slot): Promise<string> {
  const sql =
    'select id from expectation where plan_id = $1 and form_key = $2 and unit_id = $3 and period = $4';
  return (await house.find(sql, [planId, formKeys[form], house.unitIds[unit], period])) ?? randomUUID();
}

function keep(ids: Ids, action: Asked, { status, body }: Answer): void {
  if (status >= 300) return;
  const id = body.id as string;
  if (action.do === 'begin') ids.reports.push(id);
  if (action.do === 'ask-extension') ids.extensions.push(id);
  if (action.do === 'propose-adjustment') ids.adjustments.push(id);
  if (action.do !== 'sheet') return;
  for (const { reportId } of body.results as { reportId: string | null }[])
    if (reportId && !ids.reports.includes(reportId)) ids.reports.push(reportId);
}

type Ref = { id: string } | null;

/** The answer in the model's words, as far as the model speaks of it. */
function seen(house: ModelHouse, { status, body }: Answer, expected: Expected): Expected {
  if (status >= 400) return { refused: { status, code: String(body.code) } };
  if (Array.isArray(body)) return { offers: (body as { move: string }[]).map(({ move }) => move).sort() };
  if (!('shows' in expected)) return { shows: { answered: status } };
  const words: Record<string, (value: unknown) => unknown> = {
    pending: (value) => {
      const pending = value as { move: string; by: Ref } | null;
      return pending && { move: pending.move, by: house.nameOf(pending.by?.id ?? null) };
    },
    leadUnit: (value) => house.nameOfUnit((value as Ref)?.id ?? null),
    askedBy: (value) => house.nameOf((value as Ref)?.id ?? null),
    proposedBy: (value) => house.nameOf((value as Ref)?.id ?? null),
  };
  const { results } = expected.shows;
  if (Array.isArray(results)) {
    const rows = body.results as Record<string, unknown>[];
    return { shows: { results: rows.map((row, at) => outcomeOf(row, results[at])) } };
  }
  const names = Object.keys(expected.shows);
  const shown = (name: string) => (words[name] ? words[name](body[name]) : (body[name] ?? null));
  return { shows: Object.fromEntries(names.map((name) => [name, shown(name)])) };
}

/** One of many, in the words in which the model tells it; a row of a sheet gives its code with its first error. */
function outcomeOf(row: Record<string, unknown>, expected: object = {}): Record<string, unknown> {
  const errors = (row.errors ?? []) as { code: string }[];
  const told: Record<string, unknown> = { ...row, code: row.code ?? errors[0]?.code ?? null };
  return Object.fromEntries(Object.keys(expected).map((name) => [name, told[name] ?? null]));
}

/** All that the house has stored of the sequence's plan, in the model's words and in a fixed order. */
async function inspect(house: ModelHouse, { planId, taskId, carrierId }: Ids): Promise<Stored> {
  const rows = (what: string, from: string) =>
    `'${what}', (select coalesce(json_agg(row), '[]') from (select ${from}) row)`;
  const form = `case form_key when 'county-counts' then 'county' when 'station-counts' then 'station' else 'note' end as form`;
  const history = `move, from_state as "from", to_state as "to", actor_id as by, business_date as "on", reason from task_history`;
  const step = `title, due_date as "dueDate", firm, version from milestone`;
  const figures = (form: string, data: string) =>
    `case when ${form} = 'progress-note' then '{}' else ${data} end as data`;
  const [{ found }] = await house.house.source.query(
    planned(
      'model.inspect',
      `select json_build_object(
      ${rows('task', `state, version, due_date as "dueDate", declined, pending ->> 'move' as pending from task where id = $2`)},
      ${rows('history', `${history} where task_id = $2 order by seq`)},
      ${rows('parts', `unit_id as unit, role, accepted_on as "acceptedOn", waived_reason is not null as waived, version from assignment where task_id = $2`)},
      ${rows('milestones', `${step} where task_id = $2`)},
      ${rows(
        'dates',
        `reason ->> 'part' as part, reason ->> 'code' as code from task, jsonb_array_elements(light_reasons) reason
         where task.id = $2 and reason ->> 'part' in ('date', 'milestone')`,
      )},
      ${rows('plan', `version, closed_through as "closedThrough" from plan where id = $1`)},
      ${rows('carrier', `version from task where id = $3`)},
      ${rows('takenIn', `${history} where task_id = $3 and move <> 'import' order by seq`)},
      ${rows('joined', `unit_id as unit, role from assignment where task_id = $3`)},
      ${rows('steps', `${step} where task_id = $3`)},
      ${rows('targets', `task_id = $2 as "onTask", value::float8, valid_from as "from", valid_to as "to", version from target where plan_id = $1`)},
      ${rows('extensions', `state, due_date as "dueDate", version from extension where plan_id = $1`)},
      ${rows('adjustments', `kind, state, effective_on as "effectiveOn", version from adjustment where plan_id = $1`)},
      ${rows(
        'reports',
        `${form}, unit_id as unit, period, state, revision, accepted_revision as "acceptedRevision", version, filled_by as by,
         task_id = $2 as "onTask", mode, comment, filled_for as "filledFor", ${figures('form_key', 'data')} from report where plan_id = $1`,
      )},
      ${rows('revisions', `r.form_key as form, r.unit_id as unit, r.period, v.revision, ${figures('r.form_key', 'v.data')} from report_revision v join report r on r.id = v.report_id where v.plan_id = $1`)},
      ${rows(
        'owed',
        `${form}, unit_id as unit, period, received, first_signed_on as "firstSignedOn", waived_reason is not null as waived,
         reopened_until as "reopenedUntil", task_id = $2 as "onTask" from expectation where plan_id = $1 and period between '2024-08' and '2024-10'`,
      )},
      ${rows('observations', `metric, unit_id as unit, period, status, numerator::float8, denominator::float8, revision from observation where plan_id = $1`)},
      ${rows('rollups', `metric, unit_id as unit, period, numerator::float8, denominator::float8, units, ytd_numerator::float8 as "ytdNumerator", ytd_denominator::float8 as "ytdDenominator", ytd_units as "ytdUnits" from rollup where plan_id = $1 and (ytd_units <> 0 or numerator <> 0 or units <> 0 or ytd_numerator <> 0)`)}
     ) as found`,
    ),
    [planId, taskId, carrierId],
  );
  const short = { 'county-counts': 'county', 'station-counts': 'station', 'progress-note': 'note' };
  return ordered(found, (row) => ({
    ...row,
    ...('unit' in row ? { unit: house.nameOfUnit(row.unit as string) } : {}),
    ...('by' in row ? { by: house.nameOf(row.by as string | null) } : {}),
    ...('form' in row ? { form: short[row.form as keyof typeof short] ?? row.form } : {}),
  }));
}
type Stored = Record<string, unknown>;

function expectedRows(world: World): Stored {
  const { task, reports, carrier, plan } = world;
  return ordered(
    {
      task: [
        {
          state: task.state,
          version: task.version,
          dueDate: task.dueDate,
          declined: task.declined,
          pending: task.pending?.move ?? null,
        },
      ],
      history: task.history.map((row) => ({ ...row })),
      parts: task.parts.map((part) => ({ ...part })),
      milestones: task.milestone ? [{ ...task.milestone }] : [],
      // Until a night has passed, the light is as old as the last change.
      ...(world.lit ? { dates: dateReasons(world) } : {}),
      plan: [{ ...plan }],
      carrier: [{ version: carrier.version }],
      takenIn: carrier.history.map((row) => ({ ...row })),
      joined: carrier.cooperating.map((unit) => ({ unit, role: 'cooperating' })),
      steps: carrier.milestones.map((step) => ({ ...step })),
      targets: world.targets.map((target) => ({ ...target })),
      extensions: world.extensions.map(({ state, dueDate, version }) => ({ state, dueDate, version })),
      adjustments: world.adjustments.map((each) => {
        const { state, effectiveOn, version } = shownAdjustment(each);
        return { kind: each.change.kind, state, effectiveOn, version };
      }),
      reports: reports.map((report) => ({
        ...slotOf(report),
        state: report.state,
        revision: report.revision,
        acceptedRevision: report.acceptedRevision,
        version: report.version,
        by: report.filledBy,
        onTask: report.onTask,
        mode: report.mode,
        comment: report.comment,
        filledFor: report.filledFor,
        data: report.data,
      })),
      revisions: reports.flatMap((report) =>
        [...report.revisions].map(([revision, data]) => ({ ...slotOf(report), revision, data })),
      ),
      owed: [...world.owed.values()].map(({ slot, ...owed }) => ({
        ...slotOf(slot),
        ...owed,
        // What was begun stays with the task that it was begun for.
        onTask: reports.find((report) => keyOf(report) === keyOf(slot))?.onTask ?? carriedByTask(world, slot),
      })),
      observations: observations(world).map((row) => ({ ...row })),
      rollups: rollups(world).map((row) => ({ ...row })),
    },
    (row) => row,
  );
}

/** History as it happened; everything else has no order of its own. */
function ordered(
  found: Record<string, Record<string, unknown>[]>,
  name: (row: Record<string, unknown>) => Record<string, unknown>,
): Stored {
  const inOrder = (_: string, value: unknown) =>
    value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).sort()) : value;
  const orderOf = (row: Record<string, unknown>) => JSON.stringify(row, inOrder);
  return Object.fromEntries(
    Object.entries(found).map(([what, rows]) => {
      const named = rows.map(name);
      if (named.length < 2 || what === 'history' || what === 'takenIn') return [what, named];
      const keyed = named.map((row) => ({ row, key: orderOf(row) }));
      return [what, keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ row }) => row)];
    }),
  );
}
