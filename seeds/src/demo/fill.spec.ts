import { dataSchema, type Form, type FormData, failedChecks, periodsOfYear } from '@duban/contract';
import { expect, test } from 'vitest';
import { counties, stations } from '../organisation/units.js';
import { manifests } from '../testing/manifests.testing.js';
import { fillForm, type Reporter } from './fill.js';
import { recipes } from './recipes/index.js';

const forms = manifests.flatMap((area) =>
  area.forms.map((form) => ({ name: `${area.id}.${form.key}`, form })),
);
const department: Reporter = { code: 'ZA', kind: 'department' };
const reportersOf = (form: Form): Reporter[] => [
  ...(form.level.includes('department') ? [department] : []),
  ...(form.level.includes('county') ? counties : []),
  ...(form.level.includes('station') ? stations.slice(0, 20) : []),
];
const filled = (name: string, form: Form, unit: Reporter): FormData[] =>
  periodsOfYear(2024, form.period).map((period) => fillForm(form, recipes[name], unit, period));

test('every form of the ten areas has a recipe, and no recipe is left over', () => {
  expect(Object.keys(recipes).sort()).toEqual(forms.map((each) => each.name).sort());
});

test.each(forms)('$name: what the demo fills in is complete, valid and breaks no check', ({ name, form }) => {
  const schema = dataSchema(form.fields, { complete: true });
  for (const unit of reportersOf(form))
    for (const data of filled(name, form, unit)) {
      expect(schema.safeParse(data).error?.issues ?? [], `${unit.code} ${JSON.stringify(data)}`).toEqual([]);
      expect(failedChecks(form, data), `${unit.code} ${JSON.stringify(data)}`).toEqual([]);
    }
});

test.each(forms)('$name: levels do not fall', ({ name, form }) => {
  const levels = form.fields
    .filter((field) => field.kind === 'stock' && field.key !== 'index')
    .map((field) => field.key);
  for (const unit of reportersOf(form)) {
    const periods = filled(name, form, unit);
    for (const key of levels) {
      const course = periods.map((data) => Number(data[key]));
      expect(course, `${unit.code} ${key}`).toEqual([...course].sort((one, other) => one - other));
    }
  }
});

test('the same report is filled in the same way again', () => {
  const [first] = forms;
  if (!first) throw new Error('no form');
  expect(filled(first.name, first.form, department)).toEqual(filled(first.name, first.form, department));
});
