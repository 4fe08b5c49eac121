import { addDays, periodEnd, type ReportMoveName, type ReportState } from '@duban/contract';
import { chance } from './random.js';

/** The last period that the demo reports in full ends on this day. */
const reportedThrough = '2024-08-31';
/** Nothing of the demo happens after it. */
export const firstDemoDay = '2024-09-20';

export interface Expected {
  formKey: string;
  /** Number of its task; null for one that the plan does not print. */
  number: number | null;
  unitCode: string;
  unitKind: string;
  period: string;
  dueOn: string;
}

export interface Event {
  move: ReportMoveName;
  from: ReportState;
  to: ReportState;
  on: string;
  revision: number;
}

/** What becomes of an expected report; null where the unit has not begun it. */
export interface Fate {
  state: ReportState;
  revision: number;
  acceptedRevision: number | null;
  events: Event[];
  /** Day of the first signature. */
  signedOn: string | null;
  received: boolean;
}

/** Reports that never came: task, unit, periods. Enough to colour some tasks, and no more. */
const missing: readonly {
  number: number;
  form?: string;
  units: readonly string[];
  periods: readonly string[];
}[] = [
  { number: 33, form: 'road-facilities', units: ['X4'], periods: ['2024-08'] },
  { number: 37, form: 'enterprise-services', units: ['Q2'], periods: ['2024-07', '2024-08'] },
  { number: 45, form: 'progress-note', units: ['X5'], periods: ['2024-07', '2024-08'] },
  { number: 50, form: 'officer-care', units: ['X3', 'X5'], periods: ['2024-Q2'] },
];

/** Every unit's report of a period, decided by its key alone. Units with accounts are on time, and wait with the running period. */
export function fateOf(expected: Expected, staffed: boolean): Fate | null {
  const key = [expected.formKey, expected.number ?? 0, expected.unitCode, expected.period];
  if (periodEnd(expected.period) > reportedThrough)
    return staffed ? null : running(expected, chance('run', ...key));
  if (isMissing(expected, staffed)) return null;
  const late = !staffed && chance('late', ...key) < 0.05 ? 1 + Math.floor(chance('days', ...key) * 5) : 0;
  const signedOn = addDays(expected.dueOn, late || -Math.floor(chance('early', ...key) * 3));
  const accepted = earliest(addDays(signedOn, 1 + Math.floor(chance('review', ...key) * 4)));
  const story = staffed ? 1 : chance('story', ...key);
  if (story < 0.03) return returnedOnce(signedOn, accepted);
  if (story < 0.04) return corrected(signedOn, accepted, story < 0.033 + 0.002);
  return { ...signed(signedOn, 1), ...acceptance(signed(signedOn, 1), accepted, 1) };
}

function isMissing(expected: Expected, staffed: boolean): boolean {
  if (staffed) return false;
  if (expected.unitKind === 'station')
    return chance('missing', expected.formKey, expected.unitCode, expected.period) < 0.015;
  return missing.some(
    (each) =>
      each.number === expected.number &&
      (each.form ?? expected.formKey) === expected.formKey &&
      each.units.includes(expected.unitCode) &&
      each.periods.includes(expected.period),
  );
}

const earliest = (day: string) => (day > firstDemoDay ? firstDemoDay : day);

function signed(on: string, revision: number): Fate {
  const before = addDays(on, -1);
  return {
    state: 'signed',
    revision,
    acceptedRevision: null,
    events: [
      { move: 'submit', from: 'draft', to: 'submitted', on: before, revision },
      { move: 'sign', from: 'submitted', to: 'signed', on, revision },
    ],
    signedOn: on,
    received: true,
  };
}

function acceptance(before: Fate, on: string, revision: number): Partial<Fate> {
  return {
    state: 'accepted',
    acceptedRevision: revision,
    events: [...before.events, { move: 'accept', from: 'signed', to: 'accepted', on, revision }],
  };
}

/** Handed back by the reviewer, corrected, and then accepted in its second revision. */
function returnedOnce(signedOn: string, accepted: string): Fate {
  const first = signed(signedOn, 1);
  return {
    ...first,
    state: 'accepted',
    revision: 2,
    acceptedRevision: 2,
    events: [
      ...first.events,
      { move: 'return', from: 'signed', to: 'returned', on: signedOn, revision: 1 },
      { move: 'submit', from: 'returned', to: 'submitted', on: accepted, revision: 2 },
      { move: 'sign', from: 'submitted', to: 'signed', on: accepted, revision: 2 },
      { move: 'accept', from: 'signed', to: 'accepted', on: accepted, revision: 2 },
    ],
  };
}

/** Unlocked after its acceptance: corrected and accepted again, or the correction is still a draft. */
function corrected(signedOn: string, accepted: string, open: boolean): Fate {
  const first = signed(signedOn, 1);
  const unlocked: Event[] = [
    ...first.events,
    { move: 'accept', from: 'signed', to: 'accepted', on: accepted, revision: 1 },
    { move: 'unlock', from: 'accepted', to: 'draft', on: accepted, revision: 1 },
  ];
  if (open) return { ...first, state: 'draft', revision: 2, acceptedRevision: 1, events: unlocked };
  return {
    ...first,
    state: 'accepted',
    revision: 2,
    acceptedRevision: 2,
    events: [
      ...unlocked,
      { move: 'submit', from: 'draft', to: 'submitted', on: accepted, revision: 2 },
      { move: 'sign', from: 'submitted', to: 'signed', on: accepted, revision: 2 },
      { move: 'accept', from: 'signed', to: 'accepted', on: accepted, revision: 2 },
    ],
  };
}

/** A report of the running month, in any state but accepted; mostly not yet begun. */
function running({ period, unitCode }: Expected, dice: number): Fate | null {
  if (period.includes('Q')) return null;
  const on = addDays(periodEnd('2024-08'), 12 + Math.floor(chance('on', unitCode, period, dice) * 7));
  const first = signed(on, 1);
  const submitted = first.events.slice(0, 1);
  const draft: Fate = { ...first, state: 'draft', events: [], signedOn: null, received: false };
  if (dice < 0.45) return null;
  if (dice < 0.7) return draft;
  if (dice < 0.82) return { ...draft, state: 'submitted', events: submitted };
  if (dice < 0.93) return first;
  return {
    ...draft,
    state: 'returned',
    events: [...submitted, { move: 'return', from: 'submitted', to: 'returned', on, revision: 1 }],
  };
}
