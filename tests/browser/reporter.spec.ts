import { readFile } from 'node:fs/promises';
import type { Page as PageOf, ReportView, Sheet, ValueChange } from '@duban/contract';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cookieOf, type Person } from '../../packages/core/src/testing/people.testing.js';
import { type FormHouse, openFormHouse } from '../house/form-house.js';
import { type OpenBrowser, openBrowser } from './chromium.js';
import { axeFaults, type Desk, expectSound, keepPictures, overhang, portalDist, sitDown } from './desk.js';

let house: FormHouse;
let chromium: OpenBrowser;
/** The same people all along: each signs in once. */
let reporter: Desk;
let head: Desk;
let reviewer: Desk;
beforeAll(async () => {
  house = await openFormHouse(portalDist);
  chromium = await openBrowser();
  reporter = await seated(house.reporter);
  head = await seated(house.head);
  reviewer = await seated(house.reviewer);
}, 240_000);
afterAll(async () => {
  await chromium?.close();
  await house?.close();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail')
    await keepPictures([reporter, head, reviewer], task.name.replace(/\W+/g, '-').slice(0, 60));
});

async function seated(person: Person): Promise<Desk> {
  const desk = await sitDown(chromium.browser, house);
  const [name = '', value = ''] = (await cookieOf(house.house, person)).split('=');
  await desk.context.addCookies([{ name, value, url: house.url }]);
  return desk;
}

/** Of what comes about by itself: as long as a loaded machine may take for it. */
const patience = { interval: 20, timeout: 20_000 };

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
const expectAt = (page: Page, title: string) => expect.poll(() => fieldAt(page), patience).toBe(title);

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
      await expect.poll(() => reporter.page.locator('[aria-expanded=true]').count(), patience).toBe(0);
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

    // Waited for well before it is asked for: the browser hears of it on another way than of the key.
    const chooser = reporter.page.waitForEvent('filechooser', { timeout: 60_000 });
    await tabTo(reporter.page.getByRole('textbox', { name: '问题' }));
    await write('问题', '人手不足', 'Tab');
    await write('打算', '月底完成', 'Tab');
    await write('需协调', '无', 'Tab');
    await expectAt(reporter.page, '材料');
    await reporter.page.keyboard.press('Space');
    const proof = { name: '材料.txt', mimeType: 'text/plain', buffer: Buffer.from('已完成。') };
    await (await chooser).setFiles(proof);
    await reporter.page.getByRole('link', { name: '文件 1' }).waitFor();

    // Each try to submit leads to what is wrong, the text in it chosen: one writes over it.
    await reporter.page.keyboard.press('Control+Enter');
    await write('其中办结', '1500', 'Control+Enter');
    await write('分项1', '1', 'Control+Enter');
    const comment = reporter.page.getByRole('textbox', { name: '说明' });
    await expect.poll(() => comment.evaluate((each) => each === document.activeElement), patience).toBe(true);
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
    await expect.poll(() => field(reporter, /^总数/).inputValue(), patience).toBe('10');
    expect((await reportNow('2024-08')).data).toEqual(settled);
    const { body } = await house.head.ask('get', `/api/reports/${begun.body.id}/values?field=part`);
    expect((body.items as ValueChange[]).map(({ after, by }) => [after, by.id])).toEqual([
      [6, house.head.id],
      [5, house.reporter.id],
    ]);
    // Whoever fills in sees who set a field too, without leaving the form: the key says it, and gives the field back.
    await field(reporter, /^其中办结/).focus();
    await reporter.page.keyboard.press('Alt+KeyH');
    const drawer = reporter.page.getByRole('dialog', { name: '其中办结：修改记录' });
    await drawer.getByText(house.head.username).waitFor();
    expect(await drawer.getByRole('listitem').first().textContent()).toContain('5 件 → 6 件');
    await expectSound(reporter, 'the history of a field that is being filled in');
    await reporter.page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await expectAt(reporter.page, '其中办结');
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
    const now = await reportNow('2024-07');
    expect(now).toMatchObject({
      state: 'draft',
      mode: 'zero',
      data: { whole: 0, 'cost-4': 0, basis: '计划' },
    });
    // No level was accepted before: missing is not zero.
    expect(now.data).not.toHaveProperty('held');
    await zero.waitFor();
  });

  test('tells at each value of a report that is read who set it, and when', async () => {
    await head.page.goto(`/reports/${(await reportNow('2024-09')).id}`);
    const mark = head.page.getByRole('button', { name: '其中办结：修改记录 1 条' });
    await tabTo(mark);
    await head.page.keyboard.press('Enter');
    const drawer = head.page.getByRole('dialog', { name: '其中办结：修改记录' });
    await drawer.getByText('1,500').waitFor();
    await drawer.getByText(house.reporter.username).waitFor();
    await expectSound(head, 'the history of a value');
    await head.page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await expect.poll(() => mark.evaluate((each) => each === document.activeElement), patience).toBe(true);
  });
});

describe('a reviewer at the sheet of the stations', { timeout: 90_000 }, () => {
  const [e1, e2] = ['Unit e1', 'Unit e2'];
  const open = async (period: string) => {
    const { areaId, formKey } = house.sheetOf(period);
    await reviewer.page.goto(`/grid?areaId=${areaId}&formKey=${formKey}&period=${period}`);
    await reviewer.page.getByRole('table', { name: `派出所月报 ${period}` }).waitFor();
  };
  const keys = async (...all: string[]) => {
    for (const key of all) await reviewer.page.keyboard.press(key);
  };
  /** What the cells show, unit by unit, each with its state. */
  const cells = () =>
    reviewer.page.locator('.sheet tbody tr').evaluateAll((rows) =>
      rows.map((row) =>
        [...row.querySelectorAll('td')].map((cell) => {
          const state = cell.querySelector('.visually-hidden')?.textContent ?? '';
          return `${cell.textContent.slice(0, -state.length)} ${state}`;
        }),
      ),
    );
  const expectCells = (...rows: string[][]) => expect.poll(cells, patience).toEqual(rows);
  /** The cell that the keys go to, as it is read out. */
  const expectOn = (unit: string, field: string) =>
    expect
      .poll(() => reviewer.page.evaluate(() => document.activeElement?.ariaLabel ?? ''), patience)
      .toMatch(new RegExp(`^${unit} ${field} `));
  const toFirstCell = async () => {
    await reviewer.page.locator('.sheet tbody td').first().click();
    await expectOn(e1, '总数');
  };
  const bar = () => reviewer.page.getByRole('region', { name: '单元格栏' });
  const pasteIn = async (block: string[][]) => {
    const text = block.map((row) => row.join('\t')).join('\r\n');
    await reviewer.page.evaluate((given) => navigator.clipboard.writeText(given), text);
    await keys('Control+v');
  };
  const rowsNow = async (period: string): Promise<Sheet['rows']> => {
    const query = new URLSearchParams(house.sheetOf(period));
    return (await house.reviewer.ask('get', `/api/reports/sheet?${query}`)).body.rows;
  };
  const byStation = (period: string, data: object) =>
    house.stationHead.ask('post', '/api/reports', {
      ...house.sheetOf(period),
      unitId: house.stations.e1,
      data,
    });

  test('goes from cell to cell by the keyboard, pastes from the clipboard and takes it back, and sees what stood there last', async () => {
    for (const [period, whole] of [
      ['2024-07', 2],
      ['2024-08', 40],
    ] as const) {
      const { body } = await byStation(period, { whole, part: 1, pace: 'o1' });
      const moves = [
        [house.stationHead, 'submit'],
        [house.stationHead, 'sign'],
        [house.reviewer, 'accept'],
      ] as const;
      for (const [at, [person, move]] of moves.entries())
        expect(
          (await person.ask('post', `/api/reports/${body.id}/moves`, { move }, at + 1)).status,
          move,
        ).toBe(200);
    }
    await reviewer.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await open('2024-09');
    await toFirstCell();
    await bar().getByText('上期 2024年8月 40 件').waitFor();
    await bar().getByText('本年累计 42 件').waitFor();
    await bar().getByText('目标 办件数 ≥ 500 件').waitFor();

    await reviewer.page.keyboard.type('12');
    await keys('Enter');
    await expectOn(e2, '总数');
    await keys('ArrowUp', 'ArrowRight');
    await expectOn(e1, '其中办结');
    await reviewer.page.keyboard.type('20');
    await keys('Tab');
    await expectOn(e1, '进度');
    await reviewer.page.keyboard.type('正常');
    await keys('Tab', 'Shift+Tab', 'ArrowLeft');
    await expectCells(
      // Whether the first one was sent before the second one was wrong, is a matter of speed.
      [expect.stringMatching(/^12 /), '20 有误', '正常 待保存', ' 未填'],
      [' 未填', ' 未填', ' 未填', ' 未填'],
    );
    await bar().getByText('办结数不能多于总数').waitFor();
    await reviewer.page.keyboard.type('2');
    await keys('Enter', 'Control+Home', 'End', 'Home');
    await expectOn(e1, '总数');
    await expectCells(
      ['12 已保存', '2 已保存', '正常 已保存', ' 未填'],
      [' 未填', ' 未填', ' 未填', ' 未填'],
    );

    // One row and one column more than the sheet has from there.
    await keys('ArrowRight');
    await pasteIn([
      ['3', '滞后', '计划', '9'],
      ['5', '超前', '方案', '9'],
      ['7', '超前', '方案', '9'],
    ]);
    await bar().getByText('已粘贴 6 个单元格，超出表格的 6 个未粘贴').waitFor();
    await expectCells(
      ['12 已保存', '3 已保存', '滞后 已保存', '计划 已保存'],
      [' 未填', '5 已保存', '超前 已保存', '方案 已保存'],
    );
    await expectOn(e1, '其中办结');
    await keys('Control+z');
    await expectCells(
      ['12 已保存', '2 已保存', '正常 已保存', ' 未填'],
      [' 未填', ' 未填', ' 未填', ' 未填'],
    );

    // What the form warns of wants a comment, of that row.
    await keys('Control+Home', 'ArrowDown');
    await pasteIn([['2000', '5', '超前']]);
    await expectCells(
      ['12 已保存', '2 已保存', '正常 已保存', ' 未填'],
      ['2000 有提示', '5 已保存', '超前 已保存', ' 未填'],
    );
    await reviewer.page.getByRole('rowheader', { name: `${e2} · 须说明` }).waitFor();
    await keys('F6');
    const comment = bar().getByRole('textbox', { name: `${e2}的说明` });
    await tabTo(comment, 3);
    await reviewer.page.keyboard.type('专项行动');
    await keys('Escape');
    await expectOn(e2, '总数');
    await expect.poll(async () => (await rowsNow('2024-09'))[1]?.comment, patience).toBe('专项行动');
    expect((await rowsNow('2024-09')).map((row) => row.data)).toEqual([
      { whole: 12, part: 2, pace: 'o2' },
      { whole: 2000, part: 5, pace: 'o1' },
    ]);
    await expectSound(reviewer, 'the sheet');

    await reviewer.page.setViewportSize({ width: 360, height: 800 });
    expect(await overhang(reviewer.page), 'the sheet').toEqual([]);
    await reviewer.page.goto('/imports');
    await expectSound(reviewer, 'the imports');
    expect(await overhang(reviewer.page), 'the imports').toEqual([]);
    await reviewer.page.setViewportSize({ width: 1280, height: 800 });
  });

  test('loses nothing with a closed tab, and lets nobody write over what was not seen', async () => {
    await open('2024-06');
    await toFirstCell();
    await reviewer.page.keyboard.type('约十');
    await keys('Tab');
    await reviewer.page.keyboard.type('3');
    await keys('Tab');
    await expectCells(['约十 有误', '3 待保存', ' 未填', ' 未填'], [' 未填', ' 未填', ' 未填', ' 未填']);
    await reviewer.page.close();
    const { body } = await byStation('2024-06', { whole: 7, basis: '计划' });

    reviewer.page = await reviewer.context.newPage();
    await open('2024-06');
    await reviewer.page.getByText('已恢复上次未保存到服务器的内容').waitFor();
    await expectCells(
      ['约十 待选择', '3 待保存', ' 未填', '计划 已保存'],
      [' 未填', ' 未填', ' 未填', ' 未填'],
    );
    await toFirstCell();
    expect(await axeFaults(reviewer.page), 'both values').toEqual([]);
    await keys('F6');
    await tabTo(bar().getByRole('button', { name: '用他人的：7' }), 3);
    await keys('Enter');
    await expectOn(e1, '总数');
    await expectCells(['7 已保存', '3 已保存', ' 未填', '计划 已保存'], [' 未填', ' 未填', ' 未填', ' 未填']);
    expect((await rowsNow('2024-06'))[0]?.data).toEqual({ whole: 7, part: 3, basis: '计划' });

    // Now the other one writes while the sheet is open.
    const data = { whole: 9, part: 4, basis: '计划' };
    expect((await house.stationHead.ask('patch', `/api/reports/${body.id}`, { data }, 2)).status).toBe(200);
    await reviewer.page.keyboard.type('8');
    await keys('Enter');
    await expectCells(['8 待选择', '4 已保存', ' 未填', '计划 已保存'], [' 未填', ' 未填', ' 未填', ' 未填']);
    expect((await rowsNow('2024-06'))[0]).toMatchObject({ version: 3, data });
    await keys('F6');
    await tabTo(bar().getByRole('button', { name: '下一处' }), 3);
    await keys('Enter');
    await expectOn(e1, '总数');
    await bar().getByRole('button', { name: '用他人的：9' }).waitFor();
    await keys('F6');
    await tabTo(bar().getByRole('button', { name: '保留我的：8' }), 3);
    await keys('Enter');
    await expectCells(['8 已保存', '4 已保存', ' 未填', '计划 已保存'], [' 未填', ' 未填', ' 未填', ' 未填']);
    expect((await rowsNow('2024-06'))[0]).toMatchObject({ version: 4, data: { ...data, whole: 8 } });
    const kept = () => Object.keys(localStorage).filter((each) => each.startsWith('duban.sheet'));
    expect(await reviewer.page.evaluate(kept)).toEqual([]);
  });

  test('hands in all rows that are filled in, and is told what the others lack', async () => {
    await open('2024-05');
    await toFirstCell();
    await pasteIn([
      ['1500', '3', '正常'],
      ['10', '3'],
    ]);
    const all = reviewer.page.getByRole('button', { name: '提交全部已填完的' });
    await tabTo(all);
    await keys('Enter');
    const dialog = reviewer.page.getByRole('dialog', { name: '提交全部已填完的' });
    await dialog.getByText('可以办理 0 项，不能办理 2 项').waitFor();
    const said = () => dialog.getByRole('listitem').allTextContents();
    expect(await said()).toEqual([`${e1} · 有提示的数据须说明情况`, `${e2} · 未填：进度`]);
    await keys('Escape');
    await dialog.waitFor({ state: 'detached' });

    await toFirstCell();
    await keys('F6');
    await reviewer.page.keyboard.type('专项行动');
    await tabTo(all);
    await keys('Enter');
    await dialog.getByText('可以办理 1 项，不能办理 1 项').waitFor();
    expect(await axeFaults(reviewer.page), 'what is handed in').toEqual([]);
    await tabTo(dialog.getByRole('button', { name: '提交（1）' }), 5);
    await keys('Enter');
    await dialog.getByText('已办理 1 项，未办理 1 项').waitFor();
    expect(await said()).toEqual([`${e2} · 未填：进度`, `${e1} · 已办理`]);
    await keys('Enter');
    await dialog.waitFor({ state: 'detached' });
    await reviewer.page.getByRole('rowheader', { name: `${e1} · 已提交` }).waitFor();
    expect((await rowsNow('2024-05')).map((row) => row.state)).toEqual(['submitted', 'draft']);

    // What is locked is skipped, and told.
    await toFirstCell();
    await pasteIn([['1'], ['11']]);
    await bar().getByText('已粘贴 1 个单元格，不可填的 1 个已跳过').waitFor();
    await expect
      .poll(async () => (await rowsNow('2024-05')).map((row) => row.data.whole), patience)
      .toEqual([1500, 11]);

    // Taken away as it stands on the screen, what is handed in and what is not.
    const downloading = reviewer.page.waitForEvent('download');
    await reviewer.page.getByRole('button', { name: '导出本表' }).click();
    const lines = (await readFile(await (await downloading).path(), 'utf8')).trim().split('\r\n');
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 3))).toEqual([
      [`"${e1}"`, '1500', '3'],
      [`"${e2}"`, '11', '3'],
    ]);
    expect(reviewer.faults).toEqual([]);
  });
});
