import { randomUUID } from 'node:crypto';
import { defineArea, type ManifestInput } from '@duban/contract';
import { createTestDatabase, type TestDatabase } from '@duban/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../app.js';
import { migrate, openDatabase } from '../database/database.js';
import type { AreaEntry } from './area-entry.js';

const text = (zh: string) => ({ zh, en: zh });

function area(id: string, change: (manifest: ManifestInput) => void = () => undefined): AreaEntry {
  const manifest: ManifestInput = {
    contract: 1,
    id,
    version: '1.0.0',
    title: text('样例'),
    forms: [
      {
        key: 'checks',
        version: 1,
        title: text('检查月报'),
        task: 1,
        period: 'month',
        due: { day: 5 },
        level: ['county'],
        fields: [
          { key: 'due', title: text('应查'), type: 'integer', kind: 'flow', required: true },
          { key: 'done', title: text('已查'), type: 'integer', kind: 'flow', required: true },
        ],
      },
    ],
    metrics: [
      {
        key: 'done-rate',
        title: text('检查率'),
        kind: 'ratio',
        numerator: 'checks.done',
        denominator: 'checks.due',
        overTime: 'sum',
        overUnits: 'sum',
        direction: 'at-least',
        measure: '%',
        factor: 100,
        definition: text('已查÷应查'),
        source: text('月报'),
      },
    ],
  };
  change(manifest);
  return { manifest: defineArea(manifest) };
}

type FormInput = ManifestInput['forms'][number];
const form = (manifest: ManifestInput) => manifest.forms[0] as FormInput;

describe('the installation of areas at boot', () => {
  let database: TestDatabase;
  let source: Awaited<ReturnType<typeof openDatabase>>;

  beforeEach(async () => {
    database = await createTestDatabase({
      template: 'core',
      prepare: async ({ ownerUrl, appUrl }) => void (await migrate(ownerUrl, appUrl)),
    });
    source = await openDatabase(database.appUrl, 2);
  });
  afterEach(async () => {
    await source.destroy();
    await database.drop();
  });

  async function boot(...areas: AreaEntry[]): Promise<void> {
    const app = await createApp({
      source,
      zone: 'Asia/Shanghai',
      areas,
      dataDir: `/tmp/${randomUUID()}`,
      logger: false,
    });
    try {
      await app.init();
    } finally {
      await app.close();
    }
  }

  const versions = () =>
    source.query(`select version, metric_fields from form_definition where key = 'checks' order by version`);

  it('stores each form version once, whole, however often it boots', async () => {
    await boot(area('sample'));
    await boot(area('sample'));
    expect(await versions()).toEqual([{ version: 1, metric_fields: { 'done-rate': ['done', 'due'] } }]);
    const [stored] = await source.query(`select definition from form_definition where key = 'checks'`);
    expect(stored.definition).toEqual(area('sample').manifest.forms[0]);
    expect(await source.query('select * from area_plugin')).toEqual([
      { area_id: 'sample', version: '1.0.0', contract: 1 },
    ]);
  });

  it('stops where a form changed without a new version, and says to raise it', async () => {
    await boot(area('sample'));
    const changed = area('sample', (manifest) => {
      form(manifest).fields[0] = { ...(form(manifest).fields[0] as FormInput['fields'][number]), max: 9 };
    });
    await expect(boot(changed)).rejects.toThrow(
      'area "sample", form checks: changed its fields, checks, period or level, and version 1 is in use. Fix: raise its version to 2.',
    );
  });

  it('takes a change of title or due day for what it is: no new form', async () => {
    await boot(area('sample'));
    await boot(
      area('sample', (manifest) => {
        form(manifest).title = text('检查情况');
        form(manifest).due = { day: 8 };
      }),
    );
    expect(await versions()).toHaveLength(1);
  });

  const renamed = (mappings: FormInput['mappings']) =>
    area('sample', (manifest) => {
      Object.assign(form(manifest), { version: 2, mappings });
      Object.assign(form(manifest).fields[1] as object, { key: 'inspected' });
      Object.assign(manifest.metrics[0] as object, { numerator: 'checks.inspected' });
    });

  it('stops where a new version loses a field that a metric read, and shows the mapping to add', async () => {
    await boot(area('sample'));
    await expect(boot(renamed({}))).rejects.toThrow(
      `version 2 does not say what became of version 1's field "done", which metric done-rate reads. Fix: add it to the form's mappings: {"1": {"done": "<field of version 2>"}}.`,
    );
    await expect(boot(renamed({ '1': { done: 'nowhere' } }))).rejects.toThrow(
      'mapping of version 1: leads to the unknown field "nowhere"',
    );
    expect(await versions()).toHaveLength(1);
    await boot(renamed({ '1': { done: 'inspected' } }));
    expect(await versions()).toHaveLength(2);
  });

  it('stops where a metric would have a gap, because an earlier version never gave what it reads now', async () => {
    await boot(area('sample'));
    const widened = (mappings: FormInput['mappings']) =>
      area('sample', (manifest) => {
        const fields = form(manifest).fields;
        const found = { ...(fields[1] as FormInput['fields'][number]), key: 'found' };
        Object.assign(form(manifest), { version: 2, mappings, fields: [...fields, found] });
        Object.assign(manifest.metrics[0] as object, { numerator: 'checks.found' });
      });
    await expect(boot(widened({}))).rejects.toThrow(
      'metric done-rate reads "found", which version 1 does not give: reports made with that version would be missing from it. Fix: map the field of version 1 that it continues: {"1": {"<field of version 1>": "found"}}, or give the metric a new key.',
    );
    await expect(boot(widened({ '1': { done: 'found', due: 'found' } }))).rejects.toThrow(
      'leads twice to "found"',
    );
    await expect(boot(widened({ '2': { done: 'found' } }))).rejects.toThrow('is of no earlier version');
    await boot(widened({ '1': { done: 'found' } }));
    expect(await versions()).toHaveLength(2);
  });

  it('stops where a stored configuration is newer than the installed area, or a step to it is missing', async () => {
    const configured = (...migrateConfig: NonNullable<AreaEntry['server']>['migrateConfig'] & object) => {
      const entry = area('sample');
      return { ...entry, server: { manifest: entry.manifest, migrateConfig } };
    };
    const unit = randomUUID();
    const plan = randomUUID();
    await boot(configured((own) => own));
    await source.query(`insert into unit (id, code, name, kind) values ($1, 'b', 'B', 'bureau')`, [unit]);
    await source.query(
      `insert into plan (id, year, title, bureau, root_unit_id, announced_tasks) values ($1, 2024, 'p', 'b', $2, 0)`,
      [plan, unit],
    );
    await source.query(
      `insert into plan_area (plan_id, area_id, number, title) values ($1, 'sample', 1, '{}')`,
      [plan],
    );
    await source.query(
      `insert into area_config (id, plan_id, area_id, version, value, effective_from, reason, created_at, state, own_version)
       values ($1, $2, 'sample', 1, '{}', '2024-01-01', 'r', now(), 'in-force', 2)`,
      [randomUUID(), plan],
    );
    await boot(configured((own) => own));
    await expect(boot(area('sample'))).rejects.toThrow(
      'area "sample", migrateConfig: knows the configuration up to version 1, and a plan stores version 2. Fix: install the newer version of the area again.',
    );
    const failing = () => {
      throw new Error('own.limit is not there');
    };
    await expect(boot(configured((own) => own, failing))).rejects.toThrow(
      'area "sample", migrateConfig: its step from version 2 to 3 fails on what a plan stores: own.limit is not there. Fix: mend the step',
    );
    const steps = Object.assign([], { 1: (own: Record<string, unknown>) => own, length: 2 });
    await expect(boot(configured(...steps))).rejects.toThrow('has no step from version 1 to 2');
  });

  it('stops where forms of two areas ask one unit for one figure', async () => {
    const collecting = (id: string, level: FormInput['level']) =>
      area(id, (manifest) => {
        form(manifest).level = level;
        Object.assign(form(manifest).fields[0] as object, { dataKey: 'checks due' });
      });
    await expect(
      boot(collecting('one', ['county']), collecting('two', ['county', 'station'])),
    ).rejects.toThrow(
      'area "two", form checks, field due: collects the figure "checks due" that area "one", form checks collects from the same units. Fix: collect it in one area only',
    );
    await boot(collecting('one', ['county']), collecting('two', ['station']));
  });

  it('stops for an area listed twice', async () => {
    await expect(boot(area('sample'), area('sample'))).rejects.toThrow(
      'area "sample" is listed twice. Fix: list it once in areas.ts.',
    );
  });
});
