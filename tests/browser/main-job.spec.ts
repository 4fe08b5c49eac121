import type { Board, Page as PageOf, TaskView } from '@duban/contract';
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { axeFaults, type Desk, expectSound, openDesks, overhang, settled, signIn } from './desk.js';

const house = openDesks();
const { person, stranger, desks } = house;

const form = '纠纷类非警务警情分流月报';
const button = ({ page }: Desk, name: string): Locator => page.getByRole('button', { name, exact: true });
/** The row of a table that says all of this. */
const row = ({ page }: Desk, table: string, ...texts: string[]): Locator =>
  texts.reduce(
    (rows, text) => rows.filter({ hasText: text }),
    page.getByRole('table', { name: table }).getByRole('row'),
  );

/** Numerator and denominator of the diverted rate as the board prints them. */
async function diverted(desk: Desk): Promise<[number, number]> {
  const text = await row(desk, '指标', '纠纷类非警务警情分流率').textContent();
  const [, numerator, denominator] = /([\d,]+) \/ ([\d,]+)/.exec(text ?? '') ?? [];
  const number = (printed = '0') => Number(printed.replaceAll(',', ''));
  return [number(numerator), number(denominator)];
}

describe('the main job, by those who do it', () => {
  test('a county reports, its head signs, the area lead accepts, and the board shows the new figure and its light', async () => {
    const office = await stranger();
    await signIn(office, house, 'planoffice');
    await office.page.goto('/board?period=2024-09');
    await expectSound(office, 'the board');
    const before = await diverted(office);

    const reporter = await person('reporter-x1');
    await reporter.page.getByRole('heading', { level: 1, name: '我的工作' }).waitFor();
    await expectSound(reporter, 'my work of a reporter');
    await row(reporter, '待填报', form, '2024年9月').getByRole('link').first().click();
    const fill = (field: RegExp, value: string) =>
      reporter.page.getByRole('spinbutton', { name: field }).fill(value);
    await fill(/^纠纷类非警务警情/, '40');
    await fill(/^其中已分流/, '22');
    await fill(/^其中重复报警/, '3');
    await expectSound(reporter, 'a report being filled in');
    await button(reporter, '提交').click();
    await reporter.page.getByText('待签发').first().waitFor();

    const head = await person('head-x1');
    await row(head, '待我签发', form).getByRole('link').first().click();
    await expectSound(head, 'a report to be signed');
    await button(head, '签发').click();
    await head.page.getByText('待审核').first().waitFor();

    const lead = await person('lead-grassroots');
    await row(lead, '待我审核', form, '甲县公安局').getByRole('link').first().click();
    await expectSound(lead, 'a report to be accepted');
    await button(lead, '审定').click();
    await lead.page.getByText('已审定').first().waitFor();

    await office.page.reload();
    await settled(office.page);
    expect(await diverted(office)).toEqual([before[0] + 22, before[1] + 40]);
    const light = row(office, '指标', '纠纷类非警务警情分流率').getByText(/^[红黄绿]/);
    await light.waitFor();
    const { areas } = await (await house.as('viewer')).get<Board>(
      `/api/plans/${house.planId}/board?period=2024-09`,
    );
    const metric = areas
      .flatMap((area) => area.metrics)
      .find((each) => each.key === 'grassroots.diversion-rate');
    expect(await light.textContent()).toMatch(
      { red: /^红/, yellow: /^黄/, green: /^绿/, grey: /^灰/ }[metric?.colour ?? 'grey'],
    );

    await office.page.goto(`/tasks/${(await taskOf((task) => task.number === 27)).id}`);
    await office.page.getByRole('heading', { name: '亮灯原因' }).waitFor();
    await expectSound(office, 'a task');
    const reasons = office.page.locator('section', { hasText: '亮灯原因' }).getByRole('listitem');
    expect((await reasons.allTextContents()).join()).toContain('分流率');
    expect(desks.flatMap((desk) => desk.faults)).toEqual([]);
  }, 150_000);

  test('a task is closed: its unit asks with evidence, the area lead checks, the plan office approves', async () => {
    const task = await taskOf((each) => each.title === '指挥通信装备清点');
    const head = await person('head-kx', `/tasks/${task.id}`);
    const chooser = head.page.waitForEvent('filechooser');
    await button(head, '上传佐证材料').click();
    const report = {
      name: '装备清点办结报告.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('清点完成，账物相符。'),
    };
    await (await chooser).setFiles(report);
    await head.page.getByRole('link', { name: report.name }).waitFor();
    await move(head, '申请办结');
    await head.page.getByText('办结待审').first().waitFor();
    await expectSound(head, 'a task whose closure was asked for');

    const lead = await person('lead-command-integration');
    await row(lead, '待我办理', '指挥通信装备清点').getByRole('link').first().click();
    await move(lead, '初审通过');
    await button(lead, '初审通过').waitFor({ state: 'detached' });

    const office = await person('planoffice');
    await row(office, '待我办理', '指挥通信装备清点').getByRole('link').first().click();
    await move(office, '复核销号');
    await office.page.getByText('已办结').first().waitFor();
    await expectSound(office, 'a closed task');
    expect(await taskOf((each) => each.id === task.id)).toMatchObject({
      state: 'closed',
      light: { colour: null },
    });
  }, 300_000);
});

/** Opens a move's dialog and confirms it there. */
async function move(desk: Desk, name: string): Promise<void> {
  await button(desk, name).click();
  const dialog = desk.page.getByRole('dialog');
  await dialog.waitFor();
  expect(await axeFaults(desk.page), `the dialog of ${name}`).toEqual([]);
  await dialog.getByRole('button', { name, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

async function taskOf(is: (task: TaskView) => boolean): Promise<TaskView> {
  const office = await house.as('planoffice');
  const { items } = await office.get<PageOf<TaskView>>(
    `/api/plans/${house.planId}/tasks?origin=any&limit=500`,
  );
  const task = items.find(is);
  if (!task) throw new Error('the demo has no such task');
  return task;
}

describe('every page, in both languages and both themes, on a desk and on a telephone', () => {
  const visitors = [
    [
      'planoffice',
      [
        '/',
        '/board',
        '/tasks',
        '/areas/grassroots',
        '/tasks/<27>',
        '/tasks/<9>',
        '/reports/<accepted>',
        '/meetings',
      ],
    ],
    ['lead-grassroots', ['/areas/grassroots?tab=reports', '/areas/grassroots?tab=review']],
    ['reporter-x1', ['/', '/shares', '/reports/<draft>']],
    ['admin', ['/units', '/users']],
  ] as const;

  /** Paths name what they show; this finds it. */
  async function address(path: string): Promise<string> {
    const number = /<(\d+)>/.exec(path)?.[1];
    if (number) return path.replace(/<\d+>/, (await taskOf((task) => task.number === Number(number))).id);
    if (!path.includes('<')) return path;
    const [report] = await house.rows<{ id: string }>(
      path.includes('accepted')
        ? `select id from report where form_key = 'dispute-diversion' and period = '2024-08' and state = 'accepted' limit 1`
        : `select r.id from report r join unit u on u.id = r.unit_id where u.code = 'X1' and r.state = 'draft' limit 1`,
    );
    return path.replace(/<\w+>/, report?.id ?? (await draftOfX1()));
  }

  async function draftOfX1(): Promise<string> {
    const body = {
      planId: house.planId,
      areaId: 'grassroots',
      formKey: 'safety-supervision',
      unitId: house.unit('X1'),
      period: '2024-09',
    };
    return (await (await house.as('reporter-x1')).post<{ id: string }>('/api/reports', body)).id;
  }

  test.each(['zh', 'en'] as const)(
    '%s: no violation that axe finds, and nothing hangs out of 360 pixels',
    async (language) => {
      const found: string[] = [];
      const note = (where: string, faults: string[]) =>
        void found.push(...faults.map((fault) => `${where} ${fault}`));
      const paper = ({ page }: Desk) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      /** The page as it stands: in one language light and whole, then its colours in the dark; in the other dark and whole. */
      const look = async (desk: Desk, where: string) => {
        const { page } = desk;
        note(where, await axeFaults(page));
        if (language === 'zh') {
          const light = await paper(desk);
          // Colours that slide from light to dark are half of each for a while.
          await page.addStyleTag({ content: '*, *::before, *::after { transition: none !important }' });
          await page.emulateMedia({ colorScheme: 'dark' });
          await expect.poll(() => paper(desk)).not.toBe(light);
          note(`${where} dark`, await axeFaults(page, ['color-contrast']));
          await page.emulateMedia({ colorScheme: 'light' });
        }
        await page.setViewportSize({ width: 360, height: 800 });
        note(`${where} narrow`, await overhang(page));
        await page.setViewportSize({ width: 1280, height: 800 });
      };
      const theme = language === 'zh' ? 'system' : 'dark';
      const guest = await stranger({ theme, language });
      await guest.page.goto('/login');
      await guest.page.locator('#username').waitFor();
      await look(guest, '/login');
      for (const [username, paths] of visitors) {
        const desk = await person(username, '/login', { theme, language });
        for (const path of paths) {
          await desk.page.goto(await address(path));
          await settled(desk.page);
          await look(desk, `${username} ${path}`);
        }
        found.push(...desk.faults);
      }
      expect(found).toEqual([]);
    },
    300_000,
  );
});
