import { expect, test } from 'vitest';
import { axeFaults, expectSound, openDesks, overhang, settled } from './desk.js';

/** Several people at a browser each, one after another. */
const long = { timeout: 300_000 };

const house = openDesks();
const { person } = house;

test(
  'a lead lowers a limit after looking at what it does, and the plan office confirms the same',
  long,
  async () => {
    const lead = await person('lead-grassroots', '/plugins');
    await expectSound(lead, 'the list of plugins');
    await lead.page.getByRole('main').getByRole('link', { name: '基层基础巩固' }).click();
    await lead.page.getByRole('link', { name: '目标值' }).click();
    const limit = lead.page.getByLabel(/^目标值 · 纠纷类非警务警情重复报警率 · /).first();
    await limit.fill('10');
    await limit.blur();
    const save = lead.page.getByRole('button', { name: '保存' });
    await lead.page.getByLabel('理由').fill('从严控制');
    expect(await save.isDisabled()).toBe(true);
    await lead.page.getByRole('button', { name: '预览影响' }).click();
    const turned = lead.page.getByRole('table', { name: '亮灯变化' });
    await turned.waitFor();
    expect(await turned.getByRole('row').count()).toBe(2);
    const seen = await turned.textContent();
    expect(seen).toContain('≤ 10%');
    await expectSound(lead, 'the preview');
    await save.click();
    await lead.page.getByRole('heading', { name: '第 1 版待确认' }).waitFor();
    expect(await lead.page.getByRole('button', { name: '确认' }).count()).toBe(0);

    const office = await person('planoffice', '/plugins/grassroots', { theme: 'dark' });
    const same = office.page.getByRole('table', { name: '亮灯变化' });
    await same.waitFor();
    expect(await same.textContent()).toBe(seen);
    await expectSound(office, 'the confirmation');
    await office.page.getByRole('button', { name: '确认' }).click();
    await office.page.getByText('现行第 1 版', { exact: false }).waitFor();
    await office.page.getByRole('link', { name: '版本' }).click();
    await office.page.getByRole('button', { name: '差异' }).first().click();
    const diff = office.page.getByRole('table', { name: '变更内容' });
    await diff.waitFor();
    expect(await diff.getByRole('cell').allTextContents()).toEqual(['13', '10']);
  },
);

test('the second of two editors is told what the first changed', long, async () => {
  const [first, second] = [await person('admin'), await person('lead-rule-of-law')];
  for (const { page } of [first, second]) {
    await page.goto('/plugins/rule-of-law');
    await settled(page);
    await page
      .getByLabel(/^填报人可签发/)
      .first()
      .click();
    await page.getByLabel('理由').fill('统一做法');
    await page.getByRole('button', { name: '预览影响' }).click();
    await page.getByRole('status').filter({ hasText: '亮灯变化' }).waitFor();
  }
  await first.page.getByRole('button', { name: '保存' }).click();
  await first.page.getByText('现行第 1 版', { exact: false }).waitFor();
  await second.page.getByRole('button', { name: '保存' }).click();
  const note = second.page.getByRole('alert').filter({ hasText: '填报人可签发' });
  await note.waitFor();
  expect(await note.textContent()).toContain('null → true');
});

test(
  'a lead names an urging step and moves its days, and sees what that does before the plan office confirms it',
  long,
  async () => {
    const lead = await person('lead-team-building', '/plugins/team-building?tab=urging');
    await lead.page.getByLabel('中文名称 · 第二级(蓝色)').fill('蓝色督办函');
    const days = lead.page.getByLabel('任务期限 · 第二级(蓝色)', { exact: true });
    await days.fill('2');
    await days.blur();
    await lead.page.getByLabel('理由').fill('统一称谓');
    await lead.page.getByRole('button', { name: '预览影响' }).click();
    const changes = lead.page.getByRole('table', { name: '变更内容' });
    await changes.waitFor();
    expect(await changes.textContent()).toContain('蓝色督办函');
    await expectSound(lead, 'the preview of urging');
    await lead.page.getByRole('button', { name: '保存' }).click();
    await lead.page.getByRole('heading', { name: '第 1 版待确认' }).waitFor();

    const office = await person('planoffice', '/plugins/team-building?tab=urging');
    await office.page.getByRole('button', { name: '确认' }).click();
    await office.page.getByText('现行第 1 版', { exact: false }).waitFor();
    expect(await office.page.getByLabel('中文名称 · 第二级(蓝色)').inputValue()).toBe('蓝色督办函');
  },
);

const tabs = ['forms', 'fields', 'duties', 'targets', 'lights', 'urging', 'own', 'versions'];

test('the editor is sound in English on a telephone', long, async () => {
  const desk = await person('admin', '/plugins', { language: 'en', width: 360 });
  for (const tab of tabs) {
    await desk.page.goto(`/plugins/crime-fighting?tab=${tab}`);
    await settled(desk.page);
    expect(await axeFaults(desk.page), tab).toEqual([]);
    expect(await overhang(desk.page), tab).toEqual([]);
  }
  expect(desk.faults).toEqual([]);
});
