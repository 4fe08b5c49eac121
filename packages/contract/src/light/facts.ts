import type { Direction, Metric } from '../area/metric.js';
import type { selfAssessments } from '../report/progress-note.js';
import type { TaskState } from '../task/lifecycle.js';
import type { Text } from '../text.js';
import type { Grain, Period } from '../time/period.js';

export type SpokenColour = 'red' | 'yellow' | 'green';
/** Grey: nothing speaks. */
export type LightColour = SpokenColour | 'grey';

export type TargetKind = 'cumulative' | 'rate' | 'limit' | 'per-period';

/** One period of a target's series, accepted values only, rolled up to the target's unit. */
export interface TargetPoint {
  period: Period;
  /** Last day of the period. */
  end: string;
  /** The period's own value: what a per-period target is judged by. Null: not reported, or no denominator. */
  value: number | null;
  /** From the plan year's first day to `end`: what every other target is judged by. Null: nothing known. */
  yearToDate: number | null;
  /** The denominator below `yearToDate`; null for a value that is no quotient. */
  denominator: number | null;
  /** Whether the due day of this period's reports has passed. */
  due: boolean;
}

/** How a target is held against its metric, and the way that leads to its value. */
export interface TargetCourse {
  kind: TargetKind;
  /** Null while the target is an empty slot: it says nothing. */
  value: number | null;
  /** `demo`: not in the plan's text; shown, and colours nothing. */
  source: 'document' | 'entered' | 'demo';
  /** Level before the first day; null counts as 0. */
  baseline: number | null;
  /** First day that counts: the plan year's unless the target says another. */
  from: string;
  /** The day by which the value is to be reached. */
  dueDate: string;
  /** Levels that a cumulative target is to pass at the end of given days, before `dueDate`. */
  trajectory?: { date: string; value: number }[];
  /** The last day on which the value, once reached, must still hold. */
  holdUntil?: string | null;
}

/** A target as set or confirmed by the plan office, with the series it is judged by. No others belong here. */
export interface TargetFacts extends TargetCourse {
  id: string;
  /** `area.metric`. */
  metric: string;
  title: Text;
  unitId: string;
  unitName: string;
  direction: Direction;
  measure: string;
  /** 确保; false for 力争, which is yellow at worst. */
  firm: boolean;
  /** Grain of a per-period target; its points are of this grain. */
  per?: Grain;
  /**
   * What judges the periods that ended by `until`, before the target was adjusted, in any order (judging.ts); an empty
   * slot: nothing. What was corrected is left out.
   */
  before?: (TargetCourse & { until: string })[];
  /** Periods begun so far, in any order. A period without any report still has its point, with nulls. */
  points: TargetPoint[];
  /** `scope: each` (各县均须达到): the same target for each unit, with its own points. The parent's are unused. */
  children?: TargetFacts[];
}

export interface MilestoneFacts {
  id: string;
  title: string;
  /** The date in force, after adjustments. */
  dueDate: string;
  doneOn: string | null;
  firm: boolean;
}

/** What came in for one form (the progress note is one) of the task, over all units that owe it. */
export interface ReportFacts {
  form: string;
  title: Text;
  /**
   * Periods past due, in any order. `expected` leaves out what was waived, and what did not come in before its period
   * was closed; `received` is signed or accepted. One unit
   * that owes the last: its missing reports are counted; more: their completeness is looked at.
   */
  periods: { period: Period; expected: number; received: number }[];
  /** Units with anything missing and past due (neither waived nor closed, signed nor accepted), all plan year. */
  missing: { unitId: string; unitName: string; periods: Period[] }[];
}

/** The lead unit's progress note of the last period whose note is past due or accepted. */
export interface NoteFacts {
  period: Period;
  /** Accepted by the reviewer. What is not accepted makes nothing green. */
  confirmed: boolean;
  /** 自评. */
  assessment: (typeof selfAssessments)[number];
}

/** Everything that a task's light depends on: plain JSON, no clock, no database. */
export interface TaskFacts {
  visibility: 'open' | 'restricted' | 'withheld';
  state: TaskState;
  /** It goes on in the next year's plan (结转): why it ended here. */
  carriedOver?: boolean;
  /** The date in force, after extensions and adjustments; null where none is set. */
  dueDate: string | null;
  closedOn: string | null;
  /** Day of the closure request that is open, or that led to the closing; null once sent back. */
  closureRequestedOn: string | null;
  /** 待上级验收. */
  awaitingSuperior: boolean;
  override: { colour: LightColour; reason: string; until: string; by: string } | null;
  targets: TargetFacts[];
  milestones: MilestoneFacts[];
  reports: ReportFacts[];
  /** Units whose latest notes in a row say 无新进展, and how many; runs of 0 may be left out. */
  noProgressRuns: { unitId: string; unitName: string; run: number }[];
  /** Null while no note is due. */
  lastNote: NoteFacts | null;
}

/**
 * How a target on a metric is judged: by its period's count where it has one, as a rate when the metric is a
 * quotient or computed, by pace when it counts up to a value, else as a limit. A target may say otherwise: a
 * quotient that is built up over the year (equipment 50 % by December) may be declared `cumulative`.
 */
export function targetKindOf(
  metric: Pick<Metric, 'kind'>,
  direction: Direction,
  per?: Grain | null,
): TargetKind {
  if (per) return 'per-period';
  if (metric.kind === 'ratio' || metric.kind === 'average' || metric.kind === 'computed') return 'rate';
  return direction === 'at-least' ? 'cumulative' : 'limit';
}
