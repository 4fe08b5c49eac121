import { type Series, type UnitSharePage, unitSharePage } from '@duban/contract';
import { describe, expect, it } from 'vitest';
import { Figures } from '../figures/figures.service.js';
import { systemContext } from '../testing/people.testing.js';
import { standShareWorld, today } from './share-world.testing.js';

describe('sub-targets of shares', () => {
  const world = standShareWorld();
  const { as, shareOf, accept, child, breakDown, errorsOf, broken } = world;

  it('must not ask less in their parts than in the whole; more is a warning', async () => {
    await accept('head', world.tree.east);
    const level = (...values: number[]) =>
      breakDown(values.map((value, at) => child(at === 0 ? world.tree.e1 : world.tree.e2, value)));
    expect(errorsOf(await level(14, 9))).toEqual([['targets.trial.level', 'below-parent']]);
    expect((await level(14, 10.5)).body.divided).toEqual([
      { metric: 'trial.level', total: 24.5, verdict: 'over' },
    ]);
    const rate = (value: number) => ({ targets: [{ metric: 'trial.county-rate', value }] });
    expect(
      errorsOf(await breakDown([child(world.tree.e1, null, rate(85)), child(world.tree.e2, null, rate(79))])),
    ).toEqual([['children.1.targets.0.value', 'below-parent']]);
    expect((await breakDown([child(world.tree.e1, null, rate(85))])).body.divided).toEqual([
      { metric: 'trial.county-rate', total: null, verdict: 'over' },
    ]);
    // A limit is kept by its parts together.
    await world.house.source.query(
      `update target set direction = 'at-most' where plan_id = $1 and metric = 'trial.level'`,
      [world.plan.planId],
    );
    expect(errorsOf(await level(20, 5))).toEqual([['targets.trial.level', 'above-parent']]);
    expect((await level(14, 10)).status).toBe(200);
  });

  it('show a county what it has of the plan, with its own figures against its own targets', async () => {
    await broken([
      child(world.tree.e1, 14, { milestones: [{ title: '摸排完成', dueDate: '2024-09-19' }] }),
      child(world.tree.e2, 10),
    ]);
    await accept('e1Head', world.tree.e1);
    const ctx = systemContext(world.house);
    const figures = world.house.app.get(Figures);
    await figures.import(ctx, 'accepted', [
      {
        planId: world.plan.planId,
        year: 2024,
        areaId: 'trial',
        formKey: 'county-counts',
        unitId: world.tree.e1,
        period: '2024-08',
        reportId: await aReport(),
        revision: 1,
        ancestors: [world.tree.city, world.tree.east, world.tree.e1],
        data: { whole: 100, part: 90, level: 15 },
      },
    ]);
    await figures.rebuild(ctx, world.plan.planId, 2024);
    const view = async (query = '', name = 'viewer'): Promise<UnitSharePage> => {
      const { body } = await as(name).ask(
        'get',
        `/api/plans/${world.plan.planId}/shares?unitId=${world.tree.east}${query}`,
      );
      expect(unitSharePage.parse(body)).toEqual(body);
      return body;
    };
    const page = await view('', 'head');
    expect(page).toMatchObject({
      unit: { id: world.tree.east },
      period: '2024-09',
      total: 1,
      counts: { tasks: 1, toAccept: 1, late: 0, overdue: 1 },
    });
    const row = page.items.find(({ task }) => task.id === world.taskId);
    expect(row).toMatchObject({
      share: {
        role: 'responsible',
        acceptedOn: today,
        givenBy: null,
        may: ['break-down', 'handler', 'milestones', 'complete'],
      },
      below: { given: 2, accepted: 1, late: 0 },
      milestones: {
        open: 1,
        late: 1,
        done: 0,
        next: [{ title: '摸排完成', unit: { id: world.tree.e1 }, late: true }],
      },
      reports: { expected: 1, received: 0, late: 0 },
    });
    expect(
      row?.targets.map(({ metric, value, actual, met, source }) => [metric, value, actual, met, source]),
    ).toEqual([
      ['trial.level', 24, 15, false, 'plan'],
      ['trial.county-rate', 80, 90, true, 'plan'],
    ]);
    const of = async (query: string) => (await view(query)).items.map(({ task }) => task.id);
    expect(await of('&open=to-accept')).toEqual([world.taskId]);
    expect(await of('&open=late')).toEqual([]);
    expect(await of('&open=overdue&role=responsible&areaId=trial&q=Task')).toEqual([world.taskId]);
    expect(await of('&role=below')).toEqual([]);
    expect(await of('&state=closed')).toEqual([]);
    await world.house.setToday('2024-09-26');
    expect(await of('&open=late')).toEqual([world.taskId]);
    const station = await as('e1Head').ask(
      'get',
      `/api/plans/${world.plan.planId}/shares?unitId=${world.tree.e1}&limit=1`,
    );
    expect(station.body).toMatchObject({
      total: 1,
      nextCursor: null,
      items: [
        {
          share: { givenBy: { id: world.tree.east } },
          targets: [{ value: 14, actual: 15, met: true, source: 'share' }, {}],
        },
      ],
    });
    // From further up only units below take part; and the station's board goes by what the county asked of it.
    const city = await as('office').ask(
      'get',
      `/api/plans/${world.plan.planId}/shares?unitId=${world.tree.city}&role=below`,
    );
    expect(city.body.items).toMatchObject([{ share: null, below: { given: 5, accepted: 3, late: 1 + 1 } }]);
    expect(
      (await as('viewer').ask('get', `/api/plans/${world.plan.planId}/shares?period=2023-05`)).status,
    ).toBe(422);
    const board = await as('viewer').ask(
      'get',
      `/api/plans/${world.plan.planId}/board?period=2024-08&unit=${world.tree.e1}`,
    );
    const metric = board.body.areas[0].metrics.find((each: { key: string }) => each.key === 'trial.level');
    expect(metric).toMatchObject({ target: { value: 14, source: 'entered', by: 'share' }, colour: 'green' });
  });

  it('are the target of the unit wherever its figure stands, with their pace; others’ are what the plan asks', async () => {
    await broken();
    const pointsOf = async (unitId: string, metric = 'trial.level'): Promise<Series['points']> => {
      const query = `planId=${world.plan.planId}&unitId=${unitId}&from=2024-06&to=2024-08`;
      return (await as('viewer').ask('get', `/api/metrics/${metric}/series?${query}`)).body.points;
    };
    const said = ({ target, targetBy, pace }: Series['points'][number]) => [target, targetBy, pace];
    // Of the 366 days 182 are over at the end of June, 244 at the end of August.
    const [june, , august] = await pointsOf(world.tree.e1);
    expect([said(june as never), said(august as never)]).toEqual([
      [14, 'share', 6.9617],
      [14, 'share', 9.3333],
    ]);
    const last = async (unitId: string, metric?: string) =>
      said((await pointsOf(unitId, metric))[2] as never);
    expect(await last(world.tree.east)).toEqual([24, 'plan', 16]);
    expect(await last(world.tree.west)).toEqual([null, null, null]);
    expect(await last(world.tree.e1, 'trial.county-rate')).toEqual([80, 'plan', null]);
    // Beside the fields of its reports, too.
    const station = await as('e1Reporter').ask(
      'get',
      `/api/reports/context?planId=${world.plan.planId}&areaId=trial&formKey=county-counts&unitId=${world.tree.e1}&period=2024-08`,
    );
    expect(station.body.targets).toMatchObject([
      { metric: 'trial.county-rate', value: 80, by: 'plan' },
      { metric: 'trial.level', value: 14, direction: 'at-least', by: 'share' },
    ]);
    // An adjustment changes what follows: the months before keep what was asked then.
    await world.house.source.query(
      `with old as (update target set valid_to = '2024-07-14' where plan_id = $1 and unit_id = $2 and metric = 'trial.level' returning *)
       insert into target select (jsonb_populate_record(null::target, to_jsonb(old)
         || jsonb_build_object('id', gen_random_uuid(), 'value', 20, 'valid_from', '2024-07-15', 'valid_to', null))).* from old`,
      [world.plan.planId, world.tree.east],
    );
    expect((await pointsOf(world.tree.east)).map(({ target }) => target)).toEqual([24, 20, 20]);
    const board = await as('viewer').ask(
      'get',
      `/api/plans/${world.plan.planId}/board?period=2024-08&unit=${world.tree.east}`,
    );
    const metric = board.body.areas[0].metrics.find((each: { key: string }) => each.key === 'trial.level');
    expect(metric.target).toMatchObject({ value: 20, by: 'plan' });
  });

  it('keep their sub-targets through changes of the configuration, which write the plan’s own anew', async () => {
    await broken();
    const path = `/api/plans/${world.plan.planId}/areas/trial/config`;
    const { body: config } = await as('office').ask('get', path);
    const targets = config.value.targets.map((target: { metric: string; unitId: string }) =>
      target.metric === 'trial.level' && target.unitId === world.tree.east
        ? { ...target, value: 30 }
        : target,
    );
    const answer = await as('office').ask(
      'put',
      path,
      { value: { targets }, reason: '调整目标', effectiveFrom: today },
      config.version,
    );
    expect(answer.status).toBe(200);
    const confirmed = await as('office2').ask(
      'post',
      `${path}/versions/${answer.body.proposal?.version ?? 1}/confirm`,
      {},
    );
    expect(confirmed.status).toBe(200);
    const east = await shareOf(world.tree.east);
    expect(east.targets[0]).toMatchObject({ metric: 'trial.level', value: 30 });
    expect((await shareOf(world.tree.e1)).targets[0]).toMatchObject({ value: 14, source: 'share' });
    // What was even is short now: shown, until the county divides it anew.
    expect(east.divided).toEqual([{ metric: 'trial.level', total: 24, verdict: 'short' }]);
    expect(errorsOf(await breakDown([child(world.tree.e1, 14), child(world.tree.e2, 10)]))).toEqual([
      ['targets.trial.level', 'below-parent'],
    ]);
  });

  /** Some report, for observations to come from. */
  async function aReport(): Promise<string> {
    const [row] = await world.house.source.query(
      `insert into report (id, plan_id, area_id, form_key, form_version, config_version, task_id, unit_id, period, state, revision, data, mode, filled_for, filled_by)
       values (gen_random_uuid(), $1, 'trial', 'county-counts', 1, 0, $2, $3, '2024-08', 'accepted', 1, '{}', 'filled', false, $4) returning id`,
      [world.plan.planId, world.taskId, world.tree.e1, as('e1Head').id],
    );
    return row.id;
  }
});
