import { isDeepStrictEqual } from 'node:util';
import { lifecycle, type Manifest, type Metric, type Parts } from '@duban/contract';
import {
  type AreaServer,
  type Compute,
  type ComputeInput,
  type MoveFacts,
  Problem,
  type RequestContext,
} from '@duban/server-kit';
import type { Fault } from './fault.js';
import type { AreaSamples } from './samples.js';
import { partsOver } from './totals.js';

/** All that keeps an area's server part from conforming; nothing where there is none, and none is needed. */
export async function serverFaults(
  manifest: Manifest,
  samples: AreaSamples,
  server: AreaServer | undefined,
): Promise<Fault[]> {
  return [
    ...bindingFaults(manifest, server),
    ...manifest.metrics.flatMap((metric) => computeFaults(manifest, samples, metric, server)),
    ...(await moveFaults(manifest, server)),
  ];
}

const fault = (aspect: 'computation' | 'moves', at: string, message: string): Fault => ({
  aspect,
  at,
  message,
});

function bindingFaults(manifest: Manifest, server: AreaServer | undefined): Fault[] {
  const strangers = Object.keys(server?.compute ?? {}).filter(
    (key) => !manifest.metrics.some((metric) => metric.key === key && metric.kind === 'computed'),
  );
  return [
    ...(server && !isDeepStrictEqual(server.manifest, manifest)
      ? [fault('computation', 'server', 'is bound to another manifest: hand in the one under test')]
      : []),
    ...strangers.map((key) =>
      fault('computation', `metric ${key}`, 'has a compute and is no computed metric: correct the key'),
    ),
  ];
}

/** Runs a compute over the samples, and over every part missing or zero: it must always answer, and the same. */
function computeFaults(
  manifest: Manifest,
  samples: AreaSamples,
  metric: Metric,
  server: AreaServer | undefined,
): Fault[] {
  if (metric.kind !== 'computed') return [];
  const compute = server?.compute?.[metric.key];
  const at = `metric ${metric.key}`;
  if (!compute) {
    return [fault('computation', at, "is computed by nothing: add it to compute in the area's server part")];
  }
  const whole: ComputeInput = Object.fromEntries(
    (metric.of ?? []).flatMap((key) => {
      const part = manifest.metrics.find((each) => each.key === key);
      return part ? [[key, partsOver(manifest, part, samples, server)]] : [];
    }),
  );
  const said = variantsOf(whole)
    .map((input) => answerFault(compute, input))
    .find((each) => each !== null);
  return said ? [fault('computation', at, said)] : [];
}

const missing: Parts = { numerator: null, denominator: null };

/** The parts over all samples, of an invented unit, of nobody, of zeros; and each part missing or zero by itself. */
function variantsOf(whole: ComputeInput): ComputeInput[] {
  const keys = Object.keys(whole);
  const all = (part: Parts) => Object.fromEntries(keys.map((key) => [key, part]));
  const plain = all({ numerator: 3, denominator: 7 });
  const one = keys.flatMap((key) => [
    { ...plain, [key]: missing },
    { ...plain, [key]: { numerator: 3, denominator: 0 } },
    { ...plain, [key]: { numerator: 0, denominator: 7 } },
    { ...plain, [key]: { numerator: null, denominator: 7 } },
    { ...plain, [key]: { numerator: 3, denominator: null } },
  ]);
  return [whole, plain, all(missing), all({ numerator: 0, denominator: 0 }), ...one];
}

function answerFault(compute: Compute, input: ComputeInput): string | null {
  const given = JSON.stringify(input);
  const ask = () => compute(deepFrozen(JSON.parse(given)));
  try {
    const answer = ask();
    if (!isDeepStrictEqual(answer, ask())) {
      return `answers differently the second time, given ${given}: let it depend on the parts alone`;
    }
    if (answer === null) return null;
    const numbers = 'value' in answer ? [answer.value] : [answer.numerator, answer.denominator];
    const fits = numbers.every((number) => number === null || Number.isFinite(number));
    return fits && !('value' in answer && answer.value === null)
      ? null
      : `answers ${numbers.map(String).join(' ÷ ')}, given ${given}: give null where there is no value`;
  } catch (error) {
    return `throws "${messageOf(error)}", given ${given}: give null where there is no value, and change nothing`;
  }
}

/** Asks the guard about every move with milestones of every kind: it lets pass, or refuses by an error of its own. */
async function moveFaults(manifest: Manifest, server: AreaServer | undefined): Promise<Fault[]> {
  const { beforeMove } = server ?? {};
  if (!beforeMove) return [];
  const found: Fault[] = [];
  for (const facts of movesOf(manifest)) {
    try {
      await beforeMove(blindContext, deepFrozen(facts));
    } catch (error) {
      const said = refusalFault(manifest.id, error);
      if (said) found.push(fault('moves', `move ${facts.move}`, said));
    }
  }
  // One line for each move and cause, however many facts showed it.
  return found.filter((each, at) => found.findIndex((other) => isDeepStrictEqual(other, each)) === at);
}

function refusalFault(area: string, error: unknown): string | null {
  if (!(error instanceof Problem)) {
    return `throws "${messageOf(error)}": refuse by an error made with defineError('${area}.<code>', 409, …)`;
  }
  if (error.status !== 409) return `refuses with status ${error.status}: a veto is 409`;
  if (!error.code.startsWith(`${area}.`)) return `refuses as "${error.code}": begin the code with "${area}."`;
  return null;
}

function movesOf(manifest: Manifest): MoveFacts[] {
  const step = (id: string, doneOn: string | null, evidence: number, firm: boolean) => ({
    id,
    title: `Step ${id}`,
    dueDate: '2024-06-30',
    doneOn,
    firm,
    evidence,
  });
  const milestones = [
    [],
    [step('open', null, 0, true)],
    [step('bare', '2024-06-28', 0, true)],
    [step('done', '2024-06-28', 1, true), { ...step('loose', null, 0, false), dueDate: null }],
  ];
  const figures = [null, 0, 100].map((value) =>
    Object.fromEntries(manifest.metrics.map(({ key }) => [key, value])),
  );
  const task = { planId: 'plan', taskId: 'task', areaId: manifest.id };
  return lifecycle.flatMap(({ move, from, to }) =>
    from.flatMap((state) =>
      milestones.flatMap((steps, evidence) =>
        figures.map((values, at) => {
          const taskNumber = at === 0 ? null : (manifest.forms[0]?.task ?? 1);
          return { ...task, taskNumber, move, from: state, to, milestones: steps, evidence, figures: values };
        }),
      ),
    ),
  );
}

/** A guard decides on the facts that it is given; what it reads beside them, no kit and no reviewer sees. */
const blindContext = new Proxy({} as RequestContext, {
  get(_, name) {
    if (name === 'today') return '2024-09-20';
    if (name === 'now' || name === 'at') return new Date('2024-09-20T02:00:00Z');
    throw new Error(`reads ctx.${String(name)} instead of its facts`);
  },
});

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const each of Object.values(value)) deepFrozen(each);
    Object.freeze(value);
  }
  return value;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
