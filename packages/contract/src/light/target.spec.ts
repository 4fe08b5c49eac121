import { describe, expect, it } from 'vitest';
import { type Period, periodEnd } from '../time/period.js';
import { type TargetFacts, type TargetPoint, targetKindOf } from './facts.js';
import { judging } from './judging.js';
import { defaultLightRules as rules } from './rules.js';
import { targetColour } from './target.js';

const today = '2024-07-10';

function point(period: Period, yearToDate: number | null, more: Partial<TargetPoint> = {}): TargetPoint {
  return {
    period,
    end: periodEnd(period),
    value: yearToDate,
    yearToDate,
    denominator: null,
    due: true,
    ...more,
  };
}

/** 366 things in the 366 days of 2024: the pace at a day is the day's number, one point is 3.66. */
function target(points: TargetPoint[], more: Partial<TargetFacts> = {}): TargetFacts {
  return {
    id: 't',
    metric: 'area.metric',
    title: { zh: '建成', en: 'Built' },
    unitId: 'u',
    unitName: '市局',
    kind: 'cumulative',
    direction: 'at-least',
    value: 366,
    measure: '个',
    firm: true,
    source: 'document',
    baseline: 0,
    from: '2024-01-01',
    dueDate: '2024-12-31',
    points,
    ...more,
  };
}

const rate = (points: TargetPoint[], more: Partial<TargetFacts> = {}) =>
  target(points, { kind: 'rate', value: 50, measure: '%', ...more });
const repeats = (points: TargetPoint[], more: Partial<TargetFacts> = {}) =>
  rate(points, { direction: 'at-most', value: 13, ...more });
const drills = (points: TargetPoint[], more: Partial<TargetFacts> = {}) =>
  target(points, { kind: 'per-period', value: 1, per: 'month', measure: '次', ...more });
const colourOf = (facts: TargetFacts, day = today) => targetColour(facts, rules, day).colour;
const codesOf = (facts: TargetFacts, day = today) =>
  targetColour(facts, rules, day).reasons.map((each) => each.code);

describe('a cumulative target', () => {
  it('is green up to 10 points behind pace', () => {
    expect(colourOf(target([point('2024-06', 182 - 36.6)]))).toBe('green');
  });

  it('is yellow from there', () => {
    expect(colourOf(target([point('2024-06', 182 - 36.7)]))).toBe('yellow');
  });

  it('is still yellow 30 points behind', () => {
    expect(colourOf(target([point('2024-06', 182 - 109.8)]))).toBe('yellow');
  });

  it('is red beyond 30 points', () => {
    expect(colourOf(target([point('2024-06', 182 - 109.9)]))).toBe('red');
  });

  it('measures points on the way from its baseline', () => {
    const facts = target([point('2024-06', 1000 + 182 - 36.7)], { baseline: 1000, value: 1366 });
    expect(colourOf(facts)).toBe('yellow');
  });

  it('follows its trajectory instead of the straight line', () => {
    const late = { trajectory: [{ date: '2024-06-30', value: 10 }] };
    expect(colourOf(target([point('2024-06', 10)], late))).toBe('green');
    expect(colourOf(target([point('2024-06', 10)]))).toBe('red');
  });

  it('is measured at the last period whose reports are due, not at a later one', () => {
    const light = targetColour(
      target([point('2024-06', 0, { due: false }), point('2024-05', 152)]),
      rules,
      today,
    );
    expect(light).toMatchObject({ colour: 'green', expected: 152, point: { period: '2024-05' } });
  });

  it('turns red when it was yellow in two consecutive periods', () => {
    expect(colourOf(target([point('2024-05', 152 - 40), point('2024-06', 182 - 40)]))).toBe('red');
  });

  it('stays yellow when the period before was green', () => {
    const facts = target([point('2024-04', 121 - 40), point('2024-05', 152), point('2024-06', 182 - 40)]);
    expect(colourOf(facts)).toBe('yellow');
  });

  it('does not get better for having been red before', () => {
    expect(colourOf(target([point('2024-05', 0), point('2024-06', 182 - 40)]))).toBe('red');
  });

  it('is no run across a period without data', () => {
    const facts = target([point('2024-04', 121 - 40), point('2024-05', null), point('2024-06', 182 - 40)]);
    expect(colourOf(facts)).toBe('yellow');
  });

  it('is green once reached, however long ago it was due', () => {
    expect(colourOf(target([point('2024-06', 366)], { dueDate: '2024-03-31' }))).toBe('green');
  });

  it('is red when it was not reached at its date, however near it came', () => {
    const facts = target([point('2024-12', 365)]);
    expect(colourOf(facts, '2025-01-10')).toBe('red');
    expect(codesOf(facts, '2025-01-10')).toEqual(['missed-at-date']);
  });

  it('is not green when a baseline above the target was lost', () => {
    expect(colourOf(target([point('2024-06', 85)], { baseline: 120, value: 100 }))).toBe('yellow');
  });

  it('measures a level that fell below a baseline at the target itself', () => {
    expect(colourOf(target([point('2024-06', 90)], { baseline: 100, value: 100 }))).toBe('green');
    expect(colourOf(target([point('2024-06', 89)], { baseline: 100, value: 100 }))).toBe('yellow');
  });
});

describe('a rate', () => {
  it('is green when met', () => {
    expect(colourOf(rate([point('2024-06', 50)]))).toBe('green');
  });

  it('is yellow when missed by up to 10 % of the target', () => {
    expect(colourOf(rate([point('2024-06', 49.99)]))).toBe('yellow');
    expect(colourOf(rate([point('2024-06', 45)]))).toBe('yellow');
  });

  it('is red when missed by more', () => {
    expect(colourOf(rate([point('2024-06', 44.99)]))).toBe('red');
  });

  it('holds from above with at-most, on both sides of the limit and of the tolerance', () => {
    expect(colourOf(repeats([point('2024-06', 13)]))).toBe('green');
    expect(colourOf(repeats([point('2024-06', 13.01)]))).toBe('yellow');
    expect(colourOf(repeats([point('2024-06', 14.3)]))).toBe('yellow');
    expect(colourOf(repeats([point('2024-06', 14.31)]))).toBe('red');
  });

  it('is missed on either side with exactly', () => {
    const exactly = { direction: 'exactly' as const };
    expect(colourOf(rate([point('2024-06', 50)], exactly))).toBe('green');
    expect(colourOf(rate([point('2024-06', 51)], exactly))).toBe('yellow');
    expect(colourOf(rate([point('2024-06', 44)], exactly))).toBe('red');
  });

  it('uses the year-to-date value, not the period', () => {
    expect(colourOf(rate([point('2024-06', 50, { value: 10 })]))).toBe('green');
  });

  it('turns red when narrowly missed in two consecutive periods', () => {
    const facts = rate([point('2024-05', 46), point('2024-06', 46)]);
    expect(targetColour(facts, rules, today).reasons[0]).toMatchObject({
      code: 'target-missed',
      colour: 'red',
      facts: { run: 2, runLimit: 2, missPercent: 8 },
    });
  });

  it('is red when narrowly missed at its date', () => {
    expect(colourOf(rate([point('2024-05', 49)], { dueDate: '2024-06-30' }))).toBe('yellow');
    expect(colourOf(rate([point('2024-06', 49)], { dueDate: '2024-06-30' }))).toBe('red');
  });

  it('that was met at its date stays met, when nothing says that it must hold', () => {
    const facts = rate([point('2024-04', 50), point('2024-05', 40)], { dueDate: '2024-04-30' });
    expect(targetColour(facts, rules, today)).toMatchObject({
      colour: 'green',
      point: { period: '2024-04' },
    });
  });

  it('that must hold is red in a later period that falls short, even narrowly', () => {
    const held = { dueDate: '2024-04-30', holdUntil: '2024-12-31' };
    expect(colourOf(rate([point('2024-04', 50), point('2024-05', 49.9)], held))).toBe('red');
    expect(colourOf(rate([point('2024-04', 50), point('2024-05', 50)], held))).toBe('green');
  });

  it('hints at a limit within 10 % of it, without a colour', () => {
    const near = targetColour(repeats([point('2024-06', 11.7)]), rules, today);
    expect(near).toMatchObject({ colour: 'green', nearLimit: true });
    expect(near.reasons.at(-1)).toMatchObject({ code: 'near-limit', colour: null });
    expect(targetColour(repeats([point('2024-06', 11.6)]), rules, today).nearLimit).toBe(false);
  });

  it('is never near a limit that is already exceeded', () => {
    expect(targetColour(repeats([point('2024-06', 13.1)]), rules, today).nearLimit).toBe(false);
  });
});

describe('a limit of 0', () => {
  const accidents = (count: number) =>
    target([point('2024-06', count)], { kind: 'limit', direction: 'at-most', value: 0 });

  it('is green at 0, and not near', () => {
    expect(targetColour(accidents(0), rules, today)).toMatchObject({ colour: 'green', nearLimit: false });
  });

  it('is red above', () => {
    expect(colourOf(accidents(1))).toBe('red');
  });
});

describe('a per-period target', () => {
  it('is green when the last ended period met it', () => {
    expect(colourOf(drills([point('2024-05', 0), point('2024-06', 1)]))).toBe('green');
  });

  it('is yellow when the last ended period missed it', () => {
    expect(colourOf(drills([point('2024-05', 1), point('2024-06', 0)]))).toBe('yellow');
  });

  it('is red when the last two missed it', () => {
    expect(colourOf(drills([point('2024-05', 0), point('2024-06', 0)]))).toBe('red');
  });

  it('does not look at a period that has not ended', () => {
    expect(colourOf(drills([point('2024-06', 1), point('2024-07', 0)]))).toBe('green');
    expect(colourOf(drills([point('2024-06', 1), point('2024-07', 0)]), '2024-07-31')).toBe('green');
    expect(colourOf(drills([point('2024-06', 1), point('2024-07', 0)]), '2024-08-01')).toBe('yellow');
  });

  it('counts a period before its reports are due only once it is met', () => {
    const early = { due: false };
    expect(
      targetColour(drills([point('2024-05', 0), point('2024-06', 0, early)]), rules, today),
    ).toMatchObject({
      colour: 'yellow',
      point: { period: '2024-05' },
    });
    expect(colourOf(drills([point('2024-05', 0), point('2024-06', 1, early)]))).toBe('green');
  });

  it('is judged by the period, not the year so far', () => {
    expect(colourOf(drills([point('2024-06', 6, { value: 0 })]))).toBe('yellow');
  });

  it('forgives the periods before it came into force', () => {
    const facts = drills([point('2024-05', 0), point('2024-06', 0)], { from: '2024-06-01' });
    expect(colourOf(facts)).toBe('yellow');
  });

  it('works by quarters', () => {
    const facts = drills([point('2024-Q1', 0), point('2024-Q2', 0)], { per: 'quarter' });
    expect(colourOf(facts)).toBe('red');
  });

  it('does not take a missing report for a missed period', () => {
    expect(targetColour(drills([point('2024-05', 0), point('2024-06', null)]), rules, today)).toMatchObject({
      colour: null,
      missing: true,
    });
  });
});

describe('a target that was adjusted', () => {
  const since = (until: string, before: Partial<TargetFacts>, facts: TargetFacts): TargetFacts => ({
    ...facts,
    before: [{ ...facts, ...before, until }],
  });

  it('is judged in each period by what held at its end', () => {
    // Once a month until June, four times from July.
    const months = [point('2024-05', 1), point('2024-06', 1), point('2024-07', 1), point('2024-08', 3)];
    const raised = (count: number) =>
      since('2024-06-30', { value: 1 }, drills(months.slice(0, count), { value: 4 }));
    expect(colourOf(raised(2))).toBe('green');
    expect(targetColour(raised(2), rules, today).reasons[0]?.facts).toMatchObject({ target: 1 });
    expect(colourOf(raised(3), '2024-08-10')).toBe('yellow');
    expect(colourOf(raised(4), '2024-09-10')).toBe('red');
    expect(colourOf(since('2024-06-30', { value: 4 }, drills(months.slice(0, 2))))).toBe('red');
  });

  it('has the year so far, and a run before it, judged by what held at the end of each period', () => {
    const points = [point('2024-05', 56), point('2024-06', 56)];
    const raised = (until: string, before: Partial<TargetFacts> = { value: 50 }) =>
      colourOf(since(until, before, rate(points, { value: 60 })));
    expect(colourOf(rate(points, { value: 60 }))).toBe('red');
    // From July on: June stands as it did.
    expect(raised('2024-06-30')).toBe('green');
    expect(
      targetColour(since('2024-06-30', { value: 50 }, rate(points, { value: 60 })), rules, today),
    ).toMatchObject({
      reasons: [{ code: 'target-met', facts: { target: 50, period: '2024-06' } }],
    });
    expect(raised('2024-06-30', { value: null })).toBeNull();
    expect(raised('2024-05-31')).toBe('yellow');
    expect(raised('2024-05-31', { value: null })).toBe('yellow');
    expect(raised('2024-05-30')).toBe('red');
  });

  it('asks nothing of a unit of which nothing was asked in the last period due', () => {
    const unit = (unitName: string, value: number) => rate([point('2024-06', value)], { unitName });
    const joined = since('2024-06-30', { value: null }, unit('乙', 10));
    const facts = { ...rate([]), children: [unit('甲', 60), joined] };
    expect(targetColour(facts, rules, today)).toMatchObject({
      colour: 'green',
      reasons: [{ code: 'each-met', facts: { met: 1, of: 1, below: [] } }],
    });
  });

  it('colours each period by the target that its series shows, and no adjustment or correction since another one', () => {
    // A small generator of numbers that are the same every time.
    let seed = 1;
    const next = (below: number) => {
      seed = (seed * 48271) % 2147483647;
      return seed % below;
    };
    const months = Array.from({ length: 12 }, (_, at) => `2024-${String(at + 1).padStart(2, '0')}`);
    const kinds = [
      { kind: 'rate' },
      { kind: 'cumulative' },
      { kind: 'limit', direction: 'at-most' },
      { kind: 'per-period', per: 'month' },
    ] as const;
    for (let round = 0; round < 200; round += 1) {
      const kind = kinds[round % kinds.length];
      const points = months.map((month) => point(month, next(120)));
      // What was asked from which day on; the first since ever. One that corrects takes the place of the one before it.
      const days = [
        ...new Set(
          Array.from(
            { length: next(5) },
            () => `2024-${String(1 + next(12)).padStart(2, '0')}-${String(1 + next(28)).padStart(2, '0')}`,
          ),
        ),
      ].sort();
      const asked = ['', ...days].map((from) => ({
        from,
        value: next(100),
        corrects: from !== '' && next(3) === 0,
      }));
      const factsAsOf = (day: string, through: number) => {
        const begun = asked.filter((each) => each.from <= day);
        const before = begun.slice(1).flatMap(({ from, corrects }, at) => {
          const until = new Date(Date.parse(from) - 86_400_000).toISOString().slice(0, 10);
          return corrects ? [] : [{ ...target([], kind), value: begun[at]?.value ?? null, until }];
        });
        return target(points.slice(0, through), { ...kind, value: begun.at(-1)?.value ?? null, before });
      };
      for (const [at, month] of months.entries()) {
        const end = periodEnd(month);
        const then = factsAsOf(end, at + 1);
        const today = factsAsOf('2025-01-10', at + 1);
        // What the series shows: the one function, asked for the period alone.
        const shown = judging(today, today.before, end);
        const said = targetColour(today, rules, '2025-01-10').reasons[0]?.facts as { target: number };
        expect(said.target).toBe(shown.value);
        const alone = { ...target([points[at] as TargetPoint], { ...kind, value: shown.value }) };
        const [colour, own] = [today, alone].map((facts) => colourOf(facts, '2025-01-10'));
        // A run of periods may make yellow red, and nothing else.
        expect(colour === 'red' && own === 'yellow' ? own : colour).toBe(own);
        // What was not corrected since stays what it was when the period ended.
        const since = asked.filter(({ from, corrects }) => corrects && from > end);
        if (since.length === 0) expect(colourOf(today, '2025-01-10')).toBe(colourOf(then, '2025-01-10'));
      }
    }
  });

  it('is silent in what ended while it was a demo target or an empty slot, or followed two others', () => {
    const points = [point('2024-05', 0), point('2024-06', 0)];
    expect(colourOf(since('2024-06-30', { source: 'demo' }, drills(points)))).toBeNull();
    expect(colourOf(since('2024-06-30', { value: null }, drills(points)))).toBeNull();
    expect(colourOf(since('2024-05-31', { source: 'demo' }, drills(points)))).toBe('yellow');
    const twice = drills(points, { value: 4 });
    const before = [
      { ...twice, value: 0, until: '2024-06-30' },
      { ...twice, value: 4, until: '2024-05-31' },
    ];
    expect(colourOf({ ...twice, before })).toBe('green');
  });
});

describe('a stretch target', () => {
  it.each([
    ['cumulative', target([point('2024-06', 0)], { firm: false })],
    ['rate', rate([point('2024-06', 1)], { firm: false })],
    ['missed at its date', rate([point('2024-06', 1)], { firm: false, dueDate: '2024-06-30' })],
    ['per-period', drills([point('2024-05', 0), point('2024-06', 0)], { firm: false })],
    ['each', target([], { firm: false, children: [target([point('2024-06', 0)])] })],
  ])('is yellow at worst: %s', (_, facts) => {
    const light = targetColour(facts, rules, today);
    expect(light.colour).toBe('yellow');
    expect(light.reasons.map((each) => each.colour)).not.toContain('red');
  });
});

describe('a target that is silent', () => {
  it('is one that the plan does not give (示例目标)', () => {
    expect(targetColour(target([point('2024-06', 0)], { source: 'demo' }), rules, today).reasons).toEqual([]);
  });

  it('is one without a value', () => {
    expect(colourOf(target([point('2024-06', 0)], { value: null }))).toBeNull();
  });

  it('is one of which nothing is due yet', () => {
    const light = targetColour(target([point('2024-06', 0, { due: false })]), rules, today);
    expect(light).toMatchObject({ colour: null, missing: false, reasons: [] });
  });

  it('is one with a denominator under 10, which says so', () => {
    const facts = rate([point('2024-06', 0, { denominator: 9 })]);
    expect(colourOf(facts)).toBeNull();
    expect(codesOf(facts)).toEqual(['small-base']);
    expect(colourOf(rate([point('2024-06', 0, { denominator: 10 })]))).toBe('red');
  });

  it('is one with a denominator of 0, which is too small, not missing', () => {
    const light = targetColour(rate([point('2024-06', null, { denominator: 0 })]), rules, today);
    expect(light).toMatchObject({ colour: null, missing: false });
  });

  it('is one past due without data, which is marked as missing', () => {
    const light = targetColour(target([point('2024-05', 152), point('2024-06', null)]), rules, today);
    expect(light).toMatchObject({ colour: null, missing: true });
    expect(light.reasons.map((each) => each.code)).toEqual(['no-data']);
  });

  it('breaks a run of missed periods when its base was too small', () => {
    const facts = rate([point('2024-05', 46, { denominator: 9 }), point('2024-06', 46, { denominator: 20 })]);
    expect(colourOf(facts)).toBe('yellow');
  });
});

describe('a target for each unit', () => {
  const county = (name: string, value: number | null, more: Partial<TargetFacts> = {}) =>
    rate([point('2024-06', value)], { unitName: name, ...more });
  const each = (...children: TargetFacts[]) => rate([], { children });

  it('shows how many meet it and has the worst colour', () => {
    const light = targetColour(each(county('甲', 60), county('乙', 46), county('丙', 20)), rules, today);
    expect(light).toMatchObject({ colour: 'red', met: false });
    expect(light.reasons[0]).toMatchObject({
      code: 'each-met',
      colour: 'red',
      facts: { met: 1, of: 3, below: ['乙', '丙'] },
    });
  });

  it('is green and met when all of them meet it', () => {
    expect(targetColour(each(county('甲', 50), county('乙', 60)), rules, today)).toMatchObject({
      colour: 'green',
      met: true,
    });
  });

  it('is not green while one of them has no data', () => {
    expect(targetColour(each(county('甲', 60), county('乙', null)), rules, today)).toMatchObject({
      colour: null,
      missing: true,
    });
  });

  it('still shows the worst colour while one of them has no data', () => {
    expect(colourOf(each(county('甲', 46), county('乙', null)))).toBe('yellow');
  });

  it('does not ask a unit whose slot is empty', () => {
    const light = targetColour(each(county('甲', 60), county('乙', 0, { value: null })), rules, today);
    expect(light.reasons[0]).toMatchObject({ facts: { met: 1, of: 1 } });
  });

  it('gives the reasons of the units that fall short, worst first', () => {
    const light = targetColour(each(county('甲', 60), county('乙', 46), county('丙', 20)), rules, today);
    expect(light.reasons.slice(1).map((reason) => 'unit' in reason.facts && reason.facts.unit)).toEqual([
      '丙',
      '乙',
    ]);
  });
});

describe('the kind of a target', () => {
  it.each([
    ['sum', 'at-least', null, 'cumulative'],
    ['latest', 'at-least', null, 'cumulative'],
    ['sum', 'at-most', null, 'limit'],
    ['ratio', 'at-most', null, 'rate'],
    ['computed', 'at-least', null, 'rate'],
    ['count', 'at-least', 'quarter', 'per-period'],
  ] as const)('of a %s with %s per %s is %s', (kind, direction, per, expected) => {
    expect(targetKindOf({ kind }, direction, per)).toBe(expected);
  });
});

describe('any target', () => {
  it('never gets a better colour from a worse value', () => {
    const rank = { green: 0, yellow: 1, red: 2 };
    const kinds: [TargetFacts['kind'], TargetFacts['direction'], number][] = [
      ['cumulative', 'at-least', -1],
      ['rate', 'at-least', -1],
      ['limit', 'at-most', 1],
    ];
    for (const [kind, direction, worse] of kinds) {
      for (const before of [0, 60, 110, 152, 400]) {
        let last = -1;
        for (let step = 0; step <= 800; step += 1) {
          const value = worse > 0 ? step / 2 : 400 - step / 2;
          const facts = target([point('2024-05', before), point('2024-06', value)], {
            kind,
            direction,
            value: 200,
          });
          const colour = colourOf(facts);
          expect(colour).not.toBeNull();
          const now = rank[colour ?? 'green'];
          expect(now).toBeGreaterThanOrEqual(last);
          last = now;
        }
        expect(last).toBe(2);
      }
    }
  });
});
