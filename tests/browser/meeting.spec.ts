import { readFile } from 'node:fs/promises';
import type {
  DecisionView,
  MaterialView,
  MeetingView,
  MinutesView,
  Page as PageOf,
  Snapshot,
  TaskDetail,
} from '@duban/contract';
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { verifySnapshots } from '../../apps/api/src/commands/verify-snapshots.js';
import type { Caller } from '../house/caller.js';
import { axeFaults, type Desk, expectSound, openDesks } from './desk.js';

const house = openDesks();
const { person, desks } = house;

const button = ({ page }: Desk, name: string): Locator => page.getByRole('button', { name, exact: true });
const tab = ({ page }: Desk, name: string): Locator => page.getByRole('tab', { name, exact: true });

/** Makes a move of the meeting: its button, and the same one in the dialog that says what it does. */
async function move(desk: Desk, name: string, becomes: string): Promise<void> {
  await button(desk, name).click();
  await desk.page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
  await desk.page.locator('.meeting-states [aria-current]', { hasText: becomes }).waitFor();
}

/** Plans a meeting by the form, and opens its page. */
async function plan(desk: Desk, title: string, heldOn: string, collectBy: string): Promise<string> {
  const { page } = desk;
  await page.goto('/meetings');
  await button(desk, '筹备会议').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('会议名称').fill(title);
  for (const [label, date] of [
    ['开会日期', heldOn],
    ['材料截止', collectBy],
  ] as const) {
    await dialog.getByLabel(label).fill(date);
    await dialog.getByLabel(label).press('Tab');
  }
  await dialog.getByRole('button', { name: '筹备会议' }).click();
  await page.waitForURL(/\/meetings\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname.split('/')[2] ?? '';
}

/** Number and kind of the room's page. */
const shown = ({ page }: Desk) =>
  page
    .locator('.room-stage')
    .evaluate((stage) => [Number((stage as HTMLElement).dataset.page), (stage as HTMLElement).dataset.kind]);

const onPage = (desk: Desk, number: number) =>
  desk.page.locator(`.room-stage[data-page="${number}"]`).waitFor();

/** Chooses from a drop-down by what is typed. */
async function choose({ page }: Desk, label: string, what: string): Promise<void> {
  await page.getByRole('dialog').getByLabel(label).click();
  await page.keyboard.type(what);
  await page.locator('.ant-select-dropdown:visible').getByText(what).first().click();
}

/** Takes a decision down in the room, by `d` and the keyboard. */
async function decide(desk: Desk, text: string, lead: string, date: string): Promise<void> {
  const { page } = desk;
  await page.keyboard.press('d');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('议定内容').fill(text);
  await choose(desk, '牵头单位', lead);
  await dialog.getByLabel('完成时限').fill(date);
  await dialog.getByLabel('完成时限').press('Tab');
  await dialog.getByLabel('议定内容').press('Control+Enter');
  await dialog.getByText(/第 \d 项议定事项已记录/).waitFor();
}

/** Chooses by the keyboard alone from the drop-down of that label. */
async function pick({ page }: Desk, label: string, what: string): Promise<void> {
  await page.getByRole('dialog').getByLabel(label, { exact: true }).focus();
  await page.keyboard.type(what);
  await page
    .locator('.ant-select-dropdown:visible .ant-select-item-option-active')
    .filter({ hasText: what })
    .waitFor();
  await page.keyboard.press('Enter');
}

/** Takes a decision down and makes it work at once, by the keyboard; `fill` answers what that effect asks for. */
async function settle(desk: Desk, text: string, effect: string, fill: () => Promise<void>): Promise<void> {
  const { page } = desk;
  await page.keyboard.press('d');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('议定内容').fill(text);
  await page.keyboard.press('Control+Enter');
  await dialog.getByText(/第 \d 项议定事项已记录/).waitFor();
  await dialog.getByRole('radio', { name: effect }).press('Space');
  await fill();
  await dialog.getByRole('button', { name: effect, exact: true }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
}

/** What a Word or Excel file begins with. */
const zip = Buffer.from('PK');

/** Has a document made; it comes by itself once it is done. */
async function download(desk: Desk, name: string): Promise<Buffer> {
  const [file] = await Promise.all([desk.page.waitForEvent('download'), button(desk, name).click()]);
  return readFile(await file.path());
}

/** Turns to every page of the room by keys: nothing on it is out of sight. Tells the page of each area, and the matters put. */
async function pageThrough(
  office: Desk,
): Promise<{ count: number; areas: Map<string, number>; put: string[] }> {
  const count = Number((await office.page.locator('.room-number').textContent())?.split('/')[1]);
  const areas = new Map<string, number>();
  const put: string[] = [];
  const seen = new Set<unknown>();
  for (let page = 1; page <= count; page += 1) {
    await onPage(office, page);
    const [number, kind] = await shown(office);
    const title = ((await office.page.locator('.room-title').textContent()) ?? '').replace(/ \d+\/\d+$/, '');
    if (kind === 'area' && !areas.has(title)) areas.set(title, Number(number));
    put.push(...(await office.page.locator('.room-matters li > span').allTextContents()));
    const hidden = await office.page.locator('.room-stage').evaluate((stage) => {
      const floor = stage.getBoundingClientRect().bottom + 1;
      return [...stage.querySelectorAll('*')].filter((each) => each.getBoundingClientRect().bottom > floor)
        .length;
    });
    expect(hidden, `page ${page}, ${kind}`).toBe(0);
    // An area's own panel comes when it is first shown.
    await office.page.locator('.room-stage .skeleton').waitFor({ state: 'detached' });
    const parts = await office.page.locator('.room-stage .room-shares, .room-stage .room-units').count();
    const lists = await office.page.locator('.room-further').count();
    const look = `${kind} ${parts > 0 ? 'with a panel' : ''}${lists > 0 ? 'further' : ''}`;
    if (!seen.has(look)) expect(await axeFaults(office.page), `page ${page}, ${look}`).toEqual([]);
    seen.add(look);
    if (kind === 'heat') {
      // From an area's name down one and aside to its first month; the cell opens to its tasks of then.
      for (const key of ['ArrowDown', 'ArrowDown', 'Shift+ArrowRight', 's'])
        await office.page.keyboard.press(key);
      const source = office.page.getByRole('dialog');
      await source.getByText('该月末的亮灯').waitFor();
      await source.getByRole('table', { name: '计入的任务' }).getByRole('row').nth(1).waitFor();
      await office.page.keyboard.press('Escape');
      await source.waitFor({ state: 'detached' });
    }
    await office.page.keyboard.press('ArrowRight');
  }
  return { count, areas, put };
}

/** From the draft that closing left to the issue, and a correction afterwards. */
async function issueMinutes(office: Desk, leader: Desk, caller: Caller, id: string): Promise<void> {
  await tab(office, '纪要').click();
  expect(await office.page.getByLabel('正文').inputValue()).toMatch(
    /校园一键报警联网[\s\S]*统一网格融合口径/,
  );
  // Every place of the paper is filled in here, and stays so.
  const places = {
    文号: '〔2024〕7号',
    发文单位: '市局督查室',
    请假: '科信支队 丙',
    列席: '审计处 丁',
    分送: '局领导',
    印发机关: '市局办公室',
  };
  const minutes = office.page.getByRole('tabpanel', { name: '纪要' });
  await minutes.getByRole('alert').getByText('误记的事项').waitFor();
  for (const [label, text] of Object.entries(places)) await minutes.getByLabel(label).fill(text);
  await minutes.getByLabel('印发日期').fill('2024-09-26');
  await minutes.getByLabel('印发日期').press('Tab');
  // What is not saved yet survives another tab, and a page that is loaded anew.
  await tab(office, '议定事项').click();
  await office.page.getByRole('table', { name: '议定事项' }).waitFor();
  await tab(office, '纪要').click();
  await minutes.getByText('尚未保存').waitFor();
  await office.page.reload();
  for (const [label, text] of Object.entries(places))
    expect(await minutes.getByLabel(label).inputValue()).toBe(text);
  // Somebody else has written in them meanwhile: both versions are shown, and both people's words stay.
  const drafted = await caller.get<MinutesView>(`/api/meetings/${id}/minutes`);
  const further = {
    header: drafted.header,
    number: '',
    recipients: [],
    text: `${drafted.text}\n会议还要求加强调度。`,
  };
  await caller.send('put', `/api/meetings/${id}/minutes`, { body: further, version: drafted.version });
  await minutes.getByRole('button', { name: '保存' }).click();
  const versions = office.page.getByRole('dialog', { name: '他人也修改了纪要' });
  expect(await versions.getByRole('radio', { name: '正文: 服务器上的内容' }).isChecked()).toBe(true);
  await versions.getByRole('button', { name: '按选择保存' }).click();
  await expect
    .poll(async () => (await caller.get<MinutesView>(`/api/meetings/${id}/minutes`)).printedOn)
    .toBe('2024-09-26');
  await office.page.reload();
  for (const [label, text] of Object.entries(places))
    expect(await minutes.getByLabel(label).inputValue()).toBe(text);
  const kept = await minutes.getByLabel('正文').inputValue();
  expect([kept.includes('误记'), kept.endsWith('会议还要求加强调度。')]).toEqual([false, true]);
  await expectSound(office, 'minutes');
  expect((await download(office, '下载纪要')).subarray(0, 2)).toEqual(zip);
  // Another one than the drafter countersigns; being a leader, the same one issues. What was wrong in them is added.
  expect(await button(office, '会签').count()).toBe(0);
  await leader.page.goto(`/meetings/${id}?tab=minutes`);
  await button(leader, '会签').click();
  await button(leader, '签发').click();
  await leader.page.getByText('已签发，正文锁定').waitFor();
  await office.page.reload();
  await minutes.getByLabel('更正内容').fill('第 2 项由情报指挥中心会同科信支队办理。');
  await button(office, '添加更正').click();
  const added = minutes.getByRole('listitem').filter({ hasText: '会同科信支队办理' });
  await added.getByText(/^督查室 2024-09-20 \d\d:\d\d$/).waitFor();
  expect(await minutes.getByLabel('更正内容').inputValue()).toBe('');
  await expectSound(office, 'addenda');
}

test('a whole meeting: collected, frozen, shown, followed, decided, closed, and taken up by the next', async () => {
  const office = await person('planoffice', '/meetings', { width: 1920 });
  await office.page.setViewportSize({ width: 1920, height: 1080 });
  const id = await plan(office, '三季度推进会', '2024-09-25', '2024-09-23');
  await move(office, '开始收集', '收集材料');

  // An area lead hands in the own area's material; what was written survives a closed page.
  const lead = await person('lead-grassroots', `/meetings/${id}?tab=materials&area=grassroots`);
  const drawer = lead.page.getByRole('dialog');
  await drawer.getByLabel('进展情况').fill('示范所建设按计划推进。');
  await lead.page.reload();
  expect(await drawer.getByLabel('进展情况').inputValue()).toBe('示范所建设按计划推进。');
  const matters = [
    '请会议研究校园联网经费',
    ...['一', '二', '三', '四', '五'].map(
      (each) => `请会议研究第${each}项。${'经费由各级分担。'.repeat(12)}`,
    ),
  ];
  await drawer.getByLabel('提请研究事项').fill(matters.join('\n'));
  // Somebody else has handed in for the same area meanwhile: both versions are shown, and nothing is lost unseen.
  const caller = await house.as('planoffice');
  const theirs = { situation: '督查室代为提交。', problems: '进度不均。', nextSteps: '', matters: [] };
  await caller.send('put', `/api/meetings/${id}/materials/grassroots`, { body: theirs, version: 0 });
  await drawer.getByRole('button', { name: '提交', exact: true }).click();
  const both = lead.page.getByRole('dialog', { name: /提交了新的内容/ });
  await both.getByText('督查室代为提交。').waitFor();
  expect(await both.getByRole('radio', { name: '存在问题: 服务器上的内容' }).isChecked()).toBe(true);
  expect(await both.getByRole('radio', { name: '进展情况: 我的内容' }).isChecked()).toBe(true);
  expect(await axeFaults(lead.page)).toEqual([]);
  await both.getByRole('button', { name: '按选择保存' }).click();
  await drawer.waitFor({ state: 'detached' });
  await lead.page.getByText('已提交 1 / 10', { exact: false }).waitFor();
  const [handedIn] = (
    await caller.get<{ items: MaterialView[] }>(`/api/meetings/${id}/materials`)
  ).items.filter((each) => each.areaId === 'grassroots');
  expect(handedIn).toMatchObject({
    situation: '示范所建设按计划推进。',
    problems: '进度不均。',
    matters,
    version: 2,
  });
  await expectSound(lead, 'materials');

  await office.page.reload();
  await move(office, '定稿', '定稿');
  // What is handed in after that is in no picture: opening says so, and offers another one.
  const { situation = '' } = handedIn ?? {};
  const furtherWords = { situation, problems: '进度仍然不均。', nextSteps: '', matters };
  await caller.send('put', `/api/meetings/${id}/materials/grassroots`, { body: furtherWords, version: 2 });
  await button(office, '开会').click();
  const opening = office.page.getByRole('dialog', { name: '开会' });
  await opening.getByText('未进入定稿').waitFor();
  expect(await axeFaults(office.page)).toEqual([]);
  await opening.getByRole('button', { name: '重新定稿' }).click();
  const again = office.page.getByRole('dialog', { name: '重新定稿' });
  await again.getByRole('button', { name: '重新定稿' }).click();
  await again.waitFor({ state: 'detached' });
  await move(office, '开会', '会中');

  // The presenter pages through everything by keys; nothing scrolls on the big screen.
  await button(office, '进入会场').click();
  await onPage(office, 1);
  await office.page.getByText('数据截止 2024-09-20 10:00').first().waitFor();
  const { count, areas, put } = await pageThrough(office);
  expect(areas.size).toBe(10);
  expect(put).toEqual(matters);
  expect(await office.page.locator('.room-stage').getAttribute('data-kind')).toBe('decisions');

  // Somebody else follows, leaves, pages alone, and comes back.
  const leader = await person('leader', `/meetings/${id}/room`);
  await onPage(leader, count);
  await office.page.keyboard.press('Home');
  await onPage(leader, 1);
  await leader.page.keyboard.press('f');
  await leader.page.keyboard.press('PageDown');
  await onPage(leader, 2);
  const fourth = [...areas.values()][3] ?? 0;
  for (const digit of String(fourth)) await office.page.keyboard.press(digit);
  await office.page.keyboard.press('Enter');
  await onPage(office, fourth);
  expect((await shown(leader))[0]).toBe(2);
  await leader.page.keyboard.press('f');
  await onPage(leader, fourth);
  await office.page.getByText('请会议研究校园联网经费').waitFor();

  // What does not stand on the area's first page is found by the number that it names.
  const where = /另有 5 项，见第 (\d+) 页/.exec(
    (await office.page.locator('.room-below').last().textContent()) ?? '',
  )?.[1];
  for (const digit of String(where)) await office.page.keyboard.press(digit);
  await office.page.keyboard.press('Enter');
  await office.page.locator('.room-further').getByText('请会议研究第一项').waitFor();
  await onPage(leader, Number(where));

  // Another screen of the same person follows as well, until it takes over; then the first one follows.
  const wall = { ...office, page: await office.context.newPage() };
  await wall.page.goto(`/meetings/${id}/room`);
  await onPage(wall, Number(where));
  await wall.page.keyboard.press('p');
  await wall.page.getByRole('status').getByText('由我主讲').waitFor();
  await wall.page.keyboard.press('Home');
  await onPage(office, 1);
  await onPage(leader, 1);
  await office.page.keyboard.press('p');
  await office.page.getByRole('status').getByText('由我主讲').waitFor();
  for (const digit of String(fourth)) await office.page.keyboard.press(digit);
  await office.page.keyboard.press('Enter');
  await onPage(wall, fourth);
  await wall.page.close();

  // One key tells where a number came from, and a reload comes back to the same page.
  // Past the lights, what is withheld and the reports to the first metric.
  const focused = () => office.page.evaluate(() => document.activeElement?.className ?? '');
  while (!(await focused()).includes('room-metric')) await office.page.keyboard.press('ArrowDown');
  await office.page.keyboard.press('s');
  // From there to the revision that was frozen, to be read alone.
  const sources = office.page.getByRole('dialog').getByRole('table', { name: '依据的填报' });
  await sources.getByRole('link', { name: '第 1 版' }).first().click();
  await office.page.getByText('这是会议定稿时依据的第 1 版').waitFor();
  await expectSound(office, 'frozen-revision');
  await office.page.goBack();
  await onPage(office, fourth);
  await office.page.reload();
  await onPage(office, fourth);

  // Two decisions without leaving the page; the first becomes a task awaiting its lead unit.
  await decide(office, '十月底前完成校园一键报警联网', '治安管理支队', '2024-10-31');
  await choose(office, '责任领导', '分管领导');
  await office.page.getByRole('dialog').getByRole('button', { name: '转为任务', exact: true }).click();
  await office.page.getByRole('dialog').waitFor({ state: 'detached' });
  await decide(office, '统一网格融合口径', '情报指挥中心', '2024-10-15');
  await button(office, '暂不处理').click();
  expect((await shown(office))[0]).toBe(fourth);
  const { items } = await caller.get<PageOf<DecisionView>>(`/api/meetings/${id}/decisions`);
  expect(items.map(({ areaId, effect }) => [areaId, effect])).toEqual([
    ['grassroots', 'task'],
    ['grassroots', 'none'],
  ]);
  const task = await caller.get<TaskDetail>(`/api/tasks/${items[0]?.taskId}`);
  expect(task).toMatchObject({ state: 'issued', origin: 'meeting', leadUnit: { name: '治安管理支队' } });
  await leader.page.keyboard.press('End');
  await leader.page.getByText('统一网格融合口径').waitFor();

  // A later date, another target, a closure: each in one step, by keys, from the page on screen.
  await onPage(office, fourth);
  await settle(office, '示范所建设延期至明年一月', '延长时限', async () => {
    await pick(office, '任务', '18 ');
    await office.page.getByRole('dialog').getByLabel('新的完成时限').fill('2025-01-31');
    await office.page.keyboard.press('Tab');
  });
  await settle(office, '主防重点工作目标下调', '调整目标', async () => {
    await pick(office, '任务', '19 ');
    await pick(office, '目标', '基层基础重点工作完成');
    await office.page.getByRole('dialog').getByLabel('新的目标值').fill('9');
  });
  await settle(office, '防控治理中心建设销号', '办结销号', () => pick(office, '任务', '20 '));
  expect((await shown(office))[0]).toBe(fourth);

  // The task names the meeting as its basis, and the meeting's decision leads to the task.
  const settled = (await caller.get<PageOf<DecisionView>>(`/api/meetings/${id}/decisions`)).items.slice(2);
  expect(settled.map(({ effect, done }) => [effect, done])).toEqual([
    ['extension', true],
    ['target', true],
    ['closure', true],
  ]);
  for (const { taskId, text, effect } of settled) {
    await leader.page.goto(`/tasks/${taskId}`);
    const basis = leader.page.locator('.decided li', { hasText: text });
    await basis.getByRole('link', { name: '三季度推进会' }).click();
    const row = leader.page.getByRole('table', { name: '议定事项' }).getByRole('row', { name: text });
    const did = { extension: '已延期', target: '已调整目标', closure: '已销号' }[effect as 'target'];
    expect(await row.getByRole('link', { name: did }).getAttribute('href')).toBe(`/tasks/${taskId}`);
  }
  await expectSound(leader, 'decisions');

  // The papers, and the end.
  await office.page.goto(`/meetings/${id}?tab=briefing`);
  await expectSound(office, 'briefing');
  expect((await download(office, '下载汇报材料')).subarray(0, 2)).toEqual(zip);
  expect((await download(office, '下载台账')).subarray(0, 2)).toEqual(zip);
  // Both are found again wherever one goes, also after a reload.
  await office.page.goto('/exports');
  const papers = office.page.getByRole('table', { name: '我的文件' }).getByRole('row');
  for (const name of ['三季度推进会汇报材料.docx', '三季度推进会台账.xlsx'])
    await papers.filter({ hasText: name }).getByRole('link', { name: '下载' }).waitFor();
  await expectSound(office, 'exports');
  const wrong = await caller.post<DecisionView>(`/api/meetings/${id}/decisions`, { text: '误计的事项' });
  await office.page.goto(`/meetings/${id}?tab=decisions`);
  // A slip is corrected; what somebody else corrected meanwhile is shown beside it, and both stay.
  await button(office, '修改 6').click();
  const correcting = office.page.getByRole('dialog', { name: '修改第 6 项议定事项' });
  await correcting.getByLabel('议定内容').fill('误记的事项');
  const meanwhile = { text: '误计的事项', dueDate: '2024-10-20' };
  await caller.send('patch', `/api/decisions/${wrong.id}`, { body: meanwhile, version: 1 });
  await correcting.getByRole('button', { name: '保存' }).click();
  await office.page
    .getByRole('dialog', { name: '他人也修改了这项议定事项' })
    .getByRole('button', { name: '按选择保存' })
    .click();
  await office.page.getByRole('row', { name: /误记的事项.*2024-10-20/ }).waitFor();
  await leader.page.goto(`/meetings/${id}/room`);
  await button(leader, '记录议定事项').waitFor();
  await move(office, '闭会', '会后');
  // Who is still in the room learns it there; nothing is offered that would be refused.
  await leader.page.getByText('会议已闭会，会场仅供查阅').waitFor();
  expect(await button(leader, '记录议定事项').count()).toBe(0);

  // What was taken down by mistake is taken back with a reason: crossed out here, and in no minutes.
  await tab(office, '议定事项').click();
  await button(office, '撤销 6').click();
  const mistaken = office.page.getByRole('dialog');
  await mistaken.getByLabel('理由').fill('与第 2 项重复');
  await mistaken.getByRole('button', { name: '撤销议定事项' }).click();
  await mistaken.waitFor({ state: 'detached' });
  await office.page.getByRole('row', { name: /误记的事项.*与第 2 项重复/ }).waitFor();
  await expectSound(office, 'withdrawn');

  await issueMinutes(office, leader, caller, id);

  // The next meeting opens with both decisions.
  const nextId = await plan(office, '十月推进会', '2024-10-25', '2024-09-19');
  const last = office.page.getByRole('table', { name: '议定事项' });
  await last.getByText('校园一键报警联网').waitFor();
  await last.getByText('统一网格融合口径').waitFor();
  expect(await last.getByText('误记的事项').count()).toBe(0);
  await move(office, '开始收集', '收集材料');
  // The date has passed: one press urges all that is late.
  await tab(office, '会议材料').click();
  await button(office, '催报全部逾期材料').click();
  await office.page
    .getByRole('status')
    .getByText(/^已催报：/)
    .waitFor();
  expect(await office.page.getByText('已催报 1 次，最近 2024-09-20').count()).toBe(10);
  await expectSound(office, 'urged');
  await move(office, '定稿', '定稿');
  await button(office, '进入会场').click();
  await onPage(office, 1);
  await office.page.keyboard.press('2');
  await office.page.keyboard.press('Enter');
  await office.page.getByText('十月底前完成校园一键报警联网').waitFor();
  expect(await office.page.locator('.room-row').count()).toBe(5);
  for (const key of ['ArrowDown', 's']) await office.page.keyboard.press(key);
  const decided = office.page.getByRole('dialog');
  await decided.getByRole('link', { name: '上次会议的议定事项' }).waitFor();
  await office.page.keyboard.press('Escape');
  await decided.waitFor({ state: 'detached' });
  // What they did since is what changed.
  for (let page = 2; (await shown(office))[1] !== 'changes'; page += 1) {
    await office.page.keyboard.press('ArrowRight');
    await onPage(office, page + 1);
  }
  const counts = await office.page.locator('.room-totals > div').allTextContents();
  expect(counts).toEqual(expect.arrayContaining(['调整时限1', '调整目标1', '新办结1', '新增1']));
  const next = await caller.get<MeetingView>(`/api/meetings/${nextId}`);
  expect(next.previousId).toBe(id);

  // The handout has the totals and every task; and a meeting made by mistake is withdrawn with a reason.
  await office.page.goto(`/meetings/${nextId}/handout`);
  const tasks = office.page.getByRole('table', { name: '重点任务进展情况表' }).getByRole('row');
  const frozen = await caller.get<Snapshot>(`/api/meetings/${nextId}/snapshot`);
  await expectSound(office, 'handout');
  expect(await tasks.count()).toBe(frozen.tasks.length + 1);
  await office.page.goto(`/meetings/${nextId}`);
  await button(office, '撤销会议').click();
  await office.page.getByRole('dialog').getByLabel('理由').fill('重复筹备');
  await office.page.getByRole('dialog').getByRole('button', { name: '撤销会议' }).click();
  await office.page.getByText(/撤销了本次会议：重复筹备/).waitFor();
  expect(await button(office, '开会').count()).toBe(0);

  // Bytes that were changed behind everybody's back are found by the command, told to the admin, and shown to nobody.
  const said: string[] = [];
  const run = { tell: (line: string) => said.push(line), house: async () => ({ app: house.app }) } as never;
  await verifySnapshots(run);
  expect(said).toEqual(['All 3 snapshots match their hashes']);
  await house.rows(
    `update meeting_snapshot set bytes = bytes || '\\x20' where meeting_id = $1 and sequence = 2`,
    [id],
  );
  await expect(verifySnapshots(run)).rejects.toThrow('1 of 3 snapshots were altered');
  const admin = await person('admin', '/system/jobs');
  await admin.page.getByText(`1 份快照与定稿时的校验值不符`).waitFor();
  await expectSound(admin, 'snapshots');
  await office.page.goto(`/meetings/${id}/room`);
  await office.page.getByText('快照与定稿时的校验值不符').waitFor();
  for (const desk of desks) expect(desk.faults).toEqual([]);
}, 300_000);
