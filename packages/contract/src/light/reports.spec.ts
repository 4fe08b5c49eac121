import { describe, expect, it } from 'vitest';
import type { ReportFacts, TaskFacts } from './facts.js';
import { completenessColour, reportReasons, unitReportColour } from './reports.js';
import { defaultLightRules as rules } from './rules.js';

const form = { form: 'f', title: { zh: '填报', en: 'Form' } };

/** One unit's reports from January to June, all but some of them. */
function one(...missing: string[]): ReportFacts {
  const owing = missing.length ? [{ unitId: 'u', unitName: '甲县', periods: missing }] : [];
  const periods = [1, 2, 3, 4, 5, 6].map((month) => `2024-0${month}`);
  return {
    ...form,
    periods: periods.map((period) => ({ period, expected: 1, received: missing.includes(period) ? 0 : 1 })),
    missing: owing,
  };
}

/** A roll-up of 20 units: received reports, month by month from January. */
function many(...received: number[]): ReportFacts {
  const periods = received.map((each, at) => ({ period: `2024-0${at + 1}`, expected: 20, received: each }));
  return { ...form, periods, missing: [] };
}

function say(facts: Partial<Pick<TaskFacts, 'reports' | 'noProgressRuns' | 'lastNote'>>) {
  return reportReasons({ reports: [], noProgressRuns: [], lastNote: null, ...facts }, rules).map(
    ({ code, colour }) => `${code} ${colour}`,
  );
}

describe('a form owed by one unit', () => {
  it('is silent while nothing is missing', () => {
    expect(say({ reports: [one()] })).toEqual([]);
  });

  it('is yellow with one report missing and red with two', () => {
    expect(say({ reports: [one('2024-05')] })).toEqual(['reports-missing yellow']);
    expect(say({ reports: [one('2024-02', '2024-05')] })).toEqual(['reports-missing red']);
  });
});

it('is judged by who owes it now, whoever owed it before', () => {
  const [april, may] = [one('2024-04'), one('2024-05')];
  const old = april.missing.map((each) => ({ ...each, unitId: 'o', unitName: '乙县' }));
  // The lead changed in May: two units in the year, one at a time.
  expect(say({ reports: [one('2024-06')] })).toEqual(['reports-missing yellow']);
  expect(say({ reports: [{ ...may, missing: [...old, ...may.missing] }] })).toEqual([
    'reports-missing yellow',
    'reports-missing yellow',
  ]);
  // Twenty owed it until April, one since: what those missed is past.
  const since = { ...one(), periods: [...many(20, 20, 20, 10).periods, ...one().periods.slice(4)] };
  expect(say({ reports: [since] })).toEqual([]);
});

describe('a form owed by several units', () => {
  it('is silent from 95 % completeness and yellow under it', () => {
    expect(say({ reports: [many(19)] })).toEqual([]);
    expect(say({ reports: [many(18)] })).toEqual(['reports-incomplete yellow']);
  });

  it('is yellow at 80 % and red under it', () => {
    expect(say({ reports: [many(16)] })).toEqual(['reports-incomplete yellow']);
    expect(say({ reports: [many(15)] })).toEqual(['reports-incomplete red']);
  });

  it('turns red when incomplete in two consecutive periods', () => {
    expect(say({ reports: [many(18, 18)] })).toEqual(['reports-incomplete red']);
    expect(say({ reports: [many(18, 20, 18)] })).toEqual(['reports-incomplete yellow']);
  });

  it('is silent again once a period is complete', () => {
    expect(say({ reports: [many(10, 10, 20)] })).toEqual([]);
  });

  it('says nothing about a period in which everything was waived', () => {
    const waived = { ...many(), periods: [{ period: '2024-01', expected: 0, received: 0 }] };
    expect(say({ reports: [waived] })).toEqual([]);
  });

  it('keeps the last period that was asked for in view when the next one was waived', () => {
    const form = many(18);
    const periods = [...form.periods, { period: '2024-02', expected: 0, received: 0 }];
    expect(say({ reports: [{ ...form, periods }] })).toEqual(['reports-incomplete yellow']);
  });

  it('names the units that miss in the period it is judged by', () => {
    const facts = {
      ...many(20, 18),
      missing: [
        { unitId: 'a', unitName: '甲县', periods: ['2024-02'] },
        { unitId: 'b', unitName: '乙县', periods: ['2024-01'] },
      ],
    };
    const [reason] = reportReasons({ reports: [facts], noProgressRuns: [], lastNote: null }, rules);
    expect(reason?.facts).toMatchObject({ units: ['甲县'], completeness: 90, period: '2024-02' });
  });
});

describe('the progress note', () => {
  const note = (confirmed: boolean, assessment: 'on-pace' | 'behind' = 'on-pace') =>
    say({ lastNote: { period: '2024-05', confirmed, assessment } });

  it('makes green once its reviewer confirmed it', () => {
    expect(note(true)).toEqual(['note-confirmed green']);
  });

  it('never makes green by its own assessment', () => {
    expect(note(false)).toEqual([]);
  });

  it('makes yellow when the reviewer confirms that the task is behind', () => {
    expect(note(true, 'behind')).toEqual(['note-behind yellow']);
  });

  it('makes yellow with the third 无新进展 in a row', () => {
    const run = (length: number) => say({ noProgressRuns: [{ unitId: 'u', unitName: '甲县', run: length }] });
    expect(run(2)).toEqual([]);
    expect(run(3)).toEqual(['no-progress yellow']);
  });
});

describe('the colours of boards', () => {
  it('of a unit follow the number of its missing reports', () => {
    expect([0, 1, 2].map((missing) => unitReportColour(missing, rules))).toEqual(['green', 'yellow', 'red']);
  });

  it('of a roll-up follow its completeness', () => {
    expect([95, 94, 80, 79].map((received) => completenessColour(received, 100, rules))).toEqual([
      'green',
      'yellow',
      'yellow',
      'red',
    ]);
    expect(completenessColour(0, 0, rules)).toBeNull();
  });
});
