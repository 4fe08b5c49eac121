import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { servePortal } from '@duban/api';
import { defineArea, type Field, type Form } from '@duban/contract';
import { Expectations } from '../../packages/core/src/expectations/expectations.service.js';
import { Plans } from '../../packages/core/src/plans/plans.service.js';
import { openTestHouse, type TestHouse } from '../../packages/core/src/testing/house.testing.js';
import {
  type Person,
  personOf,
  standTree,
  systemContext,
} from '../../packages/core/src/testing/people.testing.js';

const text = (zh: string) => ({ zh, en: zh });
const options = (...words: string[]) => words.map((word, at) => ({ value: `o${at + 1}`, title: text(word) }));
const more = (count: number, make: (number: number) => Field) =>
  Array.from({ length: count }, (_, at) => make(at + 1));

/** Thirty fields of every type, two of them only after a 是. */
const fields: Field[] = [
  { key: 'whole', title: text('总数'), type: 'integer', kind: 'flow', required: true, measure: '件' },
  { key: 'part', title: text('其中办结'), type: 'integer', kind: 'flow', required: true, measure: '件' },
  ...more(8, (n): Field => ({ key: `count-${n}`, title: text(`分项${n}`), type: 'integer', kind: 'flow' })),
  ...more(
    4,
    (n): Field => ({
      key: `cost-${n}`,
      title: text(`费用${n}`),
      type: 'decimal',
      kind: 'flow',
      measure: '万元',
    }),
  ),
  {
    key: 'pace',
    title: text('进度'),
    type: 'choice',
    required: true,
    options: options('超前', '正常', '滞后'),
  },
  {
    key: 'manner',
    title: text('方式'),
    type: 'choice',
    required: true,
    options: options('走访', '集中', '线上', '联合', '委托', '其他'),
  },
  { key: 'visited', title: text('是否回访'), type: 'boolean', required: true },
  {
    key: 'visit-day',
    title: text('回访日期'),
    type: 'date',
    required: true,
    visibleWhen: { eq: [{ field: 'visited' }, true] },
  },
  {
    key: 'visit-unit',
    title: text('回访单位'),
    type: 'unit',
    visibleWhen: { eq: [{ field: 'visited' }, true] },
  },
  { key: 'begun-on', title: text('开始日期'), type: 'date' },
  { key: 'partner', title: text('配合单位'), type: 'unit' },
  { key: 'held', title: text('现有数'), type: 'integer', kind: 'stock' },
  { key: 'share', title: text('占比'), type: 'decimal', kind: 'stock', decimals: 4, measure: '%' },
  { key: 'basis', title: text('依据'), type: 'text', maxLength: 100 },
  { key: 'paper', title: text('文号'), type: 'text', maxLength: 100 },
  { key: 'progress', title: text('进展'), type: 'text', required: true },
  { key: 'problems', title: text('问题'), type: 'text' },
  { key: 'next', title: text('打算'), type: 'text' },
  { key: 'requests', title: text('需协调'), type: 'text' },
  { key: 'proof', title: text('材料'), type: 'file' },
];

/** Shared by both forms: a part is no more than its whole, and a large whole is to be explained. */
const checks: Form['checks'] = [
  {
    key: 'part-of-whole',
    severity: 'error',
    field: 'part',
    message: text('办结数不能多于总数'),
    expect: { lte: [{ field: 'part' }, { field: 'whole' }] },
  },
  {
    key: 'many',
    severity: 'warning',
    field: 'whole',
    message: text('总数异常，请说明'),
    expect: { lte: [{ field: 'whole' }, 1000] },
  },
];

const area = defineArea({
  contract: 1,
  id: 'long',
  version: '1.0.0',
  title: text('长表行动'),
  forms: [
    {
      key: 'long-form',
      version: 1,
      title: text('三十项月报'),
      task: 1,
      period: 'month',
      due: { workingDaysAfterEnd: 5 },
      level: ['county'],
      fields,
      checks,
    },
    {
      key: 'station-form',
      version: 1,
      title: text('派出所月报'),
      task: 2,
      period: 'month',
      due: { workingDaysAfterEnd: 5 },
      level: ['station'],
      selfSign: true,
      fields: fields.filter(({ key }) => ['whole', 'part', 'pace', 'basis'].includes(key)),
      checks,
    },
  ],
  metrics: [
    {
      key: 'station-whole',
      title: text('办件数'),
      kind: 'sum',
      numerator: 'station-form.whole',
      overTime: 'sum',
      overUnits: 'sum',
      direction: 'at-least',
      measure: '件',
      definition: text('派出所办件'),
      source: text('派出所月报'),
    },
  ],
});

/** A house with its portal, a county that owes a form of thirty fields each month, and two stations that owe a short one. */
export interface FormHouse {
  house: TestHouse;
  url: string;
  fields: readonly Field[];
  /** A report of that county and a period, as it is begun. */
  reportOf(period: string): {
    planId: string;
    areaId: string;
    formKey: string;
    unitId: string;
    period: string;
  };
  /** The sheet over that county's two stations. */
  sheetOf(period: string): { planId: string; areaId: string; formKey: string; period: string };
  stations: { e1: string; e2: string };
  reporter: Person;
  head: Person;
  /** Of the county: fills in for its stations, on their sheet. */
  reviewer: Person;
  /** Of the station `e1`. */
  stationHead: Person;
  close(): Promise<void>;
}

export async function openFormHouse(portalDist: string): Promise<FormHouse> {
  const house = await openTestHouse([{ manifest: area }], '2024-09-20', {
    dress: async (app) => {
      if (!(await servePortal(app, portalDist)))
        throw new Error(`The portal is not built in ${portalDist}. Build it first: pnpm build`);
    },
  });
  await house.app.listen(0, '127.0.0.1');
  const tree = await standTree(house);
  const ctx = systemContext(house);
  const planId = await house.app.get(Plans).create(ctx, {
    year: 2024,
    title: '2024',
    bureau: 'Bureau',
    rootUnitId: tree.city,
    announcedTasks: 2,
    areas: [{ areaId: area.id, number: 1, title: area.title }],
  });
  const addTask = async (number: number, owed: Form, unitIds: string[]) => {
    const taskId = randomUUID();
    await ctx.em.query(
      `insert into task (id, plan_id, area_id, number, title, visibility, state, origin, due_date, original_due_date)
       values ($1, $2, $3, $4, $5, 'open', 'in-progress', 'plan', '2024-12-31', '2024-12-31')`,
      [taskId, planId, area.id, number, owed.title.zh],
    );
    const duty = { planId, year: 2024, areaId: area.id, form: owed, taskId, unitIds };
    await house.app.get(Expectations).addDuty(ctx, duty);
    return taskId;
  };
  const [form, stationForm] = area.forms as [Form, Form];
  await addTask(1, form, [tree.east]);
  const stationTask = await addTask(2, stationForm, [tree.e1, tree.e2]);
  await ctx.em.query(
    `insert into target (id, plan_id, task_id, area_id, metric, unit_id, direction, value, measure, due_date, firm, scope, source, confirmed)
     values ($1, $2, $3, $4, $5, $6, 'at-least', 500, '件', '2024-12-31', true, 'aggregate', 'entered', true)`,
    [randomUUID(), planId, stationTask, area.id, `${area.id}.station-whole`, tree.e1],
  );
  const reporter = await personOf(house, { role: 'reporter', unitId: tree.east });
  const head = await personOf(house, { role: 'unit-head', unitId: tree.east });
  const reviewer = await personOf(house, { role: 'reviewer', unitId: tree.east });
  const stationHead = await personOf(house, { role: 'unit-head', unitId: tree.e1 });
  return {
    house,
    url: `http://127.0.0.1:${(house.app.getHttpServer().address() as AddressInfo).port}`,
    fields,
    reportOf: (period) => ({ planId, areaId: area.id, formKey: form.key, unitId: tree.east, period }),
    sheetOf: (period) => ({ planId, areaId: area.id, formKey: stationForm.key, period }),
    stations: { e1: tree.e1, e2: tree.e2 },
    reporter,
    head,
    reviewer,
    stationHead,
    close: () => house.close(),
  };
}
