import type { WorkCalendar } from '../time/calendar.js';
import { closedOnTime, dateReason, lastDay } from './dates.js';
import type { LightColour, TaskFacts } from './facts.js';
import { byBadness, type Light, type Reason, reason, worst } from './reason.js';
import { reportReasons } from './reports.js';
import { type LightRules, ruleVersion } from './rules.js';
import { targetColour } from './target.js';

/**
 * The light of a task on the business date `today`: the worst of what its targets, milestones, date and reports
 * say, grey if none speaks.
 */
export function computeLight(
  facts: TaskFacts,
  rules: LightRules,
  today: string,
  calendar: WorkCalendar,
): Light {
  const light = (colour: LightColour | null, reasons: Reason[], more: Partial<Light> = {}): Light => ({
    colour,
    closed: null,
    nearLimit: false,
    overridden: false,
    reasons: reasons.toSorted(byBadness),
    asOf: today,
    ruleVersion: ruleVersion(rules),
    ...more,
  });
  if (facts.visibility === 'withheld' || facts.state === 'withheld') return light(null, []);
  switch (facts.state) {
    case 'draft':
    case 'pending-issue':
    case 'suspended':
    case 'terminated':
      return light('grey', [
        reason('state', 'state', 'grey', {
          state: facts.state,
          ...(facts.carriedOver ? { carriedOver: true } : {}),
        }),
      ]);
    case 'closed':
    case 'archived': {
      const closing = closingOf(facts, rules, today);
      return light(null, [reason('closed', 'state', null, closing)], {
        closed: closing.onTime ? 'on-time' : 'late',
      });
    }
  }

  const targets = facts.targets.map((target) => targetColour(target, rules, today));
  const reasons = [
    ...targets.flatMap((target) => target.reasons),
    ...dateReasons(facts, rules, today, calendar),
    ...reportReasons(facts, rules),
  ];
  let colour: LightColour = worst(reasons.map((each) => each.colour)) ?? 'grey';
  // Missing data is never green, whatever else is well.
  if (colour === 'green' && targets.some((target) => target.missing)) colour = 'grey';
  if (facts.awaitingSuperior) {
    const capped = colour === 'red';
    reasons.push(reason('awaiting-superior', 'state', capped ? 'yellow' : null, {}));
    if (capped) colour = 'yellow';
  }
  const nearLimit = targets.some((target) => target.nearLimit);
  const override = facts.override;
  if (!override || override.until < today) return light(colour, reasons, { nearLimit });
  const marked = reason('override', 'override', override.colour, {
    reason: override.reason,
    until: override.until,
    by: override.by,
    computed: colour,
  });
  return light(override.colour, reasons, {
    nearLimit,
    overridden: true,
    reasons: [marked, ...reasons.toSorted(byBadness)],
  });
}

function closingOf(facts: TaskFacts, rules: LightRules, today: string) {
  const closedOn = facts.closedOn ?? today;
  const requestedOn = facts.closureRequestedOn;
  const { dueDate } = facts;
  return {
    closedOn,
    requestedOn,
    lastDay: dueDate === null ? null : lastDay(dueDate, rules),
    onTime: dueDate === null || closedOnTime(dueDate, { closedOn, requestedOn }, rules),
  };
}

function dateReasons(facts: TaskFacts, rules: LightRules, today: string, calendar: WorkCalendar): Reason[] {
  const reasons: Reason[] = [];
  for (const { title, dueDate, doneOn, firm } of facts.milestones) {
    if (doneOn !== null) {
      reasons.push(
        reason('milestone-done', 'milestone', 'green', { milestone: title, dueDate, doneOn }, firm),
      );
      continue;
    }
    const open = { part: 'milestone' as const, milestone: title, dueDate, firm };
    const said = dateReason(open, facts.closureRequestedOn, rules, today, calendar);
    if (said) reasons.push(said);
  }
  if (facts.dueDate !== null) {
    const open = { part: 'date' as const, milestone: null, dueDate: facts.dueDate, firm: true };
    const said = dateReason(open, facts.closureRequestedOn, rules, today, calendar);
    if (said) reasons.push(said);
  }
  return reasons;
}
