import {
  type boardExportQuery,
  cellState,
  cellStateTitles,
  countsOf,
  exportTitles,
  type LedgerQuery,
  type MatrixExportQuery,
  matrixOf,
  unitQuery,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { z } from 'zod';
import { AreaSettings } from '../areas/area-settings.js';
import { Boards } from '../board/board.service.js';
import { Clock, notFound, Subjects } from '../kernel/index.js';
import { Plans } from '../plans/plans.service.js';
import { ReportReader } from '../reports/report-reader.service.js';
import { Tasks } from '../tasks/tasks.service.js';
import { Units } from '../units/units.service.js';
import { addTable, markOf, newWorkbook, words, xlsxType } from './cells.js';
import { ExportKinds, type MadeDocument } from './export-kinds.js';
import { ledgerSheet } from './ledger.js';
import { Steps } from './steps.js';

/** More tasks than a plan ever has: an export has no pages. */
const everyTask = 50_000;
/** Reports of one form in a year, and units. */
const everyRow = 200_000;
const colours: Record<string, [zh: string, en: string]> = {
  red: ['红', 'Red'],
  yellow: ['黄', 'Yellow'],
  green: ['绿', 'Green'],
  grey: ['灰', 'Grey'],
};

/** Workbooks of what the portal shows: the same reads, so that what is withheld on screen is withheld there. */
@Injectable()
export class Exports implements OnModuleInit {
  constructor(
    private readonly tasks: Tasks,
    private readonly boards: Boards,
    private readonly plans: Plans,
    private readonly reports: ReportReader,
    private readonly units: Units,
    private readonly settings: AreaSettings,
    private readonly clock: Clock,
    private readonly kinds: ExportKinds,
    private readonly subjects: Subjects,
  ) {}

  onModuleInit(): void {
    const subject = (ctx: RequestContext, { planId }: { planId: string }) =>
      this.subjects.load('plan', ctx, { params: {}, query: { planId }, body: undefined });
    this.kinds.register('ledger', {
      permission: 'task.read',
      subject,
      describe: async (ctx, { planId }) => ({ planId, title: (await this.plans.get(ctx, planId)).title }),
      make: (ctx, { kind: _, ...query }, steps) => this.ledger(ctx, query, steps),
    });
    this.kinds.register('board', {
      permission: 'figure.read',
      subject,
      describe: async (ctx, { planId, period, unit }) => {
        const board = await this.boards.get(ctx, planId, { period, unit });
        return { planId, title: `${board.unit.name} ${board.period}` };
      },
      make: (ctx, { kind: _, ...query }, steps) => this.board(ctx, query, steps),
    });
    this.kinds.register('report-matrix', {
      permission: 'plan.read',
      subject,
      describe: async (ctx, { planId, areaId, formKey }) => ({
        planId,
        title: await this.formTitle(ctx, planId, areaId, formKey),
      }),
      make: (ctx, { kind: _, ...query }, steps) => this.matrix(ctx, query, steps),
    });
  }

  /** 台账: the task table as it is filtered, sorted and grouped, with the columns that it shows. */
  async ledger(ctx: RequestContext, query: LedgerQuery, steps = new Steps()): Promise<MadeDocument> {
    const t = words(ctx.language);
    await steps.expect(3);
    const plan = await this.plans.get(ctx, query.planId);
    const { planId, areaId, unitId, leader, origin } = query;
    const { text } = await this.tasks.list(
      ctx,
      { planId, areaId, unitId, leader, origin },
      { sort: 'number', limit: everyTask },
    );
    const { shown, ...sheet } = ledgerSheet(ctx.language, plan, JSON.parse(text).items, query);
    await steps.next();
    const book = await newWorkbook();
    addTable(book, { name: t('重点任务台账', 'Task ledger'), mark: markOf(ctx, this.clock.zone), ...sheet });
    await steps.next();
    const made = await this.made(ctx, book, t('重点任务台账', 'ledger'), {
      action: 'export.tasks',
      planId,
      detail: { ...query, rows: shown.length },
    });
    await steps.next();
    // One that the asker may not know of is shown as withheld.
    const restricted = shown.filter((task) => task.visibility === 'restricted').map((task) => task.id);
    return { ...made, restricted };
  }

  /** 总览: areas with lights and reporting, and every metric, for a unit and a period. */
  async board(
    ctx: RequestContext,
    { planId, ...query }: z.infer<typeof boardExportQuery>,
    steps = new Steps(),
  ): Promise<MadeDocument> {
    const t = words(ctx.language);
    await steps.expect(4);
    const board = await this.boards.get(ctx, planId, query);
    await steps.next();
    const mark = `${markOf(ctx, this.clock.zone)} · ${board.unit.name} · ${board.period} · ${t('数据截止', 'as of')} ${board.asOf}`;
    const book = await newWorkbook();
    addTable(book, {
      name: t('总览', 'Board'),
      mark,
      columns: [
        t('行动', 'Area'),
        t('红', 'Red'),
        t('黄', 'Yellow'),
        t('绿', 'Green'),
        t('灰', 'Grey'),
        t('按期办结', 'Closed on time'),
        t('逾期办结', 'Closed late'),
        t('略', 'Withheld'),
        t('应报', 'Expected'),
        t('已报', 'Received'),
        t('报送率%', 'Completeness %'),
        t('按时报送率%', 'Timeliness %'),
      ].map((title, at) => ({ title, width: at === 0 ? 24 : 12 })),
      rows: board.areas.map((area) => [
        area.title[ctx.language],
        area.lights.red,
        area.lights.yellow,
        area.lights.green,
        area.lights.grey,
        area.closed.onTime,
        area.closed.late,
        area.withheld,
        area.completeness.expected,
        area.completeness.received,
        area.completeness.rate,
        area.timeliness.rate,
      ]),
    });
    await steps.next();
    addTable(book, {
      name: t('指标', 'Metrics'),
      mark,
      columns: [
        { title: t('行动', 'Area'), width: 24 },
        { title: t('指标', 'Metric'), width: 32 },
        { title: t('计量单位', 'Measure') },
        { title: t('本期', 'Value') },
        { title: t('分子', 'Numerator') },
        { title: t('分母', 'Denominator') },
        { title: t('累计', 'Year to date') },
        { title: t('目标', 'Target') },
        { title: t('亮灯', 'Light') },
      ],
      rows: board.areas.flatMap((area) =>
        area.metrics.map((metric) => [
          area.title[ctx.language],
          metric.title[ctx.language],
          metric.measure,
          metric.value,
          metric.numerator,
          metric.denominator,
          metric.yearToDate,
          metric.target?.value ?? null,
          colourText(ctx, metric.colour),
        ]),
      ),
    });
    await steps.next();
    const made = await this.made(ctx, book, t('总览', 'board'), {
      action: 'export.board',
      planId,
      detail: { unit: board.unit.id, period: board.period },
    });
    await steps.next();
    return made;
  }

  /** 应报与已报: the units that owe a form × its periods, as the screen has them, with what is in of what is expected. */
  async matrix(
    ctx: RequestContext,
    { planId, areaId, formKey, under }: MatrixExportQuery,
    steps = new Steps(),
  ): Promise<MadeDocument> {
    const t = words(ctx.language);
    await steps.expect(3);
    const title = await this.formTitle(ctx, planId, areaId, formKey);
    const all = { sort: 'dueOn', limit: everyRow };
    const { items } = await this.reports.expected(ctx, {
      planId,
      areaId,
      formKey,
      ...(under ? { under } : {}),
      ...all,
    });
    const tree = await this.units.list(ctx, { ...unitQuery.parse({}), limit: everyRow });
    const { periods, rows } = matrixOf(items, tree.items);
    await steps.next();
    const ofTasks = rows.some((row) => row.taskTitle !== null);
    const book = await newWorkbook();
    addTable(book, {
      name: exportTitles['report-matrix'][ctx.language],
      mark: `${markOf(ctx, this.clock.zone)} · ${title} · ${t('截至', 'as of')} ${ctx.today}`,
      columns: [
        { title: t('单位', 'Unit'), width: 24 },
        ...(ofTasks ? [{ title: t('任务', 'Task'), width: 48 }] : []),
        ...periods.map((period) => ({ title: period, width: 12 })),
      ],
      rows: [
        [
          t('已报 / 应报', 'Received / expected'),
          ...(ofTasks ? [null] : []),
          ...periods.map((_, at) => {
            const { received, expected } = countsOf(rows, at);
            return `${received}/${expected}`;
          }),
        ],
        ...rows.map(({ unitName, taskTitle, cells }) => [
          unitName,
          ...(ofTasks ? [taskTitle] : []),
          ...cells.map((cell) => cell && cellStateTitles[cellState(cell, ctx.today)][ctx.language]),
        ]),
      ],
    });
    await steps.next();
    const made = await this.made(ctx, book, `${exportTitles['report-matrix'][ctx.language]}-${title}`, {
      action: 'export.report-matrix',
      planId,
      detail: { areaId, formKey, ...(under ? { under } : {}), rows: rows.length },
    });
    await steps.next();
    // Whoever may not know of one of its tasks any more may not have it either.
    return { ...made, restricted: [...new Set(items.map((each) => each.taskId))] };
  }

  /** 404 for a form that the area does not have. */
  private async formTitle(
    ctx: RequestContext,
    planId: string,
    areaId: string,
    formKey: string,
  ): Promise<string> {
    const form = await this.settings.form(ctx, planId, areaId, formKey);
    if (!form) throw notFound();
    return form.title[ctx.language];
  }

  private async made(
    ctx: RequestContext,
    book: Awaited<ReturnType<typeof newWorkbook>>,
    name: string,
    entry: { action: string; planId: string; detail: Record<string, unknown> },
  ): Promise<MadeDocument> {
    return {
      bytes: Buffer.from(await book.xlsx.writeBuffer()),
      mediaType: xlsxType,
      filename: `${name}-${ctx.today}.xlsx`,
      audit: { ...entry, subjectType: 'plan', subjectId: entry.planId },
    };
  }
}

function colourText(ctx: RequestContext, colour: string | null): string {
  const text = colour === null ? undefined : colours[colour];
  return text ? words(ctx.language)(...text) : '';
}
