import {
  officialNumber as number,
  officialPeriod,
  renderReport,
  type Section,
  type TextReportDocument,
} from '@duban/briefing';
import {
  type Board,
  type Period,
  periodEnd,
  periodGrain,
  periodStart,
  periodsOfYear,
  periodYear,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AreaRegistry } from '../areas/area-registry.js';
import { Boards } from '../board/board.service.js';
import { ExportKinds, type MadeDocument } from '../exports/export-kinds.js';
import { Steps } from '../exports/steps.js';
import { actorOf, groupBy, type LoadedSubject, validationFailed } from '../kernel/index.js';
import { Plans } from '../plans/plans.service.js';
import { Units } from '../units/units.service.js';
import { type AcceptedNote, TextReportRepository } from './text-reports.repository.js';

export interface TextReportQuery {
  period: Period;
  unit?: string | undefined;
  areaId?: string | undefined;
}

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const kinds = { month: 'month', quarter: 'quarter', half: 'half-year', year: 'year' } as const;
const paragraph = (text: string, sources: string[]) => ({ kind: 'paragraph' as const, text, sources });

/** Text reports of a month, quarter, half-year or year: Word drafts whose paragraphs name their sources. */
@Injectable()
export class TextReports implements OnModuleInit {
  constructor(
    private readonly repository: TextReportRepository,
    private readonly boards: Boards,
    private readonly plans: Plans,
    private readonly units: Units,
    private readonly registry: AreaRegistry,
    private readonly kinds: ExportKinds,
  ) {}

  onModuleInit(): void {
    this.kinds.register('text-report', {
      permission: 'report.read',
      subject: (ctx, { planId, ...query }) => this.subject(ctx, planId, query, ''),
      describe: async (ctx, { planId, ...query }) => {
        const { subject } = await this.about(ctx, planId, query);
        return { planId, title: `${subject} ${officialPeriod(query.period)}` };
      },
      make: (ctx, { planId, ...query }, steps) => this.render(ctx, planId, query, steps),
    });
  }

  /** They quote reports: whoever may read the unit's (or the area's) reports may have one. */
  async subject(
    ctx: RequestContext,
    planId: string,
    query: TextReportQuery,
    sentIn = 'query.',
  ): Promise<LoadedSubject | null> {
    const plan = (await this.plans.years(ctx)).find((each) => each.id === planId);
    if (!plan) return null;
    if (periodYear(query.period) !== plan.year)
      refuse(`${sentIn}period`, 'wrong-year', `the plan is of ${plan.year}`);
    if (query.areaId && !this.registry.get(query.areaId))
      refuse(`${sentIn}areaId`, 'unknown-area', 'no such area');
    const unit = await this.units.find(ctx, query.unit ?? (await this.plans.get(ctx, planId)).rootUnitId);
    return (
      unit && {
        readPermission: 'plan.read',
        areaId: query.areaId ?? null,
        unitId: unit.id,
        unitPath: unit.path,
        unitKind: unit.kind,
      }
    );
  }

  async render(
    ctx: RequestContext,
    planId: string,
    query: TextReportQuery,
    steps = new Steps(),
  ): Promise<MadeDocument> {
    await steps.expect(1);
    const document = await this.compose(ctx, planId, query, steps);
    const bytes = await renderReport(document);
    await steps.next();
    return {
      bytes,
      mediaType: docx,
      filename: `${document.title}.docx`,
      audit: {
        action: 'text-report.download',
        subjectType: 'plan',
        subjectId: planId,
        planId,
        detail: { period: query.period },
      },
    };
  }

  /** What it reports on: an area where one is named, else the unit. */
  private async about(ctx: RequestContext, planId: string, query: TextReportQuery) {
    const plan = await this.plans.get(ctx, planId);
    const unit = await this.units.get(ctx, query.unit ?? plan.rootUnitId);
    const area = plan.areas.find((each) => each.id === query.areaId);
    return { plan, unit, subject: query.areaId ? (area?.title.zh ?? query.areaId) : unit.name };
  }

  private async compose(
    ctx: RequestContext,
    planId: string,
    query: TextReportQuery,
    steps: Steps,
  ): Promise<TextReportDocument> {
    await steps.expect(2);
    const { plan, unit, subject } = await this.about(ctx, planId, query);
    const board = await this.boards.get(ctx, planId, { period: query.period, unit: unit.id });
    await steps.next();
    const periods = periodsWithin(query.period);
    const notes = await this.repository.notes(ctx, {
      planId,
      unitId: unit.id,
      areaId: query.areaId ?? null,
      periods,
    });
    const countsOf = async (within: Period[]) =>
      new Map(
        (await this.repository.reportCounts(ctx, { planId, unitId: unit.id, periods: within })).map((row) => [
          `${row.areaId} ${row.formKey}`,
          row.reports,
        ]),
      );
    const counts = { now: await countsOf(periods), year: await countsOf(periodsUntil(query.period)) };
    const areas = board.areas.filter(
      (area) => area.enabled && (!query.areaId || area.areaId === query.areaId),
    );
    await steps.next();
    const period = officialPeriod(query.period);
    const told: [heading: string, textOf: (note: AcceptedNote) => string][] = [
      ['任务进展', (note) => note.progress],
      ['存在问题', (note) => note.problems],
      ['下步打算', (note) => note.nextSteps],
    ];
    await steps.expect(areas.length + told.length);
    const figures = await steps.each(areas, (area) => this.figures(area, period, counts));
    const narrative = await steps.each(told, ([heading, textOf]): Section[] => [
      { level: 1, heading, content: notes.some(isTold(textOf)) ? [] : [nothingTold(period, notes.length)] },
      ...byTask(notes, textOf),
    ]);
    return {
      kind: kinds[periodGrain(query.period)],
      title: `${subject}${period}重点任务工作情况报告`,
      subject,
      period,
      dataAsOf: ctx.now.toISOString(),
      internalUse: { user: actorOf(ctx).name, at: ctx.now.toISOString() },
      sections: [
        {
          level: 1,
          heading: '总体情况',
          content: [
            overall(
              areas,
              `${plan.title}总览 ${[period, unit.name, query.areaId && subject].filter(Boolean).join(' ')}`,
            ),
          ],
        },
        { level: 1, heading: '指标完成情况', content: [] },
        ...figures.flat(),
        ...narrative.flat(),
      ],
      signature: unit.name,
      date: ctx.today,
    };
  }

  private titleOf(metric: string): string {
    return this.registry.metric(metric)?.metric.title.zh ?? metric;
  }

  /** One paragraph a metric that has a figure: value, year to date, target, and the reports behind it. */
  private figures(
    area: Board['areas'][number],
    period: string,
    counts: Record<'now' | 'year', ReadonlyMap<string, number>>,
  ): Section[] {
    const told = area.metrics.filter((metric) => metric.value !== null || metric.yearToDate !== null);
    if (told.length === 0) return [];
    const content = told.map((metric) => {
      const parts = [
        metric.value === null ? null : `本期${number(metric.value)}${metric.measure}`,
        metric.yearToDate === null ? null : `年初至今${number(metric.yearToDate)}${metric.measure}`,
        metric.target?.value === null || metric.target === null
          ? null
          : `目标${number(metric.target.value)}${metric.measure}`,
      ].filter((part) => part !== null);
      const registered = this.registry.metric(metric.key);
      const form = registered?.form;
      const key = `${area.areaId} ${form?.key}`;
      // A year to date rests on earlier reports as well, or on those alone.
      const source = form
        ? `${form.title.zh} ${period} 已审定${counts.now.get(key) ?? 0}份，年初至今${counts.year.get(key) ?? 0}份`
        : `由${(registered?.of ?? [metric.key]).map((each) => this.titleOf(each)).join('、')}计算`;
      return paragraph(`${metric.title.zh}：${parts.join('，')}。`, [source]);
    });
    return [{ level: 2, heading: area.title.zh, content }];
  }
}

function overall(areas: Board['areas'], source: string) {
  const sum = (of: (area: Board['areas'][number]) => number) =>
    areas.reduce((total, area) => total + of(area), 0);
  const expected = sum((area) => area.completeness.expected);
  const text =
    `公开任务亮红灯${sum((area) => area.lights.red)}项、黄灯${sum((area) => area.lights.yellow)}项、绿灯${sum((area) => area.lights.green)}项、灰灯${sum((area) => area.lights.grey)}项；` +
    `已办结${sum((area) => area.closed.onTime + area.closed.late)}项，其中按期${sum((area) => area.closed.onTime)}项。` +
    `本期应报${expected}份，已报${sum((area) => area.completeness.received)}份，按时${sum((area) => area.timeliness.received)}份。`;
  return paragraph(text, [source]);
}

const isTold = (textOf: (note: AcceptedNote) => string) => (note: AcceptedNote) => textOf(note).trim() !== '';

const nothingTold = (period: string, notes: number) =>
  paragraph('本期没有已审定的反馈内容。', [`${period}进展反馈 已审定${notes}份`]);

function byTask(notes: readonly AcceptedNote[], textOf: (note: AcceptedNote) => string): Section[] {
  return [...groupBy(notes.filter(isTold(textOf)), (note) => note.taskId).values()].map((own) => ({
    level: 2,
    heading: own[0]?.title ?? '',
    content: own.map((note) =>
      paragraph(textOf(note), [
        `${note.unitName} ${officialPeriod(note.period)}进展反馈 第${note.revision}版`,
      ]),
    ),
  }));
}

/** Periods of its year that have ended by its end. */
const periodsUntil = (period: Period): Period[] =>
  (['month', 'quarter', 'half', 'year'] as const)
    .flatMap((grain) => periodsOfYear(periodYear(period), grain))
    .filter((each) => periodEnd(each) <= periodEnd(period));

function periodsWithin(period: Period): Period[] {
  return periodsUntil(period).filter((each) => periodEnd(each) >= periodStart(period));
}

function refuse(path: string, code: string, message: string): never {
  throw validationFailed({ errors: [{ path, code, message }] });
}
