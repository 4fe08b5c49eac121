import type { Manifest, Parts } from '@duban/contract';
import type { RequestContext } from './context.js';

/** Rolled-up parts of the metrics that a computed metric reads, by their key in the area. */
export type ComputeInput = Readonly<Record<string, Parts>>;
/** Pure: two sides, a value, or null where nothing can be said. */
export type Compute = (parts: ComputeInput) => Parts | { value: number } | null;

/** What a guard on a move may look at. Read-only; it changes nothing. */
export interface MoveFacts {
  planId: string;
  taskId: string;
  taskNumber: number | null;
  areaId: string;
  move: string;
  from: string;
  to: string;
  milestones: readonly {
    id: string;
    title: string;
    dueDate: string | null;
    doneOn: string | null;
    firm: boolean;
    evidence: number;
  }[];
  /** Number of evidence files of the task itself. */
  evidence: number;
  /** Year-to-date value of the area's metrics for the plan's root unit, by key in the area. */
  figures: Readonly<Record<string, number | null>>;
}

/** Vetoes a move by throwing an error made by `defineError('<area>.<code>', 409, …)`. */
export type BeforeMove = (ctx: RequestContext, facts: MoveFacts) => void | Promise<void>;

export interface AreaServerParts {
  compute?: Readonly<Record<string, Compute>>;
  beforeMove?: BeforeMove;
  /** One step for each version of the area's own configuration, without a gap: index 0 takes version 1 to 2. */
  migrateConfig?: readonly ((value: Record<string, unknown>) => Record<string, unknown>)[];
}

export interface AreaServer extends AreaServerParts {
  manifest: Manifest;
}

/** Binds an area's server part to its manifest. What a computed metric lacks is refused at boot, by name. */
export function defineAreaServer(manifest: Manifest, parts: AreaServerParts): AreaServer {
  return { manifest, ...parts };
}
