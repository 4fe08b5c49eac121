import type { ExpectationView, Page as PageOf, ReportView, TaskView } from '@duban/contract';
import { describe, expect, test } from 'vitest';
import type { Caller } from '../house/caller.js';
import { type Desk, expectSound, openDesks, overhang, settled } from './desk.js';

const steeringTabs = [
  'urgings',
  'extensions',
  'adjustments',
  'instructions',
  'contests',
  'changes',
  'on-time',
];

const telephone = { theme: 'dark', language: 'en', width: 360 } as const;

const house = openDesks();
const { person, desks } = house;

/** An open task in progress of a department, and the account of that department's head. */
async function ledTask(): Promise<{ task: TaskView; head: string }> {
  const office = await house.as('planoffice');
  const { items } = await office.get<PageOf<TaskView>>(
    `/api/plans/${house.planId}/tasks?state=in-progress&limit=500`,
  );
  const rows = await house.rows<{ id: string; code: string }>(
    `select id, code from unit where kind = 'department'`,
  );
  for (const task of items) {
    const lead = rows.find(({ id }) => id === task.leadUnit?.id);
    if (task.visibility === 'open' && task.dueDate === '2024-12-31' && lead)
      return { task, head: `head-${lead.code.toLowerCase()}` };
  }
  throw new Error('no department leads a task in progress');
}

const dialog = ({ page }: Desk) => page.getByRole('dialog');
const press = (desk: Desk, name: string) =>
  desk.page.getByRole('button', { name, exact: true }).first().click();
/** Fills in the dialog that is open, by the labels of its fields, and sends it. */
async function send(desk: Desk, values: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(values)) {
    const field = dialog(desk).getByLabel(label);
    await field.fill(value);
    // A date is taken when the field is left.
    if (/^\d{4}-/.test(value)) await field.press('Tab');
  }
  await dialog(desk).locator('button[type=submit]').click();
  await dialog(desk).waitFor({ state: 'detached' });
}

// Three people at a browser of their own, one after another.
describe('keeping a task on course', { timeout: 300_000 }, () => {
  test('the unit asks for an extension, hears of urging and instructions, and answers them', async () => {
    const { task, head } = await ledTask();
    const address = `/tasks/${task.id}`;
    const unit = await person(head, address);
    await press(unit, '申请延期');
    await send(unit, { 延至: '2025-01-31', 理由: '上级方案推迟下发', 目前进展: '已完成两项' });
    await unit.page.getByText('待督查室审批').waitFor();
    await press(unit, '提出异议');
    await send(unit, { 理由: '材料已报送' });

    const office = await person('planoffice');
    await office.page.getByRole('button', { name: /^消息，\d+ 条未读$/ }).click();
    // By the keyboard: the list is still finding its place when it opens, and a pointer could miss it.
    await office.page
      .getByRole('link', { name: /延期申请待审批/ })
      .first()
      .press('Enter');
    await office.page.waitForURL(new RegExp(address));
    await press(office, '同意');
    await send(office, {});
    await office.page.getByText('待责任领导审批').waitFor();
    await press(office, '答复异议');
    await dialog(office).getByText('异议不成立').click();
    await send(office, { 答复内容: '材料尚未审定' });
    await press(office, '督办');
    await send(office, { 督办内容: '请本周内报进度。', 反馈期限: '2024-09-27' });
    await office.page.getByText('请本周内报进度。').waitFor();
    await press(office, '人工定灯');
    await dialog(office).getByRole('radio', { name: '黄' }).check();
    await send(office, { 理由: '上级已同意会商', 有效期至: '2024-10-08' });
    await office.page.getByRole('listitem').filter({ hasText: '上级已同意会商' }).waitFor();
    await expectSound(office, 'the task of the plan office');
    await press(office, '人工定灯');
    await press(office, '恢复按规则亮灯');
    await dialog(office).waitFor({ state: 'detached' });
    await office.page.getByText('上级已同意会商').waitFor({ state: 'detached' });

    const leader = await person('leader', address);
    await press(leader, '同意');
    await send(leader, {});
    await leader.page.getByText('已同意').waitFor();
    await press(leader, '批示');
    await send(leader, { 批示内容: '请抓紧推进。', 反馈期限: '2024-09-30' });
    await leader.page.getByText('请抓紧推进。').waitFor();

    await unit.page.goto('/');
    await unit.page.getByRole('table', { name: '督办待反馈' }).getByRole('link').first().click();
    await unit.page.waitForURL(new RegExp(address));
    await unit.page.getByText('2025-01-31').first().waitFor();
    await unit.page.getByText('材料尚未审定').waitFor();
    await press(unit, '反馈');
    await send(unit, { 整改措施: '倒排工期', 完成时限: '2024-09-29' });
    await unit.page.getByText('承诺 2024-09-29 前完成').waitFor();
    await expectSound(unit, 'the task of its unit');
    await press(unit, '反馈');
    await send(unit, { 办理情况: '已办理' });
    await unit.page.getByText('已办理', { exact: true }).waitFor();
  });

  test('a task table is sized, pinned and kept as a view; three of its tasks are urged at once', async () => {
    const office = await person('planoffice', '/tasks?state=in-progress');
    const { page } = office;
    const table = page.getByRole('table', { name: '重点任务' });
    const edge = table.getByRole('separator', { name: '任务列宽' });
    const widthOf = async () => Number(await edge.getAttribute('aria-valuenow'));
    await edge.focus();
    await edge.press('Home');
    for (let key = 0; key < 4; key += 1) await edge.press('Shift+ArrowRight');
    await page.waitForURL(/widths=title-208/);
    await edge.press('p');
    await page.waitForURL(/pins=title/);
    await expect.poll(widthOf).toBe(208);

    const boxes = table.getByRole('checkbox', { name: /^选择(?!全部)/ });
    await boxes.nth(0).click();
    await boxes.nth(2).click({ modifiers: ['Shift'] });
    await page.getByRole('status').filter({ hasText: '已选 3 行' }).waitFor();
    await press(office, '督办');
    await dialog(office).getByText('可以办理').nth(2).waitFor();
    await dialog(office).getByLabel('督办内容').fill('请报本周进展。');
    await dialog(office).getByLabel('反馈期限').fill('2024-09-27');
    await dialog(office).getByLabel('反馈期限').press('Tab');
    await expectSound(office, 'three tasks about to be urged');
    await dialog(office).getByRole('button', { name: '发出（3）' }).click();
    await dialog(office).getByText('已办理 3 项，未办理 0 项').waitFor();
    await dialog(office).getByRole('button', { name: '关闭' }).last().click();
    await page.getByText('已选 3 行').first().waitFor({ state: 'detached' });
    const [{ count } = { count: 0 }] = await house.rows<{ count: number }>(
      `select count(*)::int from urging where text = '请报本周进展。'`,
    );
    expect(count).toBe(3);

    // What takes two people is asked for, of many too; each task then waits for its leader.
    const [before, last] = [boxes.nth(-2), boxes.last()];
    const asked = [await before.getAttribute('aria-label'), await last.getAttribute('aria-label')];
    await before.click();
    await last.click();
    await press(office, '办理');
    await dialog(office).getByRole('radio', { name: '中止 (2)' }).check();
    await dialog(office).getByText('可以提出').nth(1).waitFor();
    await dialog(office).getByLabel('理由').fill('等待上级方案');
    await dialog(office).getByRole('button', { name: '提出中止（2）' }).click();
    await dialog(office).getByText('已提出，待责任领导审批').nth(1).waitFor();
    await dialog(office).getByRole('button', { name: '关闭' }).last().click();
    const waiting = await house.rows<{ title: string }>(
      `select title from task where pending->>'move' = 'suspend' and pending->>'reason' = '等待上级方案'`,
    );
    expect(asked.map((label) => waiting.filter(({ title }) => label?.includes(title)).length)).toEqual([
      1, 1,
    ]);
    await page.getByText('已选 2 行').first().waitFor({ state: 'detached' });

    await press(office, '视图');
    await page.getByLabel('视图名称').fill('在办');
    await page.getByLabel('视图名称').press('Enter');
    await page.getByRole('button', { name: '视图：在办', exact: true }).waitFor();
    await expectSound(office, 'the tasks with a view');
    await page.goto(page.url());
    await page.getByRole('button', { name: '视图：在办', exact: true }).waitFor();
    await expect.poll(widthOf).toBe(208);
    expect(await table.getByRole('columnheader').nth(1).textContent()).toContain('任务');
    await edge.press('Delete');
    await page.getByRole('button', { name: '视图：在办（已改动）' }).click();
    await page.getByRole('button', { name: '在办 （已改动）', exact: true }).click();
    await page.waitForURL(/widths=title-208/);
  });

  test('the nightly job, the bell and the calendar link are sound in English, in the dark, on a telephone', async () => {
    const admin = await person('admin', '/system/jobs', telephone);
    await admin.page.getByRole('button', { name: 'Run now' }).click();
    await admin.page.getByRole('cell', { name: '2024-09-20', exact: true }).waitFor();
    await expectSound(admin, 'the jobs');
    expect(await overhang(admin.page)).toEqual([]);
    await admin.page.goto('/account');
    await admin.page.getByRole('button', { name: /^Make (a link|anew)/ }).click();
    const link = admin.page.getByRole('textbox', { name: 'Calendar feed' });
    expect(await link.inputValue()).toMatch(/\/api\/calendar\.ics\?token=[\w-]{43}$/);
    await expectSound(admin, 'the account');
    expect(await overhang(admin.page)).toEqual([]);

    const office = await person('planoffice', '/', telephone);
    await office.page.getByRole('button', { name: /Notifications/ }).click();
    await expectSound(office, 'the bell');
    expect(await overhang(office.page)).toEqual([]);
    await office.page.goto('/tasks?pins=title&group=state');
    await office.page.getByRole('checkbox').nth(1).click();
    await office.page.getByRole('button', { name: 'Views' }).click();
    await expectSound(office, 'the tasks, one of them selected');
    expect(await overhang(office.page)).toEqual([]);
    await office.page.goto(`/tasks/${(await ledTask()).task.id}`);
    await expectSound(office, 'the task');
    expect(await overhang(office.page)).toEqual([]);
  });
});

// Two people at a browser of their own.
describe('breaking a task down', { timeout: 300_000 }, () => {
  test('a county gives its share to two stations, is told that they pile up, and sees who took it on', async () => {
    const office = await house.as('planoffice');
    const { items } = await office.get<PageOf<TaskView>>(`/api/plans/${house.planId}/tasks?q=28`);
    const task = items[0] as TaskView;
    const county = await person('head-x1', `/tasks/${task.id}`);
    await press(county, '分解：甲县公安局');
    const part = (at: number) => dialog(county).locator('fieldset').nth(at);
    for (const [at, unit] of ['甲一派出所', '甲二派出所'].entries()) {
      if (at > 0) await dialog(county).getByRole('button', { name: '加单位' }).click();
      await part(at).getByLabel('单位', { exact: true }).fill(unit);
      await county.page.locator('.ant-select-tree-title', { hasText: unit }).last().click();
      await part(at).getByLabel('承担内容').fill('建成一处共治点');
      await part(at)
        .getByRole('spinbutton', { name: /生态行刑共治中心/ })
        .fill('1');
    }
    await dialog(county).getByText('分解合计 2 个').waitFor();
    await dialog(county).getByText('层层加码', { exact: false }).last().waitFor();
    await expectSound(county, 'a breakdown being written');
    await send(county, {});
    await county.page.getByText('下级合计 2 个，层层加码').waitFor();
    await expectSound(county, 'a task that was broken down');

    const station = await person('head-x1s01');
    const waiting = station.page
      .getByRole('table', { name: '待签收的分工' })
      .getByRole('row')
      .filter({ hasText: task.title ?? '' });
    await expectSound(station, 'my work of a station');
    await waiting.getByRole('button').click();
    await waiting.waitFor({ state: 'detached' });

    await county.page.goto('/shares');
    const row = county.page
      .getByRole('table', { name: '分工' })
      .getByRole('row')
      .filter({ hasText: task.title ?? '' });
    await row.getByText('1 / 2').waitFor();
    // Narrowed by part, state and area; the address keeps it.
    const narrow = async (by: string, to: string) => {
      await county.page.getByRole('combobox', { name: by, exact: true }).click();
      await county.page.locator('.ant-select-item-option').filter({ hasText: to }).last().click();
    };
    await narrow('承担', '下级承担');
    await row.waitFor({ state: 'detached' });
    await narrow('承担', '责任');
    await narrow('状态', '办理中');
    await row.getByText('1 / 2').waitFor();
    await county.page.reload();
    await row.getByText('1 / 2').waitFor();
    expect(new URL(county.page.url()).search).toBe('?role=responsible&state=in-progress');
    await expectSound(county, 'the shares of a county');
    await county.page.setViewportSize({ width: 360, height: 800 });
    expect(await overhang(county.page)).toEqual([]);
    expect(desks.flatMap((desk) => desk.faults)).toEqual([]);
  });
});

describe('from a light to what it rests on', { timeout: 300_000 }, () => {
  const open = async (desk: Desk, name: string) => {
    await desk.page.getByRole('link', { name, exact: true }).first().waitFor();
    await desk.page
      .getByRole('row', { name })
      .getByRole('link', { name: /亮灯原因$/ })
      .click();
    await desk.page.getByRole('heading', { name: '亮灯原因' }).waitFor();
  };
  const reason = (desk: Desk, what: string, said: RegExp) =>
    desk.page.getByRole('listitem').filter({ hasText: said }).getByRole('button', { name: what }).first();

  test('every light on the board opens to its reasons, its figures and the report behind them', async () => {
    const leader = await person('leader', '/board');
    await leader.page.getByRole('button', { name: /^全部 \d+ 项$/ }).click();
    // A figure: the drawer names the definition and each unit's report.
    await open(leader, '打造生态警务XX特色样板');
    await reason(leader, '看数据和填报', /警务室生态职能落实率.*2024-Q2.*未达目标 ≥ 100%/).click();
    const drawer = leader.page.getByRole('dialog');
    await drawer.getByText('2024年第2季度').first().waitFor();
    await expectSound(leader, 'the figures behind a light');
    await drawer
      .getByRole('link', { name: /^第 \d+ 版/ })
      .first()
      .click();
    await leader.page.waitForURL(/\/reports\/[\w-]{36}/);
    await settled(leader.page);
    expect(await leader.page.getByRole('heading', { level: 1 }).textContent()).toBe('生态警务季报');

    // A report that is missing: the form's own matrix, and a report in it.
    await leader.page.goto('/tasks?colour=red');
    await open(leader, '推进为企服务精准化');
    await reason(leader, '看填报', /为企服务月报.*报送率/).click();
    const matrix = leader.page.getByRole('table', { name: '为企服务月报' });
    await matrix
      .getByRole('row', { name: /西区公安分局/ })
      .getByText('逾期未报')
      .first()
      .waitFor();
    await matrix.getByRole('link').first().click();
    await leader.page.waitForURL(/\/reports\/[\w-]{36}/);

    // A date: the step that is late.
    await leader.page.goto('/board');
    await open(leader, '文体活动场地开放');
    await reason(leader, '看节点', /工作方案印发.*已逾期/).click();
    const focused = await leader.page.evaluate(() => document.activeElement?.textContent);
    expect(focused).toContain('2024-08-15 前，已逾期');
  });

  test('a month of an area opens its tasks, and a task how its light changed', async () => {
    const viewer = await person('planoffice', '/board');
    await viewer.page.getByRole('button', { name: /^基层基础巩固，2024年8月/ }).click();
    const cell = viewer.page.getByRole('dialog');
    await cell.getByText('基层基础巩固 · 2024年8月').waitFor();
    await expectSound(viewer, 'the tasks of a cell');
    await cell.getByRole('link', { name: /^28\. / }).click();
    await viewer.page.waitForURL(/\/tasks\//);
    const changes = viewer.page.getByRole('table', { name: '变灯经过' });
    await changes.waitFor();
    const strip = viewer.page.getByRole('group', { name: /^变灯经过，2024-01-15 至 2024-09-20$/ });
    const last = strip.getByRole('button').last();
    await last.press('Enter');
    const row = await viewer.page.evaluate(() => document.activeElement?.textContent);
    expect(row).toContain(String(await last.getAttribute('title')).slice(0, 10));
    expect(row).toContain('1.0');
    await viewer.page.goto('/areas/grassroots?tab=lights');
    await viewer.page.getByRole('button', { name: '看数据表' }).click();
    await viewer.page.getByRole('table', { name: '各月亮灯(项)' }).waitFor();
    await viewer.page.getByRole('table', { name: '任务 × 月份' }).waitFor();
    await expectSound(viewer, 'the lights of an area');
  });
});

describe('the plan kept on course from one page', { timeout: 300_000 }, () => {
  test('a leader signs a slip and approves what the plan office asks to change, and the list tells what changed', async () => {
    const { task } = await ledTask();
    const office = await person('planoffice', `/tasks/${task.id}`);
    await press(office, '提出调整');
    const choose = (kind: string) => dialog(office).getByText(kind, { exact: true }).click();
    const send = dialog(office).locator('button[type=submit]');
    await choose('并入其他任务');
    await dialog(office).getByLabel('并入任务').waitFor();
    await choose('责任分工');
    await dialog(office)
      .getByText(task.leadUnit?.name ?? '')
      .first()
      .waitFor();
    await choose('办结期限');
    await dialog(office).getByText('2024-12-31').waitFor();
    expect(await send.isDisabled()).toBe(true);
    await dialog(office).getByLabel('调整后期限').fill('2025-03-31');
    await dialog(office).getByLabel('调整后期限').press('Tab');
    await dialog(office).getByLabel('理由').fill('上级方案调整');
    await dialog(office).getByLabel('依据').fill('上级通知(示例)〔2024〕15 号');
    await expectSound(office, 'the dialog of an adjustment');
    await send.click();
    await dialog(office).waitFor({ state: 'detached' });
    await office.page.getByText('待审批').waitFor();

    const leader = await person('leader', '/steering');
    const slips = leader.page.getByRole('table', { name: '督办单' });
    await slips
      .getByRole('button', { name: /^签发: / })
      .first()
      .click();
    // By the keyboard: the text still finds its height, and what moves under the pointer is not hit.
    await dialog(leader).locator('button[type=submit]').press('Enter');
    await dialog(leader).waitFor({ state: 'detached' });
    await leader.page.goto('/steering?tab=adjustments');
    await leader.page.getByRole('button', { name: /^同意: / }).click();
    const difference = await dialog(leader).textContent();
    expect(difference).toContain('2024-12-31 → 2025-03-31');
    await dialog(leader).locator('button[type=submit]').click();
    await dialog(leader).waitFor({ state: 'detached' });
    await leader.page.getByRole('cell', { name: '已生效', exact: true }).waitFor();
    await leader.page.getByRole('link', { name: '变更清单', exact: true }).click();
    const changed = leader.page.getByRole('row').filter({ hasText: '上级方案调整' });
    await changed.waitFor();
    expect(await changed.textContent()).toContain('2024-12-31 → 2025-03-31');
    await leader.page.goto('/steering?tab=on-time');
    const rates = leader.page.getByRole('table', { name: '按期率' });
    await rates
      .getByRole('row', { name: /^全计划/ })
      .getByRole('link')
      .nth(2)
      .click();
    await leader.page.waitForURL(/against=original&outcome=late|outcome=late&against=original/);
    const late = await rates
      .getByRole('row', { name: /^全计划/ })
      .getByRole('link')
      .nth(2)
      .textContent();
    const rows = leader.page.getByRole('table', { name: '其中的任务' }).locator('tbody tr');
    await expect.poll(() => rows.count()).toBe(Number(late));
  });

  test('each of its lists is sound in English, in the dark, on a telephone', async () => {
    const office = await person('planoffice', '/steering', telephone);
    for (const tab of steeringTabs) {
      await office.page.goto(`/steering?tab=${tab}`);
      await expectSound(office, tab);
      expect(await overhang(office.page), tab).toEqual([]);
    }
  });
});

// A county's people, one after another: each finds in my work what the one before handed on.
describe('many reports at once', { timeout: 300_000 }, () => {
  const month = '2024-09';
  /** A report of the county, begun as one that says zero, or with nothing in it. */
  async function begin(formKey: string, data?: object, period = month): Promise<ReportView> {
    const { planId } = house;
    const unitId = house.unit('X1');
    const reporter = await house.as('reporter-x1');
    const due = await reporter.get<PageOf<ExpectationView>>(
      `/api/expectations?planId=${planId}&unitId=${unitId}&period=${period}&formKey=${formKey}`,
    );
    const areaId = due.items[0]?.areaId;
    const body = { planId, areaId, formKey, unitId, period };
    return reporter.post<ReportView>('/api/reports', data ? { ...body, data } : { ...body, mode: 'zero' });
  }
  const rows = ({ page }: Desk, table: string) =>
    page.getByRole('table', { name: table }).getByRole('row').filter({ hasText: '2024年9月' });
  /** Sends what the dialog has shown, once it can be sent, and reads what came of it. */
  const go = async (desk: Desk, act: string, result: string) => {
    await dialog(desk).getByRole('button', { name: act, exact: true }).click();
    await dialog(desk).getByText(result).waitFor();
    await dialog(desk).getByRole('button', { name: '关闭' }).last().click();
    await dialog(desk).waitFor({ state: 'detached' });
  };

  test('a reporter submits all that are complete, a deputy signs them in the head’s place', async () => {
    await begin('dispute-diversion');
    const supervised = await begin('safety-supervision');
    const empty = await begin('enterprise-services', {});
    const reporter = await person('reporter-x1');
    await press(reporter, '提交已填完的（3 份草稿）');
    await dialog(reporter).getByText('可以办理 2 项，不能办理 1 项').waitFor();
    await expectSound(reporter, 'drafts about to be submitted');
    await go(reporter, '提交（2）', '已办理 2 项，未办理 1 项');
    expect((await (await house.as('reporter-x1')).get<ReportView>(`/api/reports/${empty.id}`)).state).toBe(
      'draft',
    );

    const [deputy] = await house.rows<{ id: string; name: string }>(
      `select id, name from app_user where username = 'reviewer-x1'`,
    );
    const [head] = await house.rows<{ name: string }>(`select name from app_user where username = 'head-x1'`);
    await (await house.as('head-x1')).post('/api/deputies', {
      unitId: house.unit('X1'),
      deputyId: deputy?.id,
      from: '2024-09-01',
      to: '2024-09-30',
    });
    const clerk = await person('reviewer-x1');
    const waiting = rows(clerk, '待我签发');
    await waiting
      .filter({ hasText: `代${head?.name}签发` })
      .nth(1)
      .waitFor();
    expect(await waiting.count()).toBe(2);
    // By the keyboard alone: down to the first of them, and all up to the last.
    await clerk.page.keyboard.press('j');
    expect(await waiting.first().evaluate((row) => row === document.activeElement)).toBe(true);
    await clerk.page.keyboard.press('x');
    await clerk.page.keyboard.press('j');
    await clerk.page.keyboard.press('Shift+X');
    await clerk.page.getByRole('status').filter({ hasText: '已选 2 行' }).waitFor();
    await expectSound(clerk, 'two reports chosen in my work');
    expect(await clerk.page.getByRole('button', { name: '退回', exact: true }).count()).toBe(0);
    await press(clerk, '签发');
    await dialog(clerk).getByText(`可以办理 · 代${head?.name}签发`).nth(1).waitFor();
    await go(clerk, '签发（2）', '已办理 2 项，未办理 0 项');
    await waiting.first().waitFor({ state: 'detached' });
    const { items } = await (await house.as('head-x1')).get<PageOf<{ events: object[] }>>(
      `/api/reports/${supervised.id}/revisions`,
    );
    expect(items[0]?.events.at(-1)).toMatchObject({ by: { id: deputy?.id }, behalfOf: { name: head?.name } });
  });

  test('an area lead reviews by the keyboard: reads the whole report and what changed in it, returns and accepts', async () => {
    const { planId } = house;
    const [reporter, head] = [await house.as('reporter-x1'), await house.as('head-x1')];
    const move = (by: Caller, { id, version }: ReportView, body: object) =>
      by.post<ReportView>(`/api/reports/${id}/moves`, body, version);
    const unitId = house.unit('X1');
    const due = await reporter.get<PageOf<ExpectationView>>(
      `/api/expectations?planId=${planId}&unitId=${unitId}&period=${month}&formKey=progress-note&areaId=grassroots`,
    );
    const taskId = due.items[0]?.taskId;
    const proof = new FormData();
    proof.set('file', new Blob(['清查记录']), '清查记录.txt');
    const sent = await fetch(`${house.url}/api/attachments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${reporter.token}` },
      body: proof,
    });
    const { id: file } = (await sent.json()) as { id: string };
    const words = {
      progress: '清查三轮',
      'next-steps': '复查',
      'self-assessment': 'on-pace',
      evidence: [file],
    };
    const subject = { planId, areaId: 'grassroots', formKey: 'progress-note', taskId, unitId, period: month };
    let note = await reporter.post<ReportView>('/api/reports', { ...subject, data: words });
    note = await move(reporter, note, { move: 'submit' });
    note = await move(head, note, { move: 'return', reason: '请补充数字', field: 'progress' });
    const { body: mended } = await reporter.send('patch', `/api/reports/${note.id}`, {
      body: { data: { ...words, progress: '清查三轮，整改 28 处' } },
      version: note.version,
    });
    note = await move(head, await move(reporter, mended, { move: 'submit' }), { move: 'sign' });
    const figures = await move(
      reporter,
      await begin('eco-policing', { rooms: 42, 'rooms-with-function': 29, centres: 1 }, '2024-Q3'),
      {
        move: 'submit',
      },
    );
    await move(head, figures, { move: 'sign' });
    const stateOf = async ({ id }: ReportView) =>
      (await reporter.get<ReportView>(`/api/reports/${id}`)).state;

    const lead = await person('lead-grassroots');
    await lead.page.getByRole('link', { name: '逐份审核' }).click();
    await lead.page.getByRole('heading', { level: 1, name: '审核' }).waitFor();
    const shown = lead.page.getByRole('region', { name: '所选填报' });
    /** Goes down with j, row by row, until the county's report of that form is the one that is shown. */
    const goTo = async (title: string) => {
      const current = lead.page.locator('tr[aria-current]');
      const wanted = lead.page
        .locator('tbody tr')
        .filter({ hasText: '甲县公安局' })
        .filter({ hasText: title });
      await wanted.waitFor();
      while (!(await wanted.getAttribute('aria-current'))) {
        const before = await current.textContent();
        await lead.page.keyboard.press('j');
        await expect.poll(() => current.textContent()).not.toBe(before);
      }
      await shown.getByRole('link', { name: `甲县公安局 · ${title}` }).waitFor();
    };
    await goTo('进展反馈');
    const row = (field: string) => shown.getByRole('row').filter({ hasText: field });
    await shown.getByText(/第 1 版由.*退回：本期进展: 请补充数字。 与第 1 版相比改动 1 项。/).waitFor();
    await row('本期进展').getByText('清查三轮，整改 28 处').waitFor();
    await row('本期进展').getByText('上一版： 清查三轮', { exact: true }).waitFor();
    expect(await row('本期进展').locator('ins').allTextContents()).toEqual(['，整改 28 处']);
    const link = row('佐证材料').getByRole('link', { name: '文件 1' });
    expect(await link.getAttribute('href')).toBe(`/api/attachments/${file}`);
    await expectSound(lead, 'a resubmission in the review queue');
    await lead.page.keyboard.press('o');
    await lead.page.waitForURL(new RegExp(note.id));
    await lead.page.goBack();
    await goTo('进展反馈');
    await lead.page.keyboard.press('r');
    await dialog(lead).getByText('甲县公安局 · 2024年9月').waitFor();
    await lead.page.keyboard.type('请附整改清单');
    await lead.page.keyboard.press('Control+Enter');
    await dialog(lead).waitFor({ state: 'detached' });
    expect(await stateOf(note)).toBe('returned');

    await lead.page.reload();
    await goTo('生态警务季报');
    // Its last values and targets come after its own.
    await expect
      .poll(() => row('已落实生态警务职能').allTextContents(), { timeout: 20_000 })
      .toEqual([expect.stringMatching(/29 个.*个.*个.*警务室生态职能落实率 ≥ 100%/)]);
    await lead.page.keyboard.press('a');
    await dialog(lead).getByText('可以办理 1 项，不能办理 0 项').waitFor();
    await lead.page.keyboard.press('Enter');
    await dialog(lead).getByText('已办理 1 项，未办理 0 项').waitFor();
    await lead.page.keyboard.press('Escape');
    await dialog(lead).waitFor({ state: 'detached' });
    expect(await stateOf(figures)).toBe('accepted');
    await shown.getByRole('link', { name: /生态警务季报/ }).waitFor({ state: 'detached' });
  });

  test('a late report is waived in the matrix and expected again, and its unit is urged', async () => {
    const office = await person('planoffice', '/areas/public-service?tab=reports&form=enterprise-services');
    const unit = office.page.getByRole('row', { name: /西区公安分局/ });
    const cell = unit.getByRole('button', { name: /逾期未报/ }).first();
    await cell.press('Enter');
    await dialog(office).getByLabel('免报理由').fill('机构调整');
    await dialog(office).getByRole('button', { name: '免报' }).click();
    await dialog(office).waitFor({ state: 'detached' });
    await unit.getByRole('button', { name: /免报/ }).first().click();
    await dialog(office).getByText('已免报：机构调整').waitFor();
    await dialog(office).getByRole('button', { name: '撤销免报' }).click();
    await dialog(office).waitFor({ state: 'detached' });
    await cell.click();
    await dialog(office).getByRole('button', { name: '催报' }).click();
    await dialog(office).getByText('催报 1 个单位').waitFor();
    await dialog(office).getByLabel('催报内容').fill('请三日内补报：');
    await dialog(office).getByLabel('限期答复').fill('2024-09-24');
    await dialog(office).getByLabel('限期答复').press('Tab');
    await expectSound(office, 'a unit about to be urged');
    await dialog(office).getByRole('button', { name: '发出' }).click();
    await dialog(office).getByText('已发出').waitFor();
    const sent = await house.rows(
      `select u.name from urging join unit u on u.id = urging.unit_id where text like '请三日内补报：%'`,
    );
    expect(sent).toEqual([{ name: '西区公安分局' }]);
  });
});
