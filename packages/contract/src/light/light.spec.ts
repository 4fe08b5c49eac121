import { describe, expect, it } from 'vitest';
import type { TaskState } from '../task/lifecycle.js';
import { plainWeek } from '../time/calendar.js';
import type { TargetFacts, TaskFacts } from './facts.js';
import { computeLight } from './light.js';
import { lightRulesSchema, defaultLightRules as rules } from './rules.js';

const today = '2024-07-10';

function task(more: Partial<TaskFacts> = {}): TaskFacts {
  return {
    visibility: 'open',
    state: 'in-progress',
    dueDate: '2024-12-31',
    closedOn: null,
    closureRequestedOn: null,
    awaitingSuperior: false,
    override: null,
    targets: [],
    milestones: [],
    reports: [],
    noProgressRuns: [],
    lastNote: null,
    ...more,
  };
}

/** A rate of at least 50 %, with its value at the end of June. */
function rate(yearToDate: number | null, more: Partial<TargetFacts> = {}): TargetFacts {
  return {
    id: 't',
    metric: 'area.rate',
    title: { zh: '分流率', en: 'Diversion rate' },
    unitId: 'u',
    unitName: '市局',
    kind: 'rate',
    direction: 'at-least',
    value: 50,
    measure: '%',
    firm: true,
    source: 'document',
    baseline: null,
    from: '2024-01-01',
    dueDate: '2024-12-31',
    points: [
      { period: '2024-06', end: '2024-06-30', value: yearToDate, yearToDate, denominator: null, due: true },
    ],
    ...more,
  };
}

const confirmed = { period: '2024-06', confirmed: true, assessment: 'on-pace' as const };
const milestone = (dueDate: string, doneOn: string | null, firm = true) => ({
  id: 'm',
  title: '方案印发',
  dueDate,
  doneOn,
  firm,
});
const lightOf = (more: Partial<TaskFacts>, day = today) => computeLight(task(more), rules, day, plainWeek);

describe('states', () => {
  it('withheld has no light and no reasons, whatever else is known', () => {
    const light = lightOf({ visibility: 'withheld', targets: [rate(0)], dueDate: '2024-01-31' });
    expect(light).toMatchObject({ colour: null, closed: null, reasons: [], nearLimit: false });
    expect(lightOf({ state: 'withheld', dueDate: '2024-01-31' })).toMatchObject({
      colour: null,
      reasons: [],
    });
  });

  it('restricted has a light like any other', () => {
    expect(lightOf({ visibility: 'restricted', dueDate: '2024-01-31' }).colour).toBe('red');
  });

  it.each<TaskState>(['draft', 'pending-issue', 'suspended', 'terminated'])(
    '%s is grey, overdue or not',
    (state) => {
      expect(lightOf({ state, dueDate: '2024-01-31', targets: [rate(0)] })).toMatchObject({
        colour: 'grey',
        reasons: [{ code: 'state', facts: { state } }],
      });
    },
  );

  it.each<TaskState>(['issued', 'in-progress', 'closure-review'])('%s is judged', (state) => {
    expect(lightOf({ state, dueDate: '2024-01-31' }).colour).toBe('red');
  });

  it.each<TaskState>(['closed', 'archived'])('%s is counted apart and nothing else is looked at', (state) => {
    const override = { colour: 'red' as const, reason: 'r', until: '2024-12-31', by: 'b' };
    const facts = { state, dueDate: '2024-06-30', targets: [rate(0)], override };
    expect(lightOf({ ...facts, closedOn: '2024-06-30' })).toMatchObject({ colour: null, closed: 'on-time' });
    expect(lightOf({ ...facts, closedOn: '2024-07-01' })).toMatchObject({ colour: null, closed: 'late' });
  });

  it('a closed task without a date is on time', () => {
    expect(lightOf({ state: 'closed', dueDate: null, closedOn: '2024-07-01' }).closed).toBe('on-time');
  });
});

describe('the worst that speaks', () => {
  it('wins over what is better', () => {
    const facts = { targets: [rate(60), rate(46)], lastNote: confirmed };
    expect(lightOf(facts).colour).toBe('yellow');
    expect(lightOf({ ...facts, milestones: [milestone('2024-07-01', null)] }).colour).toBe('red');
  });

  it('comes first among the reasons', () => {
    const facts = { targets: [rate(60), rate(46)], milestones: [milestone('2024-07-01', null)] };
    expect(lightOf(facts).reasons.map((each) => each.colour)).toEqual(['red', 'yellow', 'green']);
  });

  it('is grey when nothing speaks', () => {
    expect(lightOf({})).toMatchObject({ colour: 'grey', reasons: [] });
  });

  it('is not green for a far date alone', () => {
    expect(lightOf({ dueDate: '2024-11-30', milestones: [milestone('2024-10-31', null)] }).colour).toBe(
      'grey',
    );
  });

  it('is green for a task without metrics whose milestone is done or whose note is confirmed', () => {
    expect(lightOf({ milestones: [milestone('2024-06-30', '2024-06-28')] }).colour).toBe('green');
    expect(lightOf({ lastNote: confirmed }).colour).toBe('green');
  });

  it('is yellow at worst for a stretch milestone', () => {
    expect(lightOf({ milestones: [milestone('2024-07-01', null, false)] }).colour).toBe('yellow');
  });
});

describe('missing data', () => {
  it('is never green, however well the rest is', () => {
    expect(lightOf({ targets: [rate(null), rate(60)], lastNote: confirmed }).colour).toBe('grey');
  });

  it('does not hide what is bad', () => {
    expect(lightOf({ targets: [rate(null), rate(46)] }).colour).toBe('yellow');
  });

  it('of a demo target or a small base takes no green away', () => {
    const small = rate(0, {
      points: [{ period: '2024-06', end: '2024-06-30', value: 0, yearToDate: 0, denominator: 3, due: true }],
    });
    const facts = { targets: [rate(null, { source: 'demo' }), small], lastNote: confirmed };
    expect(lightOf(facts).colour).toBe('green');
  });
});

describe("waiting for the superior's acceptance", () => {
  it('is yellow at worst, with that reason', () => {
    const light = lightOf({ awaitingSuperior: true, dueDate: '2024-06-30' });
    expect(light.colour).toBe('yellow');
    expect(light.reasons).toContainEqual(
      expect.objectContaining({ code: 'awaiting-superior', colour: 'yellow' }),
    );
  });

  it('makes nothing worse', () => {
    expect(lightOf({ awaitingSuperior: true, targets: [rate(60)] }).colour).toBe('green');
  });
});

describe('a manual override', () => {
  const override = { colour: 'yellow' as const, reason: '台风影响', until: today, by: '督查室' };

  it('wins until the end of its last day, marked, and shows what the rules would say', () => {
    const light = lightOf({ override, dueDate: '2024-06-30' });
    expect(light).toMatchObject({ colour: 'yellow', overridden: true });
    expect(light.reasons.map((each) => each.code)).toEqual(['override', 'date-overdue']);
    expect(light.reasons[0]?.facts).toMatchObject({ computed: 'red' });
  });

  it('is over the day after', () => {
    expect(lightOf({ override, dueDate: '2024-06-30' }, '2024-07-11')).toMatchObject({
      colour: 'red',
      overridden: false,
    });
  });
});

describe('a light', () => {
  it('says for which date and by which rules it was computed', () => {
    const light = computeLight(task(), lightRulesSchema.parse({ version: 7 }), today, plainWeek);
    expect(light).toMatchObject({ asOf: today, ruleVersion: '1.7' });
  });

  it('hints at a near limit without a colour for it', () => {
    expect(lightOf({ targets: [rate(48, { direction: 'at-most' })] })).toMatchObject({
      colour: 'green',
      nearLimit: true,
    });
  });

  it('is the same for the same facts, and survives JSON', () => {
    const facts = task({
      targets: [rate(46)],
      milestones: [milestone('2024-07-01', null)],
      lastNote: confirmed,
    });
    const light = computeLight(facts, rules, today, plainWeek);
    expect(computeLight(JSON.parse(JSON.stringify(facts)), rules, today, plainWeek)).toEqual(light);
    expect(JSON.parse(JSON.stringify(light))).toEqual(light);
  });

  it('does not depend on the order of the facts', () => {
    const points = ['2024-06', '2024-05', '2024-04'].map((period, at) => ({
      period,
      end: `${period}-28`,
      value: 46 - at,
      yearToDate: 46 - at,
      denominator: null,
      due: true,
    }));
    const forwards = lightOf({ targets: [rate(0, { points: points.toReversed() })] });
    expect(lightOf({ targets: [rate(0, { points })] })).toEqual(forwards);
  });
});

describe('the rules', () => {
  it('default to the plan office’s thresholds', () => {
    expect(rules).toMatchObject({
      paceYellow: 10,
      paceRed: 30,
      missTolerance: 10,
      nearDays: 3,
      minimumBase: 10,
    });
  });

  it('can be set for an area', () => {
    const strict = lightRulesSchema.parse({ missTolerance: 5 });
    expect(computeLight(task({ targets: [rate(46)] }), strict, today, plainWeek).colour).toBe('red');
  });

  it.each([
    [{ paceYellow: 40 }, 'paceRed'],
    [{ missingYellow: 3 }, 'missingRed'],
    [{ completenessRed: 99 }, 'completenessRed'],
    [{ settlingDay: '20-01' }, 'settlingDay'],
    [{ pacing: 1 }, ''],
  ])('refuse %o at %s', (input, at) => {
    const result = lightRulesSchema.safeParse(input);
    expect(result.error?.issues.map((issue) => issue.path.join('.'))).toEqual([at]);
  });
});
