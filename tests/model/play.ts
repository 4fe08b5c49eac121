import { deepStrictEqual } from 'node:assert/strict';
import { type Action, type Expected, perform } from './actions.js';
import { citySeries, observations, rollups } from './figure-model.js';
import type { Answer, ModelHouse, Sent, Stage } from './house.js';
import { choose, type Memory, type Sequence } from './steps.js';
import { openWorld, periods, type ReportModel, type Slot, type World } from './world.js';

/** Ids of what a sequence makes, in the order in which the model has it. */
interface Ids extends Stage {
  reports: string[];
  extensions: string[];
  adjustments: string[];
}

/** Plays a sequence on the model and in the house side by side. Throws at the first thing that they see differently. */
export async function play(house: ModelHouse, { setup, focus, steps }: Sequence): Promise<void> {
  const world = openWorld(setup);
  const ids: Ids = { ...(await house.begin(setup)), reports: [], extensions: [], adjustments: [] };
  const memory: Memory = { last: null, involved: [] };
  const story: string[] = [JSON.stringify(setup)];
  for (const step of steps) {
    const action = choose(world, focus, step, memory);
    if (!action) break;
    const { path, method, sent } = request(house, world, ids, action);
    const expected = perform(world, action);
    const answer = await house.send(action.who, method, path, sent);
    story.push(`${JSON.stringify(action)} → ${answer.status} ${answer.body.code ?? ''}`);
    agree(story, () => deepStrictEqual(seen(house, answer, expected), expected));
    keep(ids, action, answer);
    if ('shows' in expected) memory.involved.push(action.who);
    memory.last = action;
  }
  const stored = await inspect(house, ids);
  for (const [what, rows] of Object.entries(expectedRows(world)))
    agree(story, () => deepStrictEqual(stored[what], rows), what);
  // No figure was handed in, and none is stored: the series has nothing to be wrong about.
  if (world.waiting.size + world.accepted.size === 0) return;
  const from = periods[0];
  const to = periods[1];
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

function request(
  house: ModelHouse,
  world: World,
  ids: Ids,
  action: Action,
): { method: 'GET' | 'POST' | 'PATCH'; path: string; sent?: Sent } {
  const post = (path: string, body: object, version?: number) =>
    ({ method: 'POST', path, sent: { body, version } }) as const;
  const task = `tasks/${ids.taskId}`;
  const said = { reason: 'r', progress: 'p', basis: 'b' };
  switch (action.do) {
    case 'move':
      return post(
        `${task}/moves`,
        { move: action.move, ...action.given },
        versionOf(action, world.task.version),
      );
    case 'waive':
      return post(`${task}/waivers`, { unitId: house.unitIds[action.unit], reason: 'r' });
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
      return {
        method: 'PATCH',
        path: `reports/${ids.reports[action.report]}`,
        sent: { body, version: versionOf(action, version) },
      };
    }
    case 'report': {
      const { version } = world.reports[action.report] as ReportModel;
      const body = { move: action.move, ...(action.reason ? { reason: action.reason } : {}) };
      return post(`reports/${ids.reports[action.report]}/moves`, body, versionOf(action, version));
    }
    case 'ask-extension':
      return post(`${task}/extensions`, {
        dueDate: action.dueDate,
        reason: said.reason,
        progress: said.progress,
      });
    case 'propose-adjustment': {
      const { kind } = action.change;
      const what =
        action.change.kind === 'date'
          ? { dueDate: action.change.dueDate }
          : { leadUnitId: house.unitIds[action.change.lead] };
      const { reason, basis } = said;
      return post(`${task}/adjustments`, { kind, ...what, reason, basis, effectiveOn: action.effectiveOn });
    }
    case 'look':
      return {
        method: 'GET',
        path: action.report === null ? `${task}/moves` : `reports/${ids.reports[action.report]}/moves`,
      };
    default: {
      const kind = action.do === 'decide-extension' ? 'extensions' : 'adjustments';
      const version = world[kind][action.at]?.version ?? 1;
      const body = { move: action.move, ...(action.reason ? { reason: action.reason } : {}) };
      return post(`${kind}/${ids[kind][action.at]}/moves`, body, versionOf(action, version));
    }
  }
}

function keep(ids: Ids, action: Action, { status, body }: Answer): void {
  if (status >= 300) return;
  const id = body.id as string;
  if (action.do === 'begin') ids.reports.push(id);
  if (action.do === 'ask-extension') ids.extensions.push(id);
  if (action.do === 'propose-adjustment') ids.adjustments.push(id);
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
  const names = Object.keys(expected.shows);
  const shown = (name: string) => (words[name] ? words[name](body[name]) : (body[name] ?? null));
  return { shows: Object.fromEntries(names.map((name) => [name, shown(name)])) };
}

/** All that the house has stored of the sequence's plan, in the model's words and in a fixed order. */
async function inspect(house: ModelHouse, { planId, taskId }: Ids): Promise<Record<string, unknown>> {
  const rows = (what: string, from: string) =>
    `'${what}', (select coalesce(json_agg(row), '[]') from (select ${from}) row)`;
  const form = `case form_key when 'county-counts' then 'county' when 'station-counts' then 'station' else 'note' end as form`;
  const [{ found }] = await house.house.source.query(
    `select json_build_object(
      ${rows('task', `state, version, due_date as "dueDate", declined, pending ->> 'move' as pending from task where id = $2`)},
      ${rows('history', `move, from_state as "from", to_state as "to", actor_id as by, reason from task_history where task_id = $2 order by seq`)},
      ${rows('reports', `${form}, unit_id as unit, period, state, revision, accepted_revision as "acceptedRevision", version, filled_by as by, task_id = $2 as "onTask" from report where plan_id = $1`)},
      ${rows('revisions', `r.form_key as form, r.unit_id as unit, r.period, v.revision, case when r.form_key = 'progress-note' then '{}' else v.data end as data from report_revision v join report r on r.id = v.report_id where v.plan_id = $1`)},
      ${rows('owed', `${form}, unit_id as unit, period, received, first_signed_on as "firstSignedOn" from expectation where plan_id = $1 and period between '2024-08' and '2024-10'`)},
      ${rows('observations', `metric, unit_id as unit, period, status, numerator::float8, denominator::float8, revision from observation where plan_id = $1`)},
      ${rows('rollups', `metric, unit_id as unit, period, numerator::float8, denominator::float8, units, ytd_numerator::float8 as "ytdNumerator", ytd_denominator::float8 as "ytdDenominator", ytd_units as "ytdUnits" from rollup where plan_id = $1 and (ytd_units <> 0 or numerator <> 0 or units <> 0 or ytd_numerator <> 0)`)}
     ) as found`,
    [planId, taskId],
  );
  const short = { 'county-counts': 'county', 'station-counts': 'station', 'progress-note': 'note' };
  return ordered(found, (row) => ({
    ...row,
    ...('unit' in row ? { unit: house.nameOfUnit(row.unit as string) } : {}),
    ...('by' in row ? { by: house.nameOf(row.by as string | null) } : {}),
    ...('form' in row ? { form: short[row.form as keyof typeof short] ?? row.form } : {}),
  }));
}

function expectedRows(world: World): Record<string, unknown> {
  const { task, reports } = world;
  const place = ({ form, unit, period }: Slot) => ({ form, unit, period });
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
      reports: reports.map((report) => ({
        ...place(report),
        state: report.state,
        revision: report.revision,
        acceptedRevision: report.acceptedRevision,
        version: report.version,
        by: report.filledBy,
        onTask: report.onTask,
      })),
      revisions: reports.flatMap((report) =>
        [...report.revisions].map(([revision, data]) => ({ ...place(report), revision, data })),
      ),
      owed: [...world.owed.values()].map(({ slot, received, firstSignedOn }) => ({
        ...place(slot),
        received,
        firstSignedOn,
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
): Record<string, unknown> {
  const keyOf = (row: Record<string, unknown>) =>
    JSON.stringify(['metric', 'form', 'unit', 'period', 'status', 'revision'].map((key) => row[key]));
  return Object.fromEntries(
    Object.entries(found).map(([what, rows]) => {
      const named = rows.map(name);
      if (what === 'history') return [what, named];
      return [what, named.sort((a, b) => keyOf(a).localeCompare(keyOf(b)))];
    }),
  );
}
