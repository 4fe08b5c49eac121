import { defineArea, flow, flowRate, total } from '@duban/contract';
import { type AreaServerParts, type ComputeInput, defineAreaServer, defineError } from '@duban/server-kit';
import { describe, expect, test } from 'vitest';
import { type AreaSamples, type AreaUnderTest, conformanceFaults, describeArea } from './index.js';

const words = { zh: '树木', en: 'Trees' };

/** Trees watered, and how many are left dry: a difference, which no plain metric can say. */
const manifest = defineArea({
  contract: 1,
  id: 'tree-care',
  version: '1.0.0',
  title: words,
  forms: [
    {
      key: 'watering',
      version: 1,
      title: words,
      task: 1,
      period: 'month',
      due: { day: 5 },
      level: ['county'],
      fields: [
        { ...flow, key: 'trees', title: words },
        { ...flow, key: 'watered', title: words },
      ],
      checks: [
        {
          key: 'watered-within-trees',
          severity: 'error',
          expect: { lte: [{ field: 'watered' }, { field: 'trees' }] },
          field: 'watered',
          message: words,
        },
      ],
    },
  ],
  metrics: [
    {
      ...flowRate,
      key: 'watered-rate',
      title: words,
      numerator: 'watering.watered',
      denominator: 'watering.trees',
      definition: words,
      source: words,
    },
    {
      ...total,
      kind: 'computed',
      key: 'dry',
      title: words,
      of: ['watered-rate'],
      measure: '棵',
      definition: words,
      source: words,
    },
  ],
});

const samples: AreaSamples = {
  forms: {
    watering: {
      valid: [
        { unit: 'north', period: '2024-01', data: { trees: 10, watered: 4 } },
        { unit: 'south', period: '2024-01', data: { trees: 20, watered: 20 } },
      ],
      invalid: [{ change: { watered: 11 }, field: 'watered' }],
    },
  },
  totals: {
    'watered-rate': { numerator: 24, denominator: 30, value: 80 },
    dry: { numerator: 6, value: 6 },
  },
};

const sidesOf = (parts: ComputeInput) => ({ ...parts['watered-rate'] });
const dry = (parts: ComputeInput) => {
  const { numerator, denominator } = sidesOf(parts);
  return numerator == null || denominator == null ? null : { value: denominator - numerator };
};
const notYet = defineError('tree-care.not-yet', 409, words);

const parts: AreaServerParts = {
  compute: { dry },
  beforeMove: (_ctx, { move, milestones }) => {
    if (move === 'request-closure' && milestones.some(({ doneOn }) => doneOn === null)) throw notYet();
  },
};

async function faultsWith(planted: AreaServerParts, more: Partial<AreaUnderTest> = {}): Promise<string[]> {
  const server = defineAreaServer(manifest, { ...parts, ...planted });
  const faults = await conformanceFaults({ manifest, samples, server, ...more });
  return faults.map(({ aspect, at, message }) => `${aspect} | ${at} | ${message}`);
}

describe('an area with a server part that conforms', () => {
  test('has no faults', async () => {
    expect(await faultsWith({})).toEqual([]);
  });

  describeArea({ manifest, samples, server: defineAreaServer(manifest, parts) });
});

describe('the kit finds in a compute', () => {
  const drySays = (message: string) => [`computation | metric dry | ${message}`];

  test('that it is missing, with and without a server part', async () => {
    const said = drySays("is computed by nothing: add it to compute in the area's server part");
    expect(await faultsWith({ compute: {} })).toEqual(said);
    expect(await faultsWith({}, { server: undefined })).toEqual(said);
  });

  test('one for a metric that is not computed', async () => {
    expect(await faultsWith({ compute: { dry, 'watered-rate': dry } })).toEqual([
      'computation | metric watered-rate | has a compute and is no computed metric: correct the key',
    ]);
  });

  test('a missing side taken for a number', async () => {
    const compute = {
      dry: (input: ComputeInput) => ({ value: Number(sidesOf(input).numerator?.toFixed(0)) }),
    };
    expect(await faultsWith({ compute })).toEqual(
      drySays(
        'answers NaN, given {"watered-rate":{"numerator":null,"denominator":null}}: give null where there is no value',
      ),
    );
  });

  test('a division by zero', async () => {
    const compute = {
      dry: (input: ComputeInput) => {
        const { numerator, denominator } = sidesOf(input);
        return numerator == null || denominator == null ? null : { value: numerator / denominator };
      },
    };
    expect(await faultsWith({ compute })).toEqual(
      drySays(
        'answers NaN, given {"watered-rate":{"numerator":0,"denominator":0}}: give null where there is no value',
      ),
    );
  });

  test('a crash, and a change of what it is given', async () => {
    const crash = { dry: () => JSON.parse('') };
    expect((await faultsWith({ compute: crash })).join()).toMatch(
      /computation \| metric dry \| throws "Unex/,
    );
    const change = {
      dry: (input: ComputeInput) => {
        Object.assign(input['watered-rate'] ?? {}, { numerator: 0 });
        return null;
      },
    };
    expect((await faultsWith({ compute: change })).join()).toMatch(/throws "Cannot assign to read only/);
  });

  test('a memory of its own', async () => {
    let calls = 0;
    const compute = {
      dry: () => {
        calls += 1;
        return { value: calls };
      },
    };
    expect((await faultsWith({ compute })).join()).toMatch(/answers differently the second time/);
  });

  test('a total that differs from the hand’s, and one that is missing', async () => {
    const { 'watered-rate': rate } = samples.totals;
    const wrong = { 'watered-rate': rate, dry: { numerator: 7, value: 7 } } as AreaSamples['totals'];
    expect(await faultsWith({}, { samples: { ...samples, totals: wrong } })).toEqual([
      'totals | metric dry | numerator is 6, by hand 7',
      'totals | metric dry | value is 6, by hand 7',
    ]);
    const none = { 'watered-rate': rate } as AreaSamples['totals'];
    expect(await faultsWith({}, { samples: { ...samples, totals: none } })).toEqual([
      'totals | metric dry | has no total: work one out by hand over the valid samples',
    ]);
  });

  test('a server part of another manifest', async () => {
    const server = defineAreaServer({ ...manifest, version: '2.0.0' }, parts);
    expect(await faultsWith({}, { server })).toEqual([
      'computation | server | is bound to another manifest: hand in the one under test',
    ]);
  });
});

describe('the kit finds in a guard', () => {
  const refusing = (refuse: () => Error): AreaServerParts => ({
    beforeMove: (_ctx, { move }) => {
      if (move === 'archive') throw refuse();
    },
  });

  test.each([
    [
      'a bare error',
      () => new Error('no'),
      /^moves \| move archive \| throws "no": refuse by an error made with/,
    ],
    ['another status', defineError('tree-care.no', 400, words), /refuses with status 400: a veto is 409$/],
    [
      'the code of another',
      defineError('not-found', 409, words),
      /refuses as "not-found": begin the code with/,
    ],
  ])('%s, once for the move', async (_what, refuse, said) => {
    expect(await faultsWith(refusing(refuse))).toEqual([expect.stringMatching(said)]);
  });

  test('a look past the facts, and a change of them', async () => {
    const looking = await faultsWith({ beforeMove: (ctx) => void ctx.em.query('select 1') });
    expect(looking).toContainEqual(expect.stringMatching(/throws "reads ctx.em instead of its facts"/));
    const changing = await faultsWith({
      beforeMove: (_ctx, facts) => void Object.assign(facts, { move: 'archive' }),
    });
    expect(changing).toContainEqual(expect.stringMatching(/throws "Cannot assign to read only/));
  });
});
