import { areaSchema, formViewSchema, metricViewSchema, pageOf, planPage } from '@duban/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AreaRegistry } from '../areas/area-registry.js';
import { Expectations } from '../expectations/expectations.service.js';
import { openTaskWorld, type TaskWorld } from '../tasks/task-world.testing.js';

const nowhere = '6d1f3c0a-0d55-4b7a-8f7f-3f4f5a6b7c8d';

describe('a plan with its areas, forms and metrics', () => {
  let world: TaskWorld;
  beforeAll(async () => {
    world = await openTaskWorld();
  });
  afterAll(() => world.close());

  const get = async (path: string) => (await world.as('viewer').get(path)).body;

  it('counts the tasks that it prints, whatever it announced, and says its business date', async () => {
    await world.task({ number: 1, origin: 'plan' });
    await world.task({ number: 2, origin: 'plan', visibility: 'restricted' });
    await world.task();
    const plans = await get('plans');
    expect(planPage.parse(plans)).toEqual(plans);
    expect(plans.items).toMatchObject([
      {
        id: world.planId,
        year: 2024,
        announcedTasks: 3,
        listedTasks: 2,
        businessDate: '2024-09-20',
        issuedOn: null,
      },
    ]);
    expect(await get(`plans/${world.planId}`)).toEqual(plans.items[0]);
    expect((await world.as('viewer').get(`plans/${nowhere}`)).status).toBe(404);
  });

  it('lists its areas by number, and says which take part', async () => {
    const areas = await get(`areas?planId=${world.planId}`);
    expect(pageOf(areaSchema).parse(areas)).toEqual(areas);
    expect(
      areas.items.map((area: { id: string; number: number; enabled: boolean }) => [
        area.id,
        area.number,
        area.enabled,
      ]),
    ).toEqual([
      ['sample', 1, true],
      ['other', 2, true],
    ]);
    expect((await get('areas')).items.map((area: { id: string }) => area.id)).toEqual(['sample', 'other']);
    expect((await world.as('viewer').get(`areas?planId=${nowhere}`)).status).toBe(404);
    expect((await world.as('viewer').get('areas?plan=1')).body.code).toBe('unknown-parameter');
    const refused = await world
      .as('planOffice')
      .send('patch', `plans/${world.planId}/areas/sample`, { enabled: false })
      .set('if-match', '"v1"');
    expect(refused.status).toBe(403);
  });

  it('lists forms with the task and the units that owe them, the progress note among them once', async () => {
    const taskId = await world.task({ number: 9, origin: 'plan' });
    const form = world.house.app.get(AreaRegistry).form('sample', 'checks');
    if (!form) throw new Error('the sample area has the form');
    await world.house.app.get(Expectations).addDuty(world.ctx(), {
      planId: world.planId,
      year: 2024,
      areaId: 'sample',
      form,
      taskId,
      unitIds: [world.units.partner, world.units.lead],
    });
    const forms = await get(`forms?planId=${world.planId}&areaId=sample`);
    expect(pageOf(formViewSchema).parse(forms)).toEqual(forms);
    expect(forms.items).toMatchObject([
      {
        key: 'checks',
        version: 1,
        level: ['department'],
        taskId,
        unitIds: [world.units.lead, world.units.partner],
      },
      { key: 'progress-note', taskId: null, unitIds: [] },
    ]);
    expect((await get(`forms?planId=${world.planId}&areaId=other`)).items[0].taskId).toBeNull();
    expect((await get('forms')).total).toBe(4);
    const first = await get('forms?limit=3');
    expect((await get(`forms?limit=3&cursor=${first.nextCursor}`)).items).toHaveLength(1);
  });

  it('lists metrics by their full key', async () => {
    const metrics = await get('metrics?areaId=sample');
    expect(pageOf(metricViewSchema).parse(metrics)).toEqual(metrics);
    expect(metrics.items).toMatchObject([
      { key: 'sample.checks-done', numerator: 'checks.done', denominator: null, of: null, period: 'month' },
    ]);
  });
});
