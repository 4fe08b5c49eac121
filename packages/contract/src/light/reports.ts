import { round4 } from '../area/metric.js';
import type { ReportFacts, SpokenColour, TaskFacts } from './facts.js';
import { type Reason, reason } from './reason.js';
import type { LightRules } from './rules.js';
import { runOf } from './target.js';

/** The colour of a unit that owes reports: by how many are missing and past due. Green when none is. */
export function unitReportColour(missing: number, rules: LightRules): SpokenColour {
  if (missing >= rules.missingRed) return 'red';
  return missing >= rules.missingYellow ? 'yellow' : 'green';
}

/** The colour of a roll-up's completeness (报送率); null where nothing was expected. */
export function completenessColour(
  received: number,
  expected: number,
  rules: LightRules,
): SpokenColour | null {
  if (expected <= 0) return null;
  const percent = completenessOf(received, expected);
  if (percent < rules.completenessRed) return 'red';
  return percent < rules.completenessYellow ? 'yellow' : 'green';
}

function completenessOf(received: number, expected: number): number {
  return round4((received / expected) * 100);
}

/**
 * What the reports of a task say. Missing ones speak; complete ones are silent, since figures that came in are
 * not yet good figures. Green comes from the progress note alone, and only once the reviewer accepted it.
 */
export function reportReasons(
  facts: Pick<TaskFacts, 'reports' | 'noProgressRuns' | 'lastNote'>,
  rules: LightRules,
): Reason[] {
  const reasons = facts.reports.flatMap((form) =>
    expecting(form).at(-1)?.expected === 1 ? missingOf(form, rules) : incompleteOf(form, rules),
  );
  for (const { unitName: unit, run } of facts.noProgressRuns) {
    if (run < rules.noProgressRun) continue;
    reasons.push(reason('no-progress', 'reports', 'yellow', { unit, run, threshold: rules.noProgressRun }));
  }
  if (facts.lastNote?.confirmed) {
    const { period, assessment } = facts.lastNote;
    reasons.push(
      assessment === 'behind'
        ? reason('note-behind', 'reports', 'yellow', { period })
        : reason('note-confirmed', 'reports', 'green', { period }),
    );
  }
  return reasons;
}

/** Periods in which anything was asked for, in their order. Who owes a form may change from one to the next. */
function expecting(form: ReportFacts): ReportFacts['periods'] {
  return form.periods
    .filter((each) => each.expected > 0)
    .toSorted((a, b) => a.period.localeCompare(b.period));
}

function missingOf(form: ReportFacts, rules: LightRules): Reason[] {
  return form.missing.flatMap(({ unitName: unit, periods }) => {
    const colour = unitReportColour(periods.length, rules);
    if (colour === 'green') return [];
    const facts = {
      formKey: form.form,
      form: form.title,
      unit,
      periods: periods.toSorted(),
      missing: periods.length,
      yellow: rules.missingYellow,
      red: rules.missingRed,
    };
    return [reason('reports-missing', 'reports', colour, facts)];
  });
}

/** A roll-up is judged by its last period past due, and by the periods before for a run of yellow ones. */
function incompleteOf(form: ReportFacts, rules: LightRules): Reason[] {
  const periods = expecting(form);
  const last = periods.at(-1);
  if (!last) return [];
  const colour = completenessColour(last.received, last.expected, rules);
  if (colour === null || colour === 'green') return [];
  const run = runOf(periods, (each) => completenessColour(each.received, each.expected, rules) !== 'green');
  const facts = {
    formKey: form.form,
    form: form.title,
    period: last.period,
    expected: last.expected,
    received: last.received,
    completeness: completenessOf(last.received, last.expected),
    yellow: rules.completenessYellow,
    red: rules.completenessRed,
    run,
    runLimit: rules.consecutivePeriods,
    units: form.missing.filter((each) => each.periods.includes(last.period)).map((each) => each.unitName),
  };
  return [reason('reports-incomplete', 'reports', run >= rules.consecutivePeriods ? 'red' : colour, facts)];
}
