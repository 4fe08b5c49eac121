import { randomUUID } from 'node:crypto';
import { defineArea, type Form, type FormInput, type MetricInput } from '@duban/contract';
import { Expectations } from '../expectations/expectations.service.js';
import { Plans } from '../plans/plans.service.js';
import type { TestHouse } from './house.testing.js';
import { systemContext } from './people.testing.js';

const text = { zh: '试验', en: 'Trial' };

/** Counts of the period: a whole and a part of it, as one form collects them. */
function countForm(key: string, task: number, level: 'county' | 'station'): FormInput {
  return {
    key,
    version: 1,
    title: text,
    task,
    period: 'month',
    due: { workingDaysAfterEnd: 5 },
    level: [level],
    fields: [
      { key: 'whole', title: text, type: 'integer', kind: 'flow', required: true },
      { key: 'part', title: text, type: 'integer', kind: 'flow', required: true },
      { key: 'level', title: text, type: 'integer', kind: 'stock' },
      { key: 'remark', title: text, type: 'text', maxLength: 200 },
    ],
    checks: [
      {
        key: 'part-of-whole',
        severity: 'error',
        field: 'part',
        message: text,
        expect: { lte: [{ field: 'part' }, { field: 'whole' }] },
      },
      {
        key: 'large',
        severity: 'warning',
        field: 'whole',
        message: text,
        expect: { lte: [{ field: 'whole' }, 1000] },
      },
    ],
  };
}

function rateOf(form: string, key: string): MetricInput {
  return {
    key,
    title: text,
    kind: 'ratio',
    numerator: `${form}.part`,
    denominator: `${form}.whole`,
    overTime: 'sum',
    overUnits: 'sum',
    direction: 'at-least',
    measure: '%',
    factor: 100,
    definition: text,
    source: text,
  };
}

/** An area with a form for counties and one for stations. */
export const trialArea = defineArea({
  contract: 1,
  id: 'trial',
  version: '1.0.0',
  title: text,
  forms: [countForm('county-counts', 1, 'county'), countForm('station-counts', 2, 'station')],
  metrics: [
    rateOf('county-counts', 'county-rate'),
    rateOf('station-counts', 'station-rate'),
    {
      ...rateOf('county-counts', 'level'),
      kind: 'latest',
      overTime: 'latest',
      numerator: 'county-counts.level',
      measure: '个',
      factor: 1,
    },
  ],
});

export interface TrialPlan {
  planId: string;
  /** The tasks of the county form and of the station form. */
  countyTask: string;
  stationTask: string;
}

/** A plan, of 2024 unless said, with the trial area: two open tasks in progress, each with its duty. */
export async function standTrialPlan(
  house: TestHouse,
  units: { city: string; counties: string[]; stations: string[] },
  year = 2024,
): Promise<TrialPlan> {
  const ctx = systemContext(house);
  const planId = await house.app.get(Plans).create(ctx, {
    year,
    title: String(year),
    bureau: 'Bureau',
    rootUnitId: units.city,
    announcedTasks: 2,
    areas: [{ areaId: 'trial', number: 1, title: text }],
  });
  const [countyTask, stationTask] = [randomUUID(), randomUUID()];
  for (const [at, id] of [countyTask, stationTask].entries()) {
    await ctx.em.query(
      `insert into task (id, plan_id, area_id, number, title, visibility, state, origin, due_date, original_due_date)
       values ($1, $2, 'trial', $3, $4, 'open', 'in-progress', 'plan', $5, $5)`,
      [id, planId, at + 1, `Task ${at + 1}`, `${year}-12-31`],
    );
  }
  const duty = (form: Form, taskId: string, unitIds: string[]) =>
    house.app.get(Expectations).addDuty(ctx, { planId, year, areaId: 'trial', form, taskId, unitIds });
  await duty(trialArea.forms[0] as Form, countyTask, units.counties);
  await duty(trialArea.forms[1] as Form, stationTask, units.stations);
  return { planId, countyTask, stationTask };
}
