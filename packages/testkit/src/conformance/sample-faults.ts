import type { Form, Manifest } from '@duban/contract';
import type { Fault } from './fault.js';
import { changed, fitsPeriod, judge, judgeZero, roundTrips } from './reports.js';
import type { AreaSamples, FormSamples } from './samples.js';

/** Every form must take its valid samples, refuse its invalid ones, and show each of its checks at work. */
export function sampleFaults(manifest: Manifest, samples: AreaSamples): Fault[] {
  const strangers = Object.keys(samples.forms).filter(
    (key) => !manifest.forms.some((form) => form.key === key),
  );
  return [
    ...strangers.map((key) => fault(key, 'has samples and is no form of the area: correct the key')),
    ...manifest.forms.flatMap((form) => {
      const own = samples.forms[form.key];
      if (!own || own.valid.length === 0) return [fault(form.key, 'has no valid sample: write one')];
      if (own.invalid.length === 0) return [fault(form.key, 'has no invalid sample: write one')];
      return [
        ...validFaults(form, own),
        ...invalidFaults(form, own),
        ...unusualFaults(form, own),
        ...idleChecks(form, own),
        ...zeroFaults(form, own),
      ];
    }),
  ];
}

function fault(form: string, message: string, part = ''): Fault {
  return { aspect: 'samples', at: `form ${form}${part && `, ${part}`}`, message };
}

function validFaults(form: Form, { valid }: FormSamples): Fault[] {
  const seen = new Set<string>();
  return valid.flatMap(({ unit, period, data }) => {
    const part = `valid sample ${unit} ${period}`;
    const { refusedAt, warnings } = judge(form, data);
    const doubled = seen.has(`${unit} ${period}`);
    seen.add(`${unit} ${period}`);
    return [
      ...(doubled ? [fault(form.key, 'is there twice: a unit reports a period once', part)] : []),
      ...(fitsPeriod(form, period) ? [] : [fault(form.key, `is not of the grain "${form.period}"`, part)]),
      ...refusedAt.map((field) => fault(form.key, `is refused at ${field}`, part)),
      ...warnings.map((check) => fault(form.key, `raises the warning ${check}: list it under unusual`, part)),
      ...(refusedAt.length > 0 || roundTrips(form, data)
        ? []
        : [fault(form.key, 'does not round-trip', part)]),
    ];
  });
}

function invalidFaults(form: Form, { valid, invalid }: FormSamples): Fault[] {
  return invalid.flatMap(({ change, field }) => {
    const part = `invalid sample ${JSON.stringify(change)}`;
    const { refusedAt } = judge(form, changed(valid[0]?.data ?? {}, change));
    if (refusedAt.length === 0)
      return [fault(form.key, `is accepted, and should be refused at ${field}`, part)];
    if (refusedAt.length === 1 && refusedAt[0] === field) return [];
    return [fault(form.key, `is refused at ${refusedAt.join(', ')} instead of ${field} alone`, part)];
  });
}

function unusualFaults(form: Form, { valid, unusual = [] }: FormSamples): Fault[] {
  return unusual.flatMap(({ change, check }) => {
    const part = `unusual sample ${JSON.stringify(change)}`;
    const { refusedAt, warnings } = judge(form, changed(valid[0]?.data ?? {}, change));
    return [
      ...refusedAt.map((field) => fault(form.key, `is refused at ${field} instead of warned about`, part)),
      ...(warnings.includes(check) ? [] : [fault(form.key, `does not raise the warning ${check}`, part)]),
    ];
  });
}

/** A check that no sample breaks may never bite at all. */
function idleChecks(form: Form, { valid, invalid, unusual = [] }: FormSamples): Fault[] {
  const verdicts = [...invalid, ...unusual].map(({ change }) =>
    judge(form, changed(valid[0]?.data ?? {}, change)),
  );
  const bitten = new Set(verdicts.flatMap(({ errors, warnings }) => [...errors, ...warnings]));
  return form.checks
    .filter((check) => !bitten.has(check.key))
    .map((check) => fault(form.key, 'is broken by no sample: add one that it catches', `check ${check.key}`));
}

/** A unit with nothing to report must be able to say so in one click. */
function zeroFaults(form: Form, { valid }: FormSamples): Fault[] {
  const { refusedAt } = judgeZero(form, valid[0]?.data ?? {});
  return refusedAt.map((field) => fault(form.key, `is refused at ${field}: let a zero pass`, 'zero report'));
}
