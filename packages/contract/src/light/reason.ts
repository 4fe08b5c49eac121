import type { Direction } from '../area/metric.js';
import type { TaskState } from '../task/lifecycle.js';
import type { Text } from '../text.js';
import type { Period } from '../time/period.js';
import type { LightColour, SpokenColour } from './facts.js';

/** What every reason of a target says. */
export interface TargetReasonFacts {
  /** Whose figures it rests on: `area.metric`, of this unit. */
  metric: string;
  unitId: string;
  title: Text;
  unit: string;
  direction: Direction;
  target: number;
  measure: string;
  dueDate: string;
}

/** A target's reason that rests on one measured period. */
export interface MeasuredFacts extends TargetReasonFacts {
  period: Period;
  value: number;
}

interface DateFacts {
  /** The milestone's title; null for the task's own date. */
  milestone: string | null;
  dueDate: string;
}

/** The facts of each reason, by its code. Thresholds are the rules' at that time. */
export interface ReasonFacts {
  'target-met': MeasuredFacts;
  'on-pace': MeasuredFacts & { expected: number; behind: number; threshold: number };
  'behind-pace': MeasuredFacts & {
    expected: number;
    behind: number;
    threshold: number;
    run: number;
    runLimit: number;
  };
  'target-missed': MeasuredFacts & {
    missPercent: number | null;
    threshold: number;
    run: number;
    runLimit: number;
  };
  'missed-at-date': MeasuredFacts & { heldUntil: string | null };
  'near-limit': MeasuredFacts & { threshold: number };
  'period-met': MeasuredFacts;
  'period-missed': MeasuredFacts & { run: number; runLimit: number };
  'each-met': TargetReasonFacts & { met: number; of: number; below: string[] };
  'small-base': TargetReasonFacts & { period: Period; denominator: number; threshold: number };
  'no-data': TargetReasonFacts & { period: Period };
  'milestone-done': DateFacts & { doneOn: string };
  'date-near': DateFacts & { workingDays: number; threshold: number };
  'date-settling': DateFacts & { settlingDay: string };
  'date-overdue': DateFacts & { lastDay: string; days: number };
  'reports-missing': {
    formKey: string;
    form: Text;
    unit: string;
    periods: Period[];
    missing: number;
    yellow: number;
    red: number;
  };
  'reports-incomplete': {
    formKey: string;
    form: Text;
    period: Period;
    expected: number;
    received: number;
    completeness: number;
    yellow: number;
    red: number;
    run: number;
    runLimit: number;
    units: string[];
  };
  'no-progress': { unit: string; run: number; threshold: number };
  'note-confirmed': { period: Period };
  'note-behind': { period: Period };
  state: { state: TaskState; carriedOver?: boolean };
  closed: { closedOn: string; lastDay: string | null; requestedOn: string | null; onTime: boolean };
  'awaiting-superior': Record<string, never>;
  override: { reason: string; until: string; by: string; computed: LightColour };
}
export type ReasonCode = keyof ReasonFacts;
export type ReasonPart = 'target' | 'milestone' | 'date' | 'reports' | 'override' | 'state';

interface ReasonOf<C extends ReasonCode> {
  code: C;
  part: ReasonPart;
  /** What this reason says; null for one that only informs. */
  colour: LightColour | null;
  /** False for 力争: what would be red speaks yellow. */
  firm: boolean;
  facts: ReasonFacts[C];
}
/** Why a light is what it is. Plain JSON; told apart by `code`. */
export type Reason = { [C in ReasonCode]: ReasonOf<C> }[ReasonCode];

/** Builds a reason; a red one that is not firm becomes yellow (力争). */
export function reason<C extends ReasonCode>(
  code: C,
  part: ReasonPart,
  colour: LightColour | null,
  facts: ReasonFacts[C],
  firm = true,
): Reason {
  return { code, part, colour: !firm && colour === 'red' ? 'yellow' : colour, firm, facts } as Reason;
}

const badness: Record<LightColour, number> = { grey: 0, green: 1, yellow: 2, red: 3 };

/** The worst of the colours that speak; null if none does. */
export function worst(colours: readonly (LightColour | null)[]): SpokenColour | null {
  let found: SpokenColour | null = null;
  for (const colour of colours) {
    if (colour === null || colour === 'grey') continue;
    if (found === null || badness[colour] > badness[found]) found = colour;
  }
  return found;
}

/** Worst first; reasons that only inform last. */
export function byBadness(a: Reason, b: Reason): number {
  return (b.colour ? badness[b.colour] : -1) - (a.colour ? badness[a.colour] : -1);
}

/** The light of a task. What is stored of it is a cache. */
export interface Light {
  /** Null: no light (withheld), or counted apart (closed). */
  colour: LightColour | null;
  closed: 'on-time' | 'late' | null;
  /** 临界: a limit is met, but nearly not. A hint, not a colour. */
  nearLimit: boolean;
  overridden: boolean;
  reasons: Reason[];
  /** Business date that it was computed for. */
  asOf: string;
  ruleVersion: string;
}
