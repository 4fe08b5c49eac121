import { round4 } from '../area/metric.js';
import type { SpokenColour, TargetFacts, TargetPoint } from './facts.js';
import { judging } from './judging.js';
import { paceValue } from './pace.js';
import { byBadness, type Reason, reason, type TargetReasonFacts, worst } from './reason.js';
import type { LightRules } from './rules.js';

/** What one target says. */
export interface TargetLight {
  /** Null: silent. */
  colour: SpokenColour | null;
  /** Something is due and nothing came: silent, but the task cannot be green (missing data is never green). */
  missing: boolean;
  /** Whether the value measured last meets the target. */
  met: boolean;
  /** 临界: the limit is met within the tolerance. */
  nearLimit: boolean;
  /** The period that was judged; null where nothing is due, or for a target over several units. */
  point: TargetPoint | null;
  /** The pace at that period's end; null for what follows no pace. */
  expected: number | null;
  reasons: Reason[];
}

const silent: TargetLight = {
  colour: null,
  missing: false,
  met: false,
  nearLimit: false,
  point: null,
  expected: null,
  reasons: [],
};

/** A target with its value; what is still an empty slot is never judged. */
type Valued = TargetFacts & { value: number };

/**
 * The colour of one target on the business date `today`, with reasons. Silent for demo targets, empty slots,
 * targets of which nothing is due yet, small denominators and missing data.
 */
export function targetColour(target: TargetFacts, rules: LightRules, today: string): TargetLight {
  if (target.source === 'demo') return silent;
  if (target.children?.length) return judgeEach(target, target.children, rules, today);
  if (target.value === null) return silent;
  const valued = { ...target, value: target.value };
  return target.kind === 'per-period' ? judgePeriods(valued, rules, today) : judgeLevel(valued, rules);
}

export function meets(direction: TargetFacts['direction'], value: number, target: number): boolean {
  if (direction === 'at-least') return value >= target;
  if (direction === 'at-most') return value <= target;
  return value === target;
}

/** The target as it judges the point's period. Null where nothing was asked then: it was a demo target or an empty slot. */
function heldAt(target: TargetFacts, { end }: Pick<TargetPoint, 'end'>): Valued | null {
  const { value, source, ...course } = judging(target, target.before, end);
  return value === null || source === 'demo' ? null : { ...target, ...course, source, value };
}

function byEnd(a: TargetPoint, b: TargetPoint): number {
  return a.end.localeCompare(b.end);
}

function lastDue({ points }: TargetFacts): TargetPoint | undefined {
  return points
    .filter((point) => point.due)
    .toSorted(byEnd)
    .at(-1);
}

function said(target: Valued): TargetReasonFacts {
  const { metric, unitId, title, unitName: unit, direction, value, measure, dueDate } = target;
  return { metric, unitId, title, unit, direction, target: value, measure, dueDate };
}

/** Why a point cannot be judged, or null when it can. */
function unjudgeable(
  target: Valued,
  point: TargetPoint,
  value: number | null,
  rules: LightRules,
): TargetLight | null {
  if (point.denominator !== null && point.denominator < rules.minimumBase) {
    const { period, denominator } = point;
    const facts = { ...said(target), period, denominator, threshold: rules.minimumBase };
    const met = value !== null && meets(target.direction, value, target.value);
    return { ...silent, met, point, reasons: [reason('small-base', 'target', null, facts, target.firm)] };
  }
  if (value !== null) return null;
  const facts = { ...said(target), period: point.period };
  return {
    ...silent,
    missing: true,
    point,
    reasons: [reason('no-data', 'target', null, facts, target.firm)],
  };
}

interface Grade {
  colour: SpokenColour;
  /** Hundredths of the way from baseline to target that are missing; negative when ahead. Null without a pace. */
  behind: number | null;
  /** By how many percent of the target it is missed; null where the target is 0 or there is a pace. */
  missPercent: number | null;
  expected: number | null;
  /** Missed at or after the target's date. */
  atDate: boolean;
}

/** How one period's year-to-date value stands, before what two periods in a row make of it. */
function grade(target: Valued, point: TargetPoint, value: number, rules: LightRules): Grade {
  const expected = paceValue(target, point.end);
  const behind = expected === null ? null : pointsBehind(target, expected, value);
  const base = { colour: 'green' as SpokenColour, behind, missPercent: null, expected, atDate: false };
  if (meets(target.direction, value, target.value)) return base;
  if (point.end >= target.dueDate) return { ...base, colour: 'red', atDate: true };
  if (behind !== null) {
    const colour = behind <= rules.paceYellow ? 'green' : behind <= rules.paceRed ? 'yellow' : 'red';
    return { ...base, colour };
  }
  const missPercent =
    target.value === 0 ? null : round4((Math.abs(value - target.value) / Math.abs(target.value)) * 100);
  return {
    ...base,
    missPercent,
    colour: missPercent !== null && missPercent <= rules.missTolerance ? 'yellow' : 'red',
  };
}

function pointsBehind(target: Valued, expected: number, value: number): number {
  // A baseline at or above the target leaves no way to go; what fell below is measured against the target itself.
  const way = target.value - (target.baseline ?? 0);
  return round4(((expected - value) / (way > 0 ? way : Math.abs(target.value) || 1)) * 100);
}

/**
 * Cumulative targets, rates and limits: by the year-to-date value of the last period whose reports are due, which is how
 * the year stands; each period, those before it that make a run as well, against what judges it.
 */
function judgeLevel(adjusted: Valued, rules: LightRules): TargetLight {
  const due = adjusted.points.filter((point) => point.due).toSorted(byEnd);
  // What was met at its last date stays met: later periods only matter to a target that is still open.
  const final = due.find((point) => {
    const held = heldAt(adjusted, point);
    return (
      held !== null &&
      point.end >= (held.holdUntil ?? held.dueDate) &&
      point.yearToDate !== null &&
      meets(held.direction, point.yearToDate, held.value)
    );
  });
  const point = final ?? due.at(-1);
  const target = point && heldAt(adjusted, point);
  if (!target) return silent;
  const value = point.yearToDate;
  const cannot = unjudgeable(target, point, value, rules);
  if (cannot || value === null) return cannot ?? silent;

  const now = grade(target, point, value, rules);
  const met = meets(target.direction, value, target.value);
  const run = runOf(due.slice(0, due.indexOf(point) + 1), (each) => {
    const held = heldAt(adjusted, each);
    if (!held || each.yearToDate === null || unjudgeable(held, each, each.yearToDate, rules)) return false;
    return grade(held, each, each.yearToDate, rules).colour !== 'green';
  });
  const colour = now.colour === 'yellow' && run >= rules.consecutivePeriods ? 'red' : now.colour;
  const nearLimit = met && isNearLimit(target, value, rules);

  const measured = { ...said(target), period: point.period, value };
  const { expected, behind, missPercent } = now;
  const runs = { run, runLimit: rules.consecutivePeriods };
  const reasons: Reason[] = [];
  const say = (each: Reason) => reasons.push(each);
  if (met) say(reason('target-met', 'target', colour, measured, target.firm));
  else if (now.atDate) {
    const facts = { ...measured, heldUntil: target.holdUntil ?? null };
    say(reason('missed-at-date', 'target', colour, facts, target.firm));
  } else if (expected !== null && behind !== null) {
    const pace = { ...measured, expected, behind };
    if (colour === 'green') {
      say(reason('on-pace', 'target', colour, { ...pace, threshold: rules.paceYellow }, target.firm));
    } else {
      const threshold = now.colour === 'red' ? rules.paceRed : rules.paceYellow;
      say(reason('behind-pace', 'target', colour, { ...pace, threshold, ...runs }, target.firm));
    }
  } else {
    const facts = { ...measured, missPercent, threshold: rules.missTolerance, ...runs };
    say(reason('target-missed', 'target', colour, facts, target.firm));
  }
  if (nearLimit) {
    say(reason('near-limit', 'target', null, { ...measured, threshold: rules.missTolerance }, target.firm));
  }
  return {
    colour: reasons[0]?.colour as SpokenColour,
    missing: false,
    met,
    nearLimit,
    point,
    expected,
    reasons,
  };
}

/** A limit of 0 has nothing near it. */
function isNearLimit(target: Valued, value: number, rules: LightRules): boolean {
  if (target.direction !== 'at-most' || target.value <= 0) return false;
  return round4(((target.value - value) / target.value) * 100) <= rules.missTolerance;
}

/** How many periods at the end of the list, without a gap, are bad. */
export function runOf<T>(periods: readonly T[], isBad: (period: T) => boolean): number {
  const lastGood = periods.findLastIndex((each) => !isBad(each));
  return periods.length - 1 - lastGood;
}

/**
 * Frequency targets: the last period that has ended, missed, is yellow; two in a row red. A period that ended but
 * whose reports are not due yet counts only once it is met: the rest may still come in.
 */
function judgePeriods(adjusted: Valued, rules: LightRules, today: string): TargetLight {
  const metIn = (point: TargetPoint) => {
    const held = heldAt(adjusted, point);
    return held !== null && point.value !== null && meets(held.direction, point.value, held.value);
  };
  const ended = adjusted.points
    .filter((point) => point.end < today && point.end >= (heldAt(adjusted, point)?.from ?? today))
    .filter((point) => point.due || metIn(point))
    .toSorted(byEnd);
  const point = ended.at(-1);
  const target = point && heldAt(adjusted, point);
  if (!target) return silent;
  const value = point.value;
  const cannot = unjudgeable(target, point, value, rules);
  if (cannot || value === null) return cannot ?? silent;
  const measured = { ...said(target), period: point.period, value };
  const base = { missing: false, nearLimit: false, point, expected: null };
  if (metIn(point)) {
    return {
      ...base,
      colour: 'green',
      met: true,
      reasons: [reason('period-met', 'target', 'green', measured, target.firm)],
    };
  }
  const run = runOf(ended, (each) => each.value !== null && !metIn(each));
  const colour = run >= rules.consecutivePeriods && target.firm ? 'red' : 'yellow';
  const facts = { ...measured, run, runLimit: rules.consecutivePeriods };
  return {
    ...base,
    colour,
    met: false,
    reasons: [reason('period-missed', 'target', colour, facts, target.firm)],
  };
}

/**
 * 各县均须达到: n of m units meet it; the light is the worst child's. Children without a value, now or in the last period
 * due, are not asked.
 */
function judgeEach(
  target: TargetFacts,
  children: readonly TargetFacts[],
  rules: LightRules,
  today: string,
): TargetLight {
  const asked = children
    .filter((child) => child.value !== null && child.source !== 'demo')
    .filter((child) => {
      const last = lastDue(child);
      return !last || heldAt(child, last) !== null;
    })
    .map((child) => ({
      unit: child.unitName,
      value: child.value ?? 0,
      light: targetColour({ ...child, firm: child.firm && target.firm }, rules, today),
    }));
  const first = asked[0];
  if (!first) return silent;
  const missing = asked.some((child) => child.light.missing);
  const spoken = worst(asked.map((child) => child.light.colour));
  const colour = spoken === 'green' && missing ? null : spoken;
  const below = asked.filter((child) => !child.light.met).map((child) => child.unit);
  const last = children
    .map(lastDue)
    .filter((each) => each !== undefined)
    .toSorted(byEnd)
    .at(-1);
  const held = last && heldAt(target, last);
  const facts = {
    ...said({ ...target, value: held?.value ?? target.value ?? first.value }),
    met: asked.length - below.length,
    of: asked.length,
    below,
  };
  const anyDue = asked.some((child) => child.light.point !== null);
  const reasons = anyDue ? [reason('each-met', 'target', colour, facts, target.firm)] : [];
  const worse = asked.flatMap((child) => child.light.reasons.filter((each) => each.colour !== 'green'));
  return {
    colour,
    missing,
    met: below.length === 0,
    nearLimit: asked.some((child) => child.light.nearLimit),
    point: null,
    expected: null,
    reasons: [...reasons, ...worse.toSorted(byBadness)],
  };
}
