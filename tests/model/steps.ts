import fc from 'fast-check';
import { type Action, attempts, type Focus, perform, refusalOf } from './actions.js';
import { isShut, touches } from './bulk-model.js';
import { absent, everybody, holders, type Refusal, samePerson, unready, type Who } from './cast.js';
import { periodClosed, reportWaived } from './report-model.js';
import { openWorld, type Setup, type World } from './world.js';

/**
 * A step says how to choose, not what is done: what there is to do depends on what was done before. `plain` makes a
 * change that the model allows; `early` is one that a condition or the same person stands against; the others come near one, and the model says how each is refused.
 */
export interface Step {
  pick: number;
  who: number;
  twist:
    | 'plain'
    | 'early'
    | 'involved'
    | 'stranger'
    | 'anything'
    | 'again'
    | 'mute'
    | 'stale'
    | 'unversioned';
}
export interface Sequence {
  setup: Setup;
  focus: Focus;
  steps: Step[];
}

const weights: [number, Step['twist']][] = [
  [14, 'plain'],
  [4, 'early'],
  [3, 'involved'],
  [8, 'stranger'],
  [2, 'anything'],
  [1, 'again'],
  [1, 'mute'],
  [1, 'stale'],
  [1, 'unversioned'],
];

const stepOf: fc.Arbitrary<Step> = fc.record({
  pick: fc.nat(99_999),
  who: fc.nat(everybody.length * 60),
  twist: fc.oneof(...weights.map(([weight, twist]) => ({ weight, arbitrary: fc.constant(twist) }))),
});

const setupOf: fc.Arbitrary<Setup> = fc
  .record({
    area: fc.oneof(
      { weight: 3, arbitrary: fc.constant('trial' as const) },
      { weight: 1, arbitrary: fc.constant('other' as const) },
    ),
    state: fc.oneof(
      { weight: 3, arbitrary: fc.constant('draft' as const) },
      { weight: 3, arbitrary: fc.constant('issued' as const) },
      { weight: 8, arbitrary: fc.constant('in-progress' as const) },
      { weight: 1, arbitrary: fc.constant('suspended' as const) },
      { weight: 3, arbitrary: fc.constant('closed' as const) },
      { weight: 1, arbitrary: fc.constant('withheld' as const) },
    ),
    restricted: fc.oneof(
      { weight: 7, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    leader: fc.constantFrom('leader', 'both'),
    lacks: fc.oneof(
      { weight: 6, arbitrary: fc.constant('nothing' as const) },
      { weight: 1, arbitrary: fc.constantFrom('leader', 'lead unit', 'due date', 'milestone') },
    ),
    printed: fc.boolean(),
    waived: fc.boolean(),
    reported: fc.oneof(
      { weight: 3, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    evidence: fc.oneof(
      { weight: 5, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
    due: fc.oneof(
      { weight: 5, arbitrary: fc.constant('2024-11-30') },
      { weight: 1, arbitrary: fc.constant('2024-09-18') },
      { weight: 2, arbitrary: fc.constant('2024-09-24') },
    ),
  })
  // A restricted task that the plan prints looks withheld to others: the twin worlds test that.
  .map((setup) => ({ ...setup, printed: setup.printed && !setup.restricted }));

export interface Shape {
  focuses: readonly Focus[];
  steps: { min: number; max: number };
  /** What all of them begin with. */
  setup?: Partial<Setup>;
}

/** Sequences of some steps, each in a focus that lets it get somewhere. */
export function sequences({ focuses, steps: { min, max }, setup = {} }: Shape): fc.Arbitrary<Sequence> {
  return fc.record({
    setup: setupOf.map((drawn) => ({ ...drawn, ...setup })),
    focus: fc.constantFrom(...focuses),
    steps: fc.array(stepOf, { minLength: min, maxLength: max, size: 'max' }),
  });
}

/** Who decides on something in a task: one of them in another's place is the likelier mistake. */
const deciders: Who[] = [
  'office',
  'insider',
  'leader',
  'stranger',
  'both',
  'lead',
  'otherLead',
  'leadHead',
  'headEast',
];

/** Somebody whose it may not be: one of any role, a decider in another's place, or one who sees it and may not. */
function notTheirs(pick: number, refusedTo: (who: Who) => Refusal | null): Who {
  const one = Math.floor(pick / 3);
  const near = everybody.filter((who) => ![undefined, absent.code].includes(refusedTo(who)?.code));
  if (pick % 3 === 0 && near.length > 0) return near[one % near.length] as Who;
  if (pick % 3 === 1) return deciders[one % deciders.length] as Who;
  const all = holders[one % holders.length] as Who[];
  return all[Math.floor(one / holders.length) % all.length] as Who;
}

/** What went before, as far as a step refers to it. */
export interface Memory {
  last: Action | null;
  involved: Who[];
}

/** How much is expected of a thing: what leads on is done more often than what ends a sequence early. */
const appetite: Record<string, number> = {
  look: 2,
  waive: 1,
  pass: 3,
  'accept-share': 3,
  sheet: 4,
  excuse: 2,
  'excuse back': 4,
  close: 3,
  'let-through': 4,
  'bulk submit': 5,
  'bulk sign': 7,
  'bulk accept': 7,
  'bulk return': 2,
  begin: 2,
  save: 2,
  'report submit': 10,
  'report sign': 14,
  'report accept': 14,
  'report unlock': 8,
  'report return': 3,
  'move propose': 8,
  'move issue': 8,
  'move accept': 10,
  'move decline': 8,
  'move request-closure': 12,
  'move pre-approve': 12,
  'move approve-closure': 12,
  'move send-back': 4,
  'move reopen': 4,
  'move disclose': 8,
  'move resume': 4,
  'ask-extension': 3,
  'decide-extension approve': 8,
  'decide-adjustment approve': 12,
};
/** What is done, as far as it is told apart. */
export function labelOf(action: Action): string {
  if (action.do === 'propose-adjustment') return `${action.do} ${action.change.kind}`;
  if (action.do === 'excuse' && action.back) return 'excuse back';
  return 'move' in action ? `${action.do} ${action.move}` : action.do;
}

/** A number below 1 from a whole one, the same for the same. */
const scattered = (seed: number) => ((Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 8) % 65_536) / 65_536;

/** Something that fits, and everybody whom it fits. */
function fitting(
  all: readonly ((who: Who) => Action)[],
  pick: number,
  fits: (action: Action) => boolean,
): { make: (who: Who) => Action; doers: Who[] } | null {
  const alike = new Map<string, ((who: Who) => Action)[]>();
  for (const make of all) {
    const label = labelOf(make('office'));
    alike.set(label, [...(alike.get(label) ?? []), make]);
  }
  for (let at = 0; alike.size > 0; at += 1) {
    const hunger = [...alike.keys()].map((label) => ({ label, weight: appetite[label] ?? 1 }));
    const weighed = hunger.flatMap(({ label, weight }) => Array<string>(weight).fill(label));
    const label = weighed[Math.floor(scattered(pick + at * 7919) * weighed.length)] as string;
    const makers = alike.get(label) as ((who: Who) => Action)[];
    for (let turn = 0; turn < makers.length; turn += 1) {
      const make = makers[(pick + turn) % makers.length] as (who: Who) => Action;
      const doers = everybody.filter((who) => fits(make(who)));
      if (doers.length > 0) return { make, doers };
    }
    alike.delete(label);
  }
  return null;
}

/** What to do next; null where the sequence has come to an end. */
export function choose(
  world: World,
  focus: Focus,
  { pick, who, twist }: Step,
  memory: Memory,
): Action | null {
  const anybody = everybody[who % everybody.length] as Who;
  const all = attempts(world, focus, pick);
  if (twist === 'again' && memory.last) return memory.last;
  if (twist === 'anything') return all[pick % all.length]?.(anybody) ?? null;
  const allowed = (action: Action) => refusalOf(world, action) === null && touches(world, action);
  // Lacks only what comes before it, or somebody else to do it, or is shut for a while.
  const tooEarly = (action: Action) => {
    const why = refusalOf(world, action);
    return (
      why === unready ||
      why === samePerson ||
      why === periodClosed ||
      why === reportWaived ||
      isShut(world, action)
    );
  };
  const chosen = (twist === 'early' ? fitting(all, pick, tooEarly) : null) ?? fitting(all, pick, allowed);
  if (!chosen) return null;
  const { make, doers } = chosen;
  const action = make(doers[who % doers.length] as Who);
  switch (twist) {
    case 'stranger':
      return make(notTheirs(who, (other) => refusalOf(world, make(other))));
    case 'involved':
      return memory.involved.length > 0 ? make(memory.involved[who % memory.involved.length] as Who) : action;
    case 'stale':
    case 'unversioned':
      return 'sent' in action ? { ...action, sent: twist } : action;
    case 'mute':
      if (action.do === 'move') return { ...action, given: {} };
      return 'reason' in action ? { ...action, reason: undefined } : action;
    default:
      return action;
  }
}

/** What is there to be done with: a report, an extension and an adjustment, each waiting for somebody. */
const prelude: Action[] = [
  {
    do: 'begin',
    who: 'reporterWest',
    slot: { form: 'county', unit: 'west', period: '2024-08' },
    mode: 'filled',
    data: { whole: 7, part: 3 },
  },
  { do: 'ask-extension', who: 'headEast', dueDate: '2024-12-20' },
  {
    do: 'propose-adjustment',
    who: 'office',
    change: { kind: 'date', dueDate: '2024-12-28' },
    effectiveOn: '2024-09-24',
  },
];

/**
 * Somebody of each role tries each kind of thing that could be done once those are there, one who may not where there
 * is one. What is done changes what can be done after it.
 */
export function everyRole(setup: Setup): { label: string; turns: ((world: World) => Action | null)[] }[] {
  const then = openWorld(setup);
  for (const action of prelude) perform(then, action);
  const labels = new Set(attempts(then, 'all', 1).map((make) => labelOf(make('office'))));
  labels.delete('pass');
  const tries = [...labels].map((label) => ({
    label,
    turns: holders.map((people, at) => (world: World) => {
      const makers = attempts(world, 'all', at).filter((make) => labelOf(make('office')) === label);
      const may = (make: (who: Who) => Action, who: Who) => refusalOf(world, make(who)) === null;
      const make = makers.find((each) => everybody.some((who) => may(each, who))) ?? makers[0];
      const who = make && (people.find((each) => !may(make, each)) ?? people[0]);
      return make && who ? make(who) : null;
    }),
  }));
  return [{ label: 'prelude', turns: prelude.map((action) => () => action) }, ...tries];
}
