import { randomUUID } from 'node:crypto';
import { defineArea, type Manifest } from '@duban/contract';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '../app.js';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree } from '../testing/people.testing.js';
import { standTrialPlan, trialArea } from '../testing/trial.testing.js';

/** The trial area one version later: `part` is called `share`, `level` is called `stock`. */
const laterArea: Manifest = (() => {
  const renamed = (key: string) => ({ part: 'share', level: 'stock' })[key] ?? key;
  const [form, ...others] = trialArea.forms.map((each, at) =>
    at > 0
      ? each
      : {
          ...each,
          version: 2,
          fields: each.fields.map((field) => ({ ...field, key: renamed(field.key) })),
          checks: [],
          mappings: { '1': { part: 'share', level: 'stock' } },
        },
  );
  const metrics = trialArea.metrics.map((metric) => ({
    ...metric,
    numerator: metric.numerator
      ?.replace('county-counts.part', 'county-counts.share')
      .replace('county-counts.level', 'county-counts.stock'),
  }));
  return defineArea({ ...trialArea, version: '1.1.0', forms: [form as never, ...others], metrics });
})();

let house: TestHouse;
let later: NestFastifyApplication;

beforeAll(async () => {
  house = await openTestHouse([{ manifest: trialArea }], '2024-09-20');
}, 60_000);
afterAll(async () => {
  await later?.close();
  await house.close();
});

it('carries figures over form versions, while each report keeps the version that it was begun with', async () => {
  const tree = await standTree(house);
  const plan = await standTrialPlan(house, { city: tree.city, counties: [tree.east], stations: [tree.e1] });
  const key = { planId: plan.planId, areaId: 'trial', formKey: 'county-counts', unitId: tree.east };
  const people = async (at: TestHouse) => ({
    reporter: await personOf(at, { role: 'reporter', unitId: tree.east }),
    head: await personOf(at, { role: 'unit-head', unitId: tree.east }),
    lead: await personOf(at, { role: 'area-lead', areaId: 'trial' }),
  });
  const accept = async (
    { reporter, head, lead }: Record<'reporter' | 'head' | 'lead', Person>,
    id: string,
  ) => {
    for (const [who, move] of [
      [reporter, 'submit'],
      [head, 'sign'],
      [lead, 'accept'],
    ] as const) {
      const { version } = (await who.ask('get', `/api/reports/${id}`)).body;
      expect((await who.ask('post', `/api/reports/${id}/moves`, { move }, version)).status).toBe(200);
    }
  };
  const first = await people(house);
  const old = await first.reporter.ask('post', '/api/reports', {
    ...key,
    period: '2024-07',
    data: { whole: 100, part: 40, level: 7 },
  });
  await accept(first, old.body.id);

  later = await createApp({
    source: house.source,
    zone: 'Asia/Shanghai',
    realTime: () => new Date('2024-09-20T02:00:00Z'),
    areas: [{ manifest: laterArea }],
    dataDir: `/tmp/${randomUUID()}`,
    logger: false,
  });
  await later.init();
  await later.getHttpAdapter().getInstance().ready();
  const { reporter, head, lead } = await people({ ...house, app: later });
  const series = async (metric: string) =>
    (
      await lead.ask(
        'get',
        `/api/metrics/trial.${metric}/series?planId=${plan.planId}&from=2024-07&to=2024-08`,
      )
    ).body.points;

  const beside = await reporter.ask(
    'get',
    `/api/reports/context?${new URLSearchParams({ ...key, period: '2024-08' })}`,
  );
  expect(beside.body).toMatchObject({
    last: { whole: 100, share: 40, stock: 7 },
    yearToDate: { share: 40, stock: 7 },
  });

  const fresh = await reporter.ask('post', '/api/reports', {
    ...key,
    period: '2024-08',
    data: { whole: 100, share: 60, stock: 8 },
  });
  expect(fresh.body.formVersion).toBe(2);
  await accept({ reporter, head, lead }, fresh.body.id);
  expect((await series('county-rate')).map((point: { yearToDate: number }) => point.yearToDate)).toEqual([
    40, 50,
  ]);

  const path = `/api/reports/${old.body.id}`;
  const { version } = (await lead.ask('get', path)).body;
  await lead.ask('post', `${path}/moves`, { move: 'unlock', reason: '核减' }, version);
  const foreign = { data: { whole: 100, share: 20 } };
  expect((await reporter.ask('patch', path, foreign, version + 1)).body.errors[0].path).toBe('data.share');
  await reporter.ask('patch', path, { data: { whole: 100, part: 20, level: 5 } }, version + 1);
  await accept({ reporter, head, lead }, old.body.id);
  expect((await reporter.ask('get', path)).body).toMatchObject({ formVersion: 1, data: { part: 20 } });
  const form = (await reporter.ask('get', `${path}/form`)).body;
  expect([form.version, form.fields.map((field: { key: string }) => field.key)]).toEqual([
    1,
    ['whole', 'part', 'level', 'remark'],
  ]);
  expect((await series('county-rate')).map((point: { yearToDate: number }) => point.yearToDate)).toEqual([
    20, 40,
  ]);
  expect((await series('level')).map((point: { value: number }) => point.value)).toEqual([5, 8]);
});
