import { fileURLToPath } from 'node:url';
import type { Page as PageOf, ReportView, ValueChange } from '@duban/contract';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cookieOf, type Person } from '../../packages/core/src/testing/people.testing.js';
import { type FormHouse, openFormHouse } from '../house/form-house.js';
import { type OpenBrowser, openBrowser } from './chromium.js';
import { axeFaults, type Desk, expectSound, keepPictures, sitDown } from './desk.js';

const portalDist = fileURLToPath(new URL('../../apps/portal/dist', import.meta.url));

let house: FormHouse;
let chromium: OpenBrowser;
/** The same two people all along: each signs in once. */
let reporter: Desk;
let head: Desk;
beforeAll(async () => {
  house = await openFormHouse(portalDist);
  chromium = await openBrowser();
  reporter = await seated(house.reporter);
  head = await seated(house.head);
}, 240_000);
afterAll(async () => {
  await chromium?.close();
  await house?.close();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail')
    await keepPictures([reporter, head], task.name.replace(/\W+/g, '-').slice(0, 60));
});

async function seated(person: Person): Promise<Desk> {
  const desk = await sitDown(chromium.browser, house);
  const [name = '', value = ''] = (await cookieOf(house.house, person)).split('=');
  await desk.context.addCookies([{ name, value, url: house.url }]);
  return desk;
}

/** Goes on with Tab until it is there: what cannot be reached so, cannot be reached by the keyboard. */
async function tabTo(target: Locator, most = 80): Promise<void> {
  await target.waitFor();
  for (let at = 0; at < most; at++) {
    if (await target.evaluate((each) => each === document.activeElement)) return;
    await target.page().keyboard.press('Tab');
  }
  throw new Error(`${target} is not reached with ${most} tabs`);
}

/** Label of the field that the keys go to. */
const fieldAt = (page: Page) =>
  page.evaluate(() => {
    const label = document.activeElement?.closest('.field')?.querySelector('.field-label');
    return label?.firstChild?.textContent ?? document.activeElement?.tagName;
  });
const expectAt = (page: Page, title: string) =>
  expect.poll(() => fieldAt(page), { interval: 20 }).toBe(title);

/** What stands in each field that is shown, by its title. */
const shown = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll('.report-form .field')].map((field) => [
        field.querySelector('.field-label')?.firstChild?.textContent,
        field.querySelector('.ant-select-content, .ant-select-selection-item')?.textContent ||
          field.querySelector('input:checked')?.closest('label')?.textContent ||
          [...field.querySelectorAll('.file-links a')].map((each) => each.textContent).join() ||
          field.querySelector<HTMLInputElement>('input:not([type=radio]):not([type=file]), textarea')
            ?.value ||
          '',
      ]),
    ),
  );

const saved = (page: Page) => page.getByTestId('save-state').getByText('已自动保存').waitFor();
const reportNow = async (period: string): Promise<ReportView> => {
  const { planId, formKey } = house.reportOf(period);
  const path = `/api/reports?planId=${planId}&formKey=${formKey}&period=${period}`;
  const { body } = await house.reporter.ask('get', path);
  return (body as PageOf<ReportView>).items[0] as ReportView;
};

describe('a reporter at the form', { timeout: 90_000 }, () => {
  test('fills and submits thirty fields with the keyboard alone, and loses nothing with a closed tab', async () => {
    const open = async () => {
      await reporter.page.goto('/');
      const owed = reporter.page
        .getByRole('table', { name: '待填报' })
        .getByRole('row', { name: /2024年9月/ });
      await tabTo(owed.getByRole('link').first());
      await reporter.page.keyboard.press('Enter');
      await reporter.page.getByRole('heading', { level: 1, name: '三十项月报' }).waitFor();
    };
    await open();
    const typed: Record<string, string> = {};
    /** Writes into the field that the keys go to, and goes on as that kind of field asks for. */
    const write = async (title: string, value: string, ...keys: string[]) => {
      await expectAt(reporter.page, title);
      await reporter.page.keyboard.type(value);
      typed[title] = value;
      for (const key of keys) await reporter.page.keyboard.press(key);
    };
    /** Takes what is marked in the open list, and goes on. */
    const take = async () => {
      await reporter.page.keyboard.press('Enter');
      await expect.poll(() => reporter.page.locator('[aria-expanded=true]').count()).toBe(0);
      await reporter.page.keyboard.press('Enter');
    };

    // A part greater than its whole, and a count with a fraction: neither may be submitted, neither is lost.
    await write('总数', '2000', 'Enter');
    await write('其中办结', '3000', 'Enter');
    await write('分项1', '1.5', 'Enter');
    for (let n = 2; n <= 8; n++) await write(`分项${n}`, String(n), 'Enter');
    for (let n = 1; n <= 4; n++) await write(`费用${n}`, `${n}.25`, 'Enter');
    await write('进度', '', 'ArrowDown', 'Enter');
    await write('方式', '', 'ArrowDown', 'ArrowDown');
    await take();
    await write('是否回访', '', 'Space', 'Enter');
    await write('回访日期', '2024-09-12', 'Enter');
    await write('回访单位', 'Unit e1');
    await take();
    await write('开始日期', '2024-09-02', 'Enter');
    await write('配合单位', 'Unit e2');
    await take();
    await write('现有数', '7', 'Enter');
    await write('占比', '12.3456', 'Enter');
    await write('依据', '年度计划', 'Enter');
    await write('文号', '〔2024〕7号', 'Enter');
    await write('进展', '正在推进');
    await reporter.page.close();

    Object.assign(typed, { 进度: '正常', 方式: '集中', 是否回访: '是' });
    reporter.page = await reporter.context.newPage();
    await open();
    await reporter.page.getByText('已恢复上次未保存到服务器的内容').waitFor();
    expect(await shown(reporter.page)).toEqual({ ...typed, 问题: '', 打算: '', 需协调: '', 材料: '' });

    await tabTo(reporter.page.getByRole('textbox', { name: '问题' }));
    await write('问题', '人手不足', 'Tab');
    await write('打算', '月底完成', 'Tab');
    await write('需协调', '无', 'Tab');
    await expectAt(reporter.page, '材料');
    const chooser = reporter.page.waitForEvent('filechooser');
    await reporter.page.keyboard.press('Space');
    const proof = { name: '材料.txt', mimeType: 'text/plain', buffer: Buffer.from('已完成。') };
    await (await chooser).setFiles(proof);
    await reporter.page.getByRole('link', { name: '文件 1' }).waitFor();

    // Each try to submit leads to what is wrong, the text in it chosen: one writes over it.
    await reporter.page.keyboard.press('Control+Enter');
    await write('其中办结', '1500', 'Control+Enter');
    await write('分项1', '1', 'Control+Enter');
    const comment = reporter.page.getByRole('textbox', { name: '说明' });
    await expect.poll(() => comment.evaluate((each) => each === document.activeElement)).toBe(true);
    await reporter.page.keyboard.type('专项行动');
    for (let times = 0; times < 3; times++) await reporter.page.keyboard.press('Control+Enter');
    await reporter.page.getByText('待签发').first().waitFor();
    await expectSound(reporter, 'the report that was handed in');

    const report = await reportNow('2024-09');
    const unit = async (code: string) =>
      (await house.house.source.query('select id from unit where code = $1', [code]))[0].id;
    const counts = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`count-${n}`, n]));
    const costs = Object.fromEntries([1, 2, 3, 4].map((n) => [`cost-${n}`, n + 0.25]));
    expect(report).toMatchObject({ state: 'submitted', revision: 1, comment: '专项行动' });
    expect(report.data).toEqual({
      ...counts,
      ...costs,
      whole: 2000,
      part: 1500,
      pace: 'o2',
      manner: 'o2',
      visited: true,
      'visit-day': '2024-09-12',
      'visit-unit': await unit('e1'),
      'begun-on': '2024-09-02',
      partner: await unit('e2'),
      held: 7,
      share: 12.3456,
      basis: '年度计划',
      paper: '〔2024〕7号',
      progress: '正在推进',
      problems: '人手不足',
      next: '月底完成',
      requests: '无',
      proof: [expect.any(String)],
    });
    expect(Object.keys(report.data)).toHaveLength(house.fields.length);
    const { body } = await house.reporter.ask('get', `/api/reports/${report.id}/revisions`);
    expect(body.items.map((each: { events: unknown[] }) => each.events.length)).toEqual([1]);
  });

  test('shows the second writer of a report both versions, and keeps what only the first one wrote', async () => {
    const data = { whole: 10, part: 5, progress: '初稿', basis: '计划' };
    const begun = await house.reporter.ask('post', '/api/reports', { ...house.reportOf('2024-08'), data });
    expect(begun.status).toBe(201);
    const field = (desk: Desk, name: RegExp | string) =>
      desk.page.getByRole('group', { name }).locator('input, textarea');
    for (const desk of [reporter, head]) {
      await desk.page.goto(`/reports/${begun.body.id}`);
      await field(desk, /^总数/).waitFor();
    }
    await field(reporter, /^分项1/).fill('3');
    await field(reporter, /^进展/).fill('填报员的进展');
    await field(reporter, /^依据/).fill('');
    await saved(reporter.page);

    await field(head, /^其中办结/).fill('6');
    await field(head, /^进展/).fill('负责人的进展');
    const dialog = head.page.getByRole('dialog', { name: '他人也修改了本填报' });
    await dialog.waitFor();
    const cells = (row: string) => dialog.getByRole('row', { name: new RegExp(`^${row}`) }).getByRole('cell');
    expect(await dialog.getByRole('row').count()).toBe(5);
    expect(await cells('其中办结').allTextContents()).toEqual(['6 件', '5 件']);
    expect(await cells('进展').allTextContents()).toEqual(['负责人的进展', '填报员的进展']);
    expect(await axeFaults(head.page), 'both versions').toEqual([]);
    const chosen = () =>
      dialog.getByRole('radio', { checked: true }).evaluateAll((all) => all.map((each) => each.ariaLabel));
    expect(await chosen()).toEqual([
      '其中办结: 我的内容',
      '分项1: 服务器上的内容',
      '依据: 服务器上的内容',
      '进展: 我的内容',
    ]);
    await tabTo(dialog.getByRole('radio', { name: '进展: 我的内容' }));
    await head.page.keyboard.press('ArrowRight');
    await tabTo(dialog.getByRole('button', { name: '按选择保存' }));
    await head.page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await saved(head.page);
    const settled = { whole: 10, part: 6, 'count-1': 3, progress: '填报员的进展' };
    expect((await reportNow('2024-08')).data).toEqual(settled);

    // Now the other one is second; taking all of the server's leaves it as it was.
    await field(reporter, /^总数/).fill('12');
    const other = reporter.page.getByRole('dialog', { name: '他人也修改了本填报' });
    await tabTo(other.getByRole('button', { name: '全部用服务器上的' }));
    await reporter.page.keyboard.press('Enter');
    await tabTo(other.getByRole('button', { name: '按选择保存' }));
    await reporter.page.keyboard.press('Enter');
    await other.waitFor({ state: 'detached' });
    await expect.poll(() => field(reporter, /^总数/).inputValue()).toBe('10');
    expect((await reportNow('2024-08')).data).toEqual(settled);
    const { body } = await house.head.ask('get', `/api/reports/${begun.body.id}/values?field=part`);
    expect((body.items as ValueChange[]).map(({ after, by }) => [after, by.id])).toEqual([
      [6, house.head.id],
      [5, house.reporter.id],
    ]);
    expect([...reporter.faults, ...head.faults]).toEqual([]);
  });

  test('offers a zero report while no figure is there, and says what keeps it from being submitted', async () => {
    const data = { basis: '计划' };
    const begun = await house.reporter.ask('post', '/api/reports', { ...house.reportOf('2024-07'), data });
    await reporter.page.goto(`/reports/${begun.body.id}`);
    const zero = reporter.page.getByRole('button', { name: '零报告', exact: true });
    await tabTo(zero);
    await reporter.page.keyboard.press('Enter');
    await reporter.page.locator('.problem-note').waitFor();
    await expectAt(reporter.page, '进度');
    expect(await reportNow('2024-07')).toMatchObject({
      state: 'draft',
      mode: 'zero',
      data: { whole: 0, 'cost-4': 0, held: 0, basis: '计划' },
    });
    await zero.waitFor();
  });

  test('tells at each value of a report that is read who set it, and when', async () => {
    await head.page.goto(`/reports/${(await reportNow('2024-09')).id}`);
    const mark = head.page.getByRole('button', { name: '其中办结:修改记录 1 条' });
    await tabTo(mark);
    await head.page.keyboard.press('Enter');
    const drawer = head.page.getByRole('dialog', { name: '其中办结:修改记录' });
    await drawer.getByText('1,500').waitFor();
    await drawer.getByText(house.reporter.username).waitFor();
    await expectSound(head, 'the history of a value');
    await head.page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await expect.poll(() => mark.evaluate((each) => each === document.activeElement)).toBe(true);
  });
});
