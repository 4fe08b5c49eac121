import { officialInstant } from '@duban/briefing';
import { type Snapshot, type TaskState, taskStateTitles } from '@duban/contract';
import type ExcelJS from '@protobi/exceljs';
import { neutral, newWorkbook } from '../exports/cells.js';
import type { Steps } from '../exports/steps.js';
import { decisionState, valuesByUnit } from './briefing-content.js';

const colours: Record<string, string> = { red: '红', yellow: '黄', green: '绿', grey: '灰' };

/** The ledger (台账) and the snapshot's annexes as sheets, marked 内部资料 with who took them out and when. */
export async function ledgerOf(
  snapshot: Snapshot,
  given: { titleOf: (areaId: string) => string; user: string; at: string },
  steps: Steps,
): Promise<Buffer> {
  await steps.expect(6);
  const book = await newWorkbook();
  const mark = `内部资料 ${given.user} ${officialInstant(given.at)} 数据截止 ${officialInstant(snapshot.takenAt)}`;
  const tasks = sheetOf(book, '重点任务', mark, [
    '序号',
    '任务',
    '行动',
    '牵头单位',
    '原定时限',
    '现行时限',
    '状态',
    '亮灯',
    '原因',
    '进展',
  ]);
  for (const task of snapshot.tasks) {
    tasks.addRow([
      task.number,
      neutral(task.title),
      given.titleOf(task.areaId),
      neutral(task.leadUnit ?? ''),
      task.originalDueDate,
      task.dueDate,
      taskStateTitles[task.state as TaskState].zh,
      task.closed
        ? task.closed === 'on-time'
          ? '按期办结'
          : '逾期办结'
        : (colours[task.colour ?? 'grey'] ?? ''),
      neutral(
        task.reasons
          .filter((reason) => reason.colour === task.colour)
          .map((reason) => reason.detail.zh)
          .map((reason) => reason.replace(/。$/u, ''))
          .join('；'),
      ),
      neutral(task.note?.progress ?? ''),
    ]);
  }
  await steps.next();
  const metrics = sheetOf(book, '指标', mark, [
    '行动',
    '指标',
    '计量单位',
    '本期',
    '分子',
    '分母',
    '年初至今',
    '目标',
  ]);
  for (const area of snapshot.board.areas) {
    for (const metric of area.metrics) {
      metrics.addRow([
        given.titleOf(area.areaId),
        metric.title.zh,
        metric.measure,
        metric.value,
        metric.numerator,
        metric.denominator,
        metric.yearToDate,
        metric.target?.value ?? null,
      ]);
    }
  }
  await steps.next();
  const values = valuesByUnit(snapshot);
  const units = snapshot.units.filter(({ isRoot }) => !isRoot);
  const byUnit = sheetOf(book, '指标分单位', mark, [
    '行动',
    '指标（年初至今）',
    '计量单位',
    '目标',
    snapshot.units.find(({ isRoot }) => isRoot)?.name ?? '',
    ...units.map((unit) => neutral(unit.name)),
  ]);
  for (const area of snapshot.board.areas)
    for (const metric of area.metrics)
      byUnit.addRow([
        given.titleOf(area.areaId),
        metric.title.zh,
        metric.measure,
        metric.target?.value ?? null,
        metric.yearToDate,
        ...units.map((unit) => values.get(`${unit.id} ${metric.key}`) ?? null),
      ]);
  await steps.next();
  const reports = sheetOf(book, '填报', mark, ['单位', '行动', '应报', '已报', '按时']);
  for (const row of snapshot.reporting) {
    reports.addRow([
      neutral(snapshot.units.find((unit) => unit.id === row.unitId)?.name ?? ''),
      given.titleOf(row.areaId),
      row.expected,
      row.received,
      row.onTime,
    ]);
  }
  await steps.next();
  const decisions = sheetOf(book, '上次议定事项', mark, ['序号', '议定事项', '牵头单位', '时限', '落实情况']);
  for (const each of snapshot.lastDecisions)
    decisions.addRow([
      each.number,
      neutral(each.text),
      neutral(each.leadUnit ?? ''),
      each.dueDate,
      decisionState(each, snapshot),
    ]);
  await steps.next();
  const bytes = Buffer.from(await book.xlsx.writeBuffer());
  await steps.next();
  return bytes;
}

function sheetOf(book: ExcelJS.Workbook, name: string, mark: string, headings: string[]): ExcelJS.Worksheet {
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 2 }] });
  sheet.addRow([mark]);
  sheet.addRow(headings).font = { bold: true };
  sheet.columns.forEach((column) => {
    column.width = 18;
  });
  return sheet;
}
