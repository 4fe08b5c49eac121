import type {
  CalendarView,
  ExpectationView,
  Page as PageOf,
  PlanView,
  TaskDetail,
  TaskView,
} from '@duban/contract';
import { describe, expect, test } from 'vitest';
import { newWorkbook } from '../../packages/core/src/exports/cells.js';
import { type Desk, expectSound, openDesks, overhang } from './desk.js';

const house = openDesks();
const { person } = house;

const dialog = ({ page }: Desk) => page.getByRole('dialog');
const gone = (desk: Desk) => dialog(desk).waitFor({ state: 'detached' });

/** The page as it stands, then at the width of a telephone. */
async function expectSoundAndNarrow(desk: Desk, where: string): Promise<void> {
  await expectSound(desk, where);
  await desk.page.setViewportSize({ width: 360, height: 800 });
  await expect.poll(() => overhang(desk.page), { message: where }).toEqual([]);
  await desk.page.setViewportSize({ width: 1280, height: 800 });
  // Drawn anew before anything is clicked: what moves under the pointer is not hit.
  await overhang(desk.page);
}

// One person at a browser after another.
describe('what is kept up through the year', { timeout: 300_000 }, () => {
  test('the calendar: a day by a click, the next year from its notice, a line that cannot be read', async () => {
    const admin = await person('admin', '/system/calendar');
    const { page } = admin;
    await page.getByRole('button', { name: '2024-11-04 工作日' }).press('Enter');
    await page.getByRole('button', { name: '2024-11-04 休假' }).press('Enter');
    await page.getByRole('button', { name: '2024-11-04 工作日' }).waitFor();
    await page.goto('/system/calendar?year=2027');
    await page.getByText('2027 年尚无节假日和调休安排').waitFor();
    const lines = page.getByLabel('节假日和调休安排');
    await lines.fill('2027-01-01~2027-01-03 休\n2027-01-32 休');
    await page.getByText('第 2 行无法识别：2027-01-32 休').waitFor();
    expect(await page.getByRole('button', { name: /^替换为/ }).isDisabled()).toBe(true);
    await lines.fill('2027-01-01~2027-01-03 休\n2027-01-09 班');
    await page.getByRole('button', { name: '替换为 3 天休假、1 天上班' }).click();
    await page.getByText('已保存：变更 4 天，取消 0 天，调整报送期限 0 项').waitFor();
    await expectSoundAndNarrow(admin, 'the calendar of a year');
    const year = await (await house.as('admin')).get<CalendarView>('/api/calendar?year=2027');
    expect(year).toMatchObject({
      holidays: ['2027-01-01', '2027-01-02', '2027-01-03'],
      workdays: ['2027-01-09'],
    });
  });

  test('closed months, and one report of them let through until a day', async () => {
    const office = await person('planoffice', '/areas/grassroots?tab=reports');
    const { page } = office;
    await page.getByRole('button', { name: '关账' }).click();
    await dialog(office).getByLabel('关账至').click();
    await page.getByTitle('2024年6月', { exact: true }).click();
    await dialog(office)
      .getByText(/^尚缺 \d+ 份/)
      .waitFor();
    await dialog(office).getByLabel('理由').fill('上半年已通报');
    await dialog(office)
      .getByRole('button', { name: /确\s?定/ })
      .click();
    await gone(office);
    await page.getByText('已关账至2024年6月').waitFor();
    const caller = await house.as('planoffice');
    expect((await caller.get<PlanView>(`/api/plans/${house.planId}`)).closedThrough).toBe('2024-06-30');

    const matrix = page.getByRole('table', { name: /应报与已报$/ });
    await matrix.locator('tbody').getByRole('button').first().click();
    await dialog(office).getByText('该期已关账，不再受理填报。').waitFor();
    const unitName = await dialog(office).locator('.ant-modal-title').textContent();
    await dialog(office).getByLabel('开放至').fill('2024-09-27');
    await dialog(office).getByLabel('开放至').press('Tab');
    await dialog(office).getByLabel('理由', { exact: true }).fill('该单位数据有误');
    await expectSound(office, 'a report of a closed month');
    await dialog(office).getByRole('button', { name: '重新开放' }).click();
    await gone(office);
    const reopened = await house.rows<Pick<ExpectationView, 'reopenedUntil' | 'unitName'>>(
      `select to_char(e.reopened_until, 'YYYY-MM-DD') as "reopenedUntil", u.name as "unitName"
       from expectation e join unit u on u.id = e.unit_id where e.reopened_until is not null`,
    );
    expect(reopened).toEqual([{ reopenedUntil: '2024-09-27', unitName }]);
    await matrix.locator('tbody').getByRole('button').first().click();
    await dialog(office).getByText('已重新开放至 2024-09-27。').waitFor();
    await dialog(office).getByRole('button', { name: '取消重新开放' }).click();
    await gone(office);
    await page.getByRole('button', { name: '关账' }).click();
    await dialog(office).getByLabel('关账至').click();
    await page.getByTitle('不关账', { exact: true }).click();
    await dialog(office).getByLabel('理由').fill('继续受理');
    await dialog(office)
      .getByRole('button', { name: /确\s?定/ })
      .click();
    await gone(office);
    await page.getByText('已关账至2024年6月').waitFor({ state: 'detached' });
  });

  test('a deputy, named and revoked from the own account', async () => {
    const head = await person('head-x1', '/account');
    const { page } = head;
    await page.getByRole('button', { name: '授权代签人' }).click();
    await dialog(head).getByRole('combobox', { name: '代签人' }).click();
    // A station's people are not offered: a deputy belongs to the very unit.
    await page.locator('.ant-select-item-option').first().waitFor();
    const offered = await page.locator('.ant-select-item-option').allTextContents();
    expect(offered.filter((each) => !each.endsWith(' · 甲县公安局'))).toEqual([]);
    await page.locator('.ant-select-item-option', { hasText: '填报员' }).first().click();
    await dialog(head).getByLabel('截止日期').fill('2024-10-08');
    await dialog(head).getByLabel('截止日期').press('Tab');
    await expectSound(head, 'a deputy about to be named');
    await dialog(head)
      .getByRole('button', { name: /^授\s?权$/ })
      .click();
    await gone(head);
    const row = page.getByRole('table', { name: '授权代签' }).getByRole('row').nth(1);
    await row.getByText('2024-09-20 至 2024-10-08').waitFor();
    await row.getByText('有效', { exact: true }).waitFor();
    await expectSoundAndNarrow(head, 'the account with a deputy');
    await row.getByRole('button', { name: /^撤销对/ }).click();
    await page
      .getByRole('tooltip')
      .getByRole('button', { name: /^撤\s?销$/ })
      .click();
    await row.getByText('2024-09-20 撤销').waitFor();
  });

  test('a task that waits for its superior, and a unit freed from its part of it', async () => {
    const caller = await house.as('planoffice');
    const { items } = await caller.get<PageOf<TaskView>>(
      `/api/plans/${house.planId}/tasks?state=in-progress&limit=500`,
    );
    const task = items.find(
      ({ visibility, cooperatingUnits }) => visibility === 'open' && cooperatingUnits[0],
    );
    const [unit] = task?.cooperatingUnits ?? [];
    const office = await person('planoffice', `/tasks/${task?.id}`);
    const { page } = office;
    await page.getByRole('button', { name: '标记待上级验收' }).click();
    await dialog(office).getByText('标记期间最差亮黄灯', { exact: false }).waitFor();
    await dialog(office)
      .getByRole('button', { name: /确\s?定/ })
      .click();
    await gone(office);
    await page.getByRole('button', { name: '取消待上级验收' }).waitFor();
    await page.getByRole('button', { name: '免于反馈' }).click();
    await dialog(office).getByRole('combobox').fill(String(unit?.name));
    await page.locator('.ant-select-item-option', { hasText: String(unit?.name) }).click();
    await dialog(office).getByLabel('理由').fill('职责已划转');
    await expectSound(office, 'a unit about to be freed from its part');
    await dialog(office)
      .getByRole('button', { name: /确\s?定/ })
      .click();
    await gone(office);
    await page.getByText(`${unit?.name}(职责已划转)`).waitFor();
    await expectSoundAndNarrow(office, 'a task with both marks');
    const after = await caller.get<TaskView & { assignments: unknown[] }>(`/api/tasks/${task?.id}`);
    expect(after).toMatchObject({ awaitingSuperior: true });
    await page.getByRole('button', { name: '取消待上级验收' }).click();
    await dialog(office)
      .getByRole('button', { name: /确\s?定/ })
      .click();
    await page.getByRole('button', { name: '标记待上级验收' }).waitFor();
  });

  test('a task drafted, declined by its unit, returned by its leader, corrected and proposed again', async () => {
    const office = await person('planoffice', '/tasks');
    const { page } = office;
    await page.getByRole('button', { name: '新增任务' }).click();
    const draft = dialog(office);
    const choose = async (label: string, typed: string, option = typed) => {
      const box = draft.getByRole('combobox', { name: label });
      const field = draft.locator('.ant-select').filter({ has: page.getByRole('combobox', { name: label }) });
      // A list that is still sifted moves under the pointer: what was not taken is chosen again.
      for (let tries = 0; tries < 5 && !(await field.textContent())?.includes(option); tries += 1) {
        await box.click();
        if (typed) await box.fill(typed);
        await page
          .locator('.ant-select-item-option:visible, .ant-select-tree-title:visible', { hasText: option })
          .last()
          .click();
      }
      expect(await field.textContent()).toContain(option);
    };
    await draft.getByLabel('任务名称').fill('专项清查');
    await choose('来源', '', '上级交办');
    await draft.getByLabel('依据').fill('公明发〔2024〕7 号');
    await draft.getByLabel('工作要求').fill('年内完成一轮清查');
    await choose('牵头单位', '甲县公安局');
    const leader = '分管领导甲';
    await choose('责任领导', '', leader);
    await choose('配合单位', '乙县公安局');
    await page.keyboard.press('Escape');
    await draft.getByLabel('完成时限').fill('2024-12-20');
    await draft.getByLabel('完成时限').press('Tab');
    await expectSound(office, 'a new task');
    await draft.getByRole('button', { name: '保存', exact: true }).click();
    await page.waitForURL(/\/tasks\/[0-9a-f-]{36}/);
    const path = `/api/tasks/${page.url().split('/').at(-1)}`;
    await page.getByRole('button', { name: '新增节点' }).click();
    await dialog(office).getByLabel('节点内容').fill('完成部署');
    await dialog(office).getByRole('button', { name: '保存', exact: true }).click();
    await gone(office);
    await page.getByRole('button', { name: '修改节点：完成部署' }).waitFor();
    await page.getByRole('button', { name: '提交立项' }).click();
    await dialog(office).getByRole('button', { name: '提交立项' }).click();
    await gone(office);

    for (const [who, move] of [
      ['leader', { move: 'issue' }],
      ['head-x1', { move: 'decline', reason: '职责不符' }],
      ['leader', { move: 'return', reason: '改由乙县局牵头' }],
    ] as const) {
      const caller = await house.as(who);
      const { version } = await caller.get<TaskDetail>(path);
      await caller.post(`${path}/moves`, move, version);
    }
    await page.reload();
    await page.getByRole('button', { name: '修改草稿' }).click();
    await choose('牵头单位', '乙县公安局');
    await draft.getByRole('button', { name: '保存', exact: true }).click();
    // The unit has a part already: said where it is named.
    await draft.getByText('该单位在本任务中已有分工').waitFor();
    await draft.locator('.ant-select-selection-item-remove').click();
    await expectSoundAndNarrow(office, 'a draft being corrected');
    await draft.getByRole('button', { name: '保存', exact: true }).click();
    await gone(office);
    await expectSoundAndNarrow(office, 'a draft');
    await page.getByRole('button', { name: '提交立项' }).click();
    await dialog(office).getByRole('button', { name: '提交立项' }).click();
    await gone(office);
    await page.getByRole('button', { name: '移交责任领导' }).click();
    await choose('新的责任领导', '', '分管领导乙');
    await draft.getByLabel('依据').fill('分工调整');
    await expectSoundAndNarrow(office, 'a task about to go to another leader');
    await draft.getByRole('button', { name: /^移\s?交$/ }).click();
    await gone(office);
    await page.getByRole('list').getByText('移交责任领导').waitFor();
    expect(await (await house.as('planoffice')).get<TaskDetail>(path)).toMatchObject({
      state: 'pending-issue',
      origin: 'superior',
      basis: '公明发〔2024〕7 号',
      leader: { name: '分管领导乙' },
      leadUnit: { name: '乙县公安局' },
      cooperatingUnits: [],
    });
  });

  test('a task begun by an instruction; the next year drafted, a task carried into it, and its plan issued', async () => {
    const leader = await person('leader', '/tasks');
    await leader.page.getByRole('button', { name: '批示交办' }).click();
    await dialog(leader).getByLabel('任务名称').fill('旅游景区安全检查');
    await dialog(leader).getByLabel('批示内容').fill('请于国庆前完成一轮检查。');
    await dialog(leader).getByLabel('反馈期限').fill('2024-09-29');
    await dialog(leader).getByLabel('反馈期限').press('Tab');
    await expectSoundAndNarrow(leader, 'an instruction that begins a task');
    await dialog(leader).getByRole('button', { name: '发出' }).click();
    await leader.page.waitForURL(/\/tasks\/[0-9a-f-]{36}/);
    await leader.page.getByText('请于国庆前完成一轮检查。').waitFor();

    const office = await person('planoffice', '/tasks');
    const { page } = office;
    await page.getByRole('button', { name: '建立 2025 年计划' }).click();
    await dialog(office).getByRole('button', { name: '建立', exact: true }).click();
    await page.waitForURL(/plan=/);
    const next = page.url();
    await page.goto(`/tasks?plan=${house.planId}`);
    await page.getByRole('button', { name: '结转任务' }).click();
    const row = dialog(office).getByRole('listitem').filter({ hasText: '打造生态警务' });
    await dialog(office).getByRole('checkbox', { name: /^全选/ }).check();
    await dialog(office).getByRole('checkbox', { name: /^全选/ }).uncheck();
    await row.getByRole('checkbox').check();
    await row.getByLabel('生态警务体系：2025 年阶段目标').fill('6');
    await expectSoundAndNarrow(office, 'a task about to be carried over');
    await dialog(office).getByRole('button', { name: '预览（1）' }).click();
    await dialog(office).getByRole('button', { name: '结转（1）' }).click();
    await dialog(office).getByText('已办理 1 项，未办理 0 项').waitFor();
    await page.goto(next);
    await page.getByRole('link', { name: /打造生态警务/ }).click();
    await page.getByText(/≥ 6\b/).waitFor();
    await page.getByRole('button', { name: '撤回结转' }).waitFor();
    // Named by no address, the plan of a thing is the one that is shown; what waits in the other is told.
    const [task] = page.url().match(/\/tasks\/[0-9a-f-]+/) ?? [];
    await page.getByRole('link', { name: /^2024 年：28\. / }).click();
    await page.getByRole('link', { name: /^2025 年：28\. / }).waitFor();
    const reporter = await person('reporter-x1', task);
    await reporter.page.waitForURL(/plan=/);
    await reporter.page.getByRole('link', { name: '我的工作' }).click();
    await reporter.page.getByRole('link', { name: /^《市公安局2024年工作计划》中另有 \d+ 项待办$/ }).click();
    await reporter.page.getByRole('heading', { name: /^待填报/ }).waitFor();
    await leader.page.goto(next);
    await leader.page.getByRole('button', { name: '印发计划' }).click();
    await dialog(leader).getByLabel('文号').fill('示例公发〔2025〕1 号');
    await dialog(leader).getByRole('button', { name: '印发计划' }).click();
    await gone(leader);
    await leader.page.getByRole('button', { name: '印发计划' }).waitFor({ state: 'detached' });
    const { items } = await (await house.as('planoffice')).get<PageOf<PlanView>>('/api/plans');
    expect(items.find((each) => each.year === 2025)).toMatchObject({
      documentNumber: '示例公发〔2025〕1 号',
      issuedOn: '2024-09-20',
    });
  });

  test('an area switched off is no longer in the frame, and on again it is', async () => {
    const admin = await person('admin', '/plugins');
    const { page } = admin;
    const row = page.getByRole('table', { name: '行动' }).getByRole('row', { name: /基层基础巩固/ });
    const inFrame = page.getByRole('navigation').getByRole('link', { name: /基层基础巩固/ });
    for (const [act, state] of [
      ['停用', '已停用'],
      ['启用', '启用'],
    ] as const) {
      await row.getByRole('button', { name: act }).click();
      await dialog(admin).getByRole('button', { name: act, exact: true }).click();
      await gone(admin);
      await row.getByRole('cell', { name: state, exact: true }).waitFor();
      await inFrame.waitFor({ state: act === '停用' ? 'detached' : 'visible' });
    }
    await expectSoundAndNarrow(admin, 'the areas and their plugins');
  });

  test("last year's values, by a filled template, and a wrong one refused in its cells", async () => {
    const office = await person('planoffice', '/prior-values?areaId=grassroots');
    const { page } = office;
    const template = await page.request.get(
      `/api/plans/${house.planId}/prior-values/template.xlsx?areaId=grassroots`,
    );
    /** The template with this number in its first row. */
    const filled = async (number: number | string) => {
      const book = await newWorkbook();
      await book.xlsx.load((await template.body()) as never);
      const row = book.worksheets[0]?.getRow(3);
      if (!row) throw new Error('the template has no row to fill in');
      row.getCell(6).value = number;
      return {
        name: '2023.xlsx',
        mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        buffer: Buffer.from(await book.xlsx.writeBuffer()),
      };
    };
    await page.getByLabel('来源说明').fill('2023 年统计年报');
    const file = page.locator('input[type=file]');
    const button = page.getByRole('button', { name: '上传工作簿' });
    expect(await button.isDisabled()).toBe(true);
    await page.getByLabel('经保密审查，不含涉密内容').check();
    await file.setInputFiles(await filled('十二'));
    const imports = page.getByRole('table', { name: '导入记录' });
    await imports.getByText('有误，未保存').waitFor();
    await imports.getByText('1 行有误').waitFor();
    const downloading = page.waitForEvent('download');
    await imports.getByRole('link', { name: '下载结果' }).click();
    const result = await newWorkbook();
    await result.xlsx.readFile(await (await downloading).path());
    expect(result.worksheets[0]?.getRow(3).getCell(6).note).toBeTruthy();
    await page.getByLabel('更正理由').fill('年报已修订');
    await file.setInputFiles(await filled(350));
    // The template brings what stands; its first row had no value yet.
    await imports.getByText('253 行，替换 252 个').waitFor();
    await page.getByText('仅显示前 200 个，共 253 个').waitFor();
    await expectSoundAndNarrow(office, "last year's values");
  });
});
