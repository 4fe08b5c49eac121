import type { Direction, Grain } from '@duban/contract';
import type { DepartmentCode } from '../organisation/departments.js';

/** A dated step of a task. `firm: false` is 力争. */
export interface MilestoneSeed {
  title: string;
  dueDate: string;
  firm: boolean;
  /** `document` where the plan's text asks for it, `demo` where the demo adds it for life. */
  source: 'document' | 'demo';
}

export interface TargetSeed {
  /** Metric's key within the task's area. An empty slot stands on one that its area lead will replace. */
  metric: string;
  direction: Direction;
  /** Null while the text leaves it undefined. */
  value: number | null;
  measure: string;
  /** Whom it is set for: the city as a whole, or each county with its own row. */
  unit: 'city' | 'county';
  /** Values of single counties by unit code, where they differ from `value`. */
  values?: Readonly<Record<string, number>>;
  dueDate: string;
  /** Reached by `dueDate` and to be held until then. */
  holdUntil?: string;
  per?: Grain;
  firm: boolean;
  /** `each`: every county must reach it for itself. */
  scope: 'aggregate' | 'each';
  source: 'document' | 'demo';
  /** What an undefined slot stands for. */
  basis?: string;
}

interface Printed {
  /** Number in the plan's outline. */
  number: number;
}

/** 略: a number and at most a title. */
export interface WithheldTaskSeed extends Printed {
  visibility: 'withheld';
  title: string | null;
}

export interface OpenTaskSeed extends Printed {
  visibility: 'open' | 'restricted';
  title: string;
  lead: DepartmentCode;
  /** Whether the seven counties are responsible units, each for its share. */
  counties: boolean;
  cooperating: readonly DepartmentCode[];
  dueDate: string;
  /** End of a plan over several years; this year's part is a milestone. */
  multiYearUntil?: string;
  summary?: string;
  milestones: readonly MilestoneSeed[];
  targets: readonly TargetSeed[];
}

export type TaskSeed = WithheldTaskSeed | OpenTaskSeed;

export interface AreaSeed {
  id: string;
  number: number;
  title: { zh: string; en: string };
  tasks: readonly TaskSeed[];
}

export interface PlanSeed {
  year: number;
  title: string;
  announcedTasks: number;
  areas: readonly AreaSeed[];
}
