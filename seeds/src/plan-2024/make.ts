import type { Direction } from '@duban/contract';
import type { MilestoneSeed, OpenTaskSeed, TargetSeed, WithheldTaskSeed } from './types.js';

export const yearEnd = '2024-12-31';

export function withheld(number: number, title: string | null): WithheldTaskSeed {
  return { number, title, visibility: 'withheld' };
}

/** A task that the plan prints openly, due at the year's end unless said. */
export function open(
  number: number,
  title: string,
  task: Pick<OpenTaskSeed, 'lead'> & Partial<Omit<OpenTaskSeed, 'number' | 'title'>>,
): OpenTaskSeed {
  return {
    number,
    title,
    visibility: 'open',
    counties: true,
    cooperating: [],
    dueDate: yearEnd,
    milestones: [],
    targets: [],
    ...task,
  };
}

/** A step that the plan's text asks for. */
export function step(title: string, more: Partial<MilestoneSeed> = {}): MilestoneSeed {
  return { title, dueDate: yearEnd, firm: true, source: 'document', ...more };
}

/** A step that the demo adds: the text gives none. */
export function demoStep(title: string, dueDate: string): MilestoneSeed {
  return { title, dueDate, firm: true, source: 'demo' };
}

function target(
  direction: Direction,
  metric: string,
  value: number,
  measure: string,
  more: Partial<TargetSeed>,
): TargetSeed {
  return {
    metric,
    direction,
    value,
    measure,
    unit: 'city',
    dueDate: yearEnd,
    firm: true,
    scope: 'aggregate',
    source: 'document',
    ...more,
  };
}

export function atLeast(
  metric: string,
  value: number,
  measure: string,
  more: Partial<TargetSeed> = {},
): TargetSeed {
  return target('at-least', metric, value, measure, more);
}

export function atMost(
  metric: string,
  value: number,
  measure: string,
  more: Partial<TargetSeed> = {},
): TargetSeed {
  return target('at-most', metric, value, measure, more);
}

/** 示例目标: the text gives none; shown, and colours nothing. */
export function demoAtLeast(
  metric: string,
  value: number,
  measure: string,
  more: Partial<TargetSeed> = {},
): TargetSeed {
  return target('at-least', metric, value, measure, { source: 'demo', ...more });
}

export function demoAtMost(metric: string, value: number, measure: string): TargetSeed {
  return target('at-most', metric, value, measure, { source: 'demo' });
}

/** The same target for the city and for each county. */
export function cityAndCounties(city: TargetSeed, countyValue = city.value): TargetSeed[] {
  return [city, { ...city, unit: 'county', value: countyValue }];
}
