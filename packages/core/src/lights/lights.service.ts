import {
  computeLight,
  describeReason,
  type Light,
  type LightRules,
  type NoteFacts,
  progressNoteForm,
  progressNoteKey,
  type Reason,
  type ReportFacts,
  type TargetFacts,
  type TaskFacts,
  type Text,
  type WorkCalendar,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AreaRegistry } from '../areas/area-registry.js';
import { AreaSettings, type PlanSettings } from '../areas/area-settings.js';
import { Calendar } from '../calendar/calendar.service.js';
import type { FigureSet } from '../figures/figure-set.js';
import { Figures } from '../figures/figures.service.js';
import { heldBefore, standsOn, type TargetRow } from '../figures/target-row.js';
import { groupBy } from '../kernel/index.js';
import { Plans } from '../plans/plans.service.js';
import {
  LightRepository,
  type NoteRow,
  type OwedRow,
  type TaskRow,
  type TurnedRed,
} from './lights.repository.js';
import { targetFacts } from './target-facts.js';

/** A reason with its sentence in both languages. */
export type DescribedReason = Reason & { detail: Text };

export interface ExaminedLight {
  facts: TaskFacts;
  rules: LightRules;
  light: Light;
}

/** Keeps each task's light: a cache of a pure function of facts, rules and business date. */
@Injectable()
export class Lights implements OnModuleInit {
  private readonly onRed: ((ctx: RequestContext, tasks: readonly TurnedRed[]) => Promise<void>)[] = [];

  constructor(
    private readonly repository: LightRepository,
    private readonly registry: AreaRegistry,
    private readonly settings: AreaSettings,
    private readonly calendar: Calendar,
    private readonly figures: Figures,
    private readonly plans: Plans,
  ) {}

  onModuleInit(): void {
    // A date is near or not by working days.
    this.calendar.onChange(async (ctx) => {
      const lastYear = Number(ctx.today.slice(0, 4)) - 1;
      for (const { id, year } of await this.plans.years(ctx)) {
        if (year >= lastYear) await this.refreshAll(ctx, id);
      }
      return 0;
    });
    // What nobody can hand in any more colours nothing.
    this.plans.onClosing((ctx, { planId }) => this.refreshAll(ctx, planId));
  }

  /** Calls the listener, in the transaction of the change, for tasks whose light was another one before. */
  onTurnedRed(listener: (typeof this.onRed)[number]): void {
    this.onRed.push(listener);
  }

  /** Computes the lights of these tasks from their facts as the transaction sees them, and stores them. */
  async refresh(ctx: RequestContext, planId: string, taskIds: readonly string[]): Promise<void> {
    if (taskIds.length === 0) return;
    const turned = await this.repository.store(ctx, planId, await this.stored(ctx, planId, taskIds));
    if (turned.length === 0) return;
    for (const listener of this.onRed) await listener(ctx, turned);
  }

  /**
   * Keeps what the lights were on the context's day, an earlier one, for a year that is taken over; the lights that
   * stand are not touched, and nobody is told.
   */
  async keep(ctx: RequestContext, planId: string, taskIds: readonly string[]): Promise<void> {
    await this.repository.keep(ctx, planId, await this.stored(ctx, planId, taskIds));
  }

  private async stored(ctx: RequestContext, planId: string, taskIds: readonly string[]) {
    const lights = await this.compute(ctx, planId, taskIds);
    return [...lights].map(([taskId, light]) => ({
      ...light,
      taskId,
      described: light.reasons.map(described),
    }));
  }

  /** Computes every light of the plan. */
  async refreshAll(ctx: RequestContext, planId: string): Promise<void> {
    await this.refresh(ctx, planId, await this.repository.taskIds(ctx, planId));
  }

  /** Computes the lights of the plan that were set by hand until a day which is over. */
  async refreshExpired(ctx: RequestContext, planId: string): Promise<void> {
    await this.refresh(ctx, planId, await this.repository.expired(ctx, planId));
  }

  /** Computes every light of one area of the plan; none while the area is switched off. */
  async refreshArea(ctx: RequestContext, planId: string, areaId: string): Promise<void> {
    await this.refresh(ctx, planId, await this.repository.taskIds(ctx, planId, areaId));
  }

  /** What the area's lights would be now, by task; nothing is stored. */
  async computeArea(ctx: RequestContext, planId: string, areaId: string): Promise<Map<string, Light>> {
    return this.compute(ctx, planId, await this.repository.taskIds(ctx, planId, areaId));
  }

  /** The lights as they would be now; nothing is stored. */
  async compute(
    ctx: RequestContext,
    planId: string,
    taskIds: readonly string[],
  ): Promise<Map<string, Light>> {
    const examined = await this.examine(ctx, planId, taskIds);
    return new Map([...examined].map(([taskId, { light }]) => [taskId, light]));
  }

  /** The lights with all that they follow from: facts and rules. Computing one again from these gives the same. */
  async examine(
    ctx: RequestContext,
    planId: string,
    taskIds: readonly string[],
  ): Promise<Map<string, ExaminedLight>> {
    const calendar = await this.calendar.load(ctx);
    const settings = await this.settings.ofPlan(ctx, planId);
    const tasks = await this.repository.tasks(ctx, taskIds);
    const facts = await this.facts(ctx, planId, tasks, calendar, settings);
    return new Map(
      tasks.map((task) => {
        const rules = settings.rules(task.areaId);
        const own = facts.get(task.id) as TaskFacts;
        return [task.id, { facts: own, rules, light: computeLight(own, rules, ctx.today, calendar) }];
      }),
    );
  }

  /** All that the tasks' lights depend on, in a fixed number of reads. */
  private async facts(
    ctx: RequestContext,
    planId: string,
    tasks: readonly TaskRow[],
    calendar: WorkCalendar,
    settings: PlanSettings,
  ): Promise<Map<string, TaskFacts>> {
    const taskIds = tasks.map((task) => task.id);
    const milestones = groupBy(await this.repository.milestones(ctx, taskIds), (each) => each.taskId);
    const held = await this.repository.targets(ctx, taskIds);
    const targets = groupBy(
      held.filter((each) => standsOn(each, ctx.today)),
      (each) => each.taskId,
    );
    const owed = groupBy(await this.repository.owed(ctx, taskIds), (each) => each.taskId);
    const notes = groupBy(await this.repository.notes(ctx, taskIds), (each) => each.taskId);
    const figures = await this.figuresFor(ctx, planId, [...targets.values()].flat());
    return new Map(
      tasks.map((task) => [
        task.id,
        {
          visibility: task.visibility,
          state: task.state,
          ...(task.carriedOver ? { carriedOver: true } : {}),
          dueDate: task.dueDate,
          closedOn: task.closedOn,
          closureRequestedOn: task.closureRequestedOn,
          awaitingSuperior: task.awaitingSuperior,
          override: task.override && { ...task.override, by: task.override.by.name },
          targets: this.targetsOf(ctx, task, targets.get(task.id) ?? [], {
            figures,
            calendar,
            settings,
            held,
          }),
          milestones: (milestones.get(task.id) ?? []).map(({ taskId: _, ...each }) => each),
          reports: this.reportsOf(task, owed.get(task.id) ?? []),
          noProgressRuns: noProgressRuns(notes.get(task.id) ?? []),
          lastNote: lastNote((notes.get(task.id) ?? []).filter((note) => note.unitId === task.leadUnitId)),
        },
      ]),
    );
  }

  private figuresFor(
    ctx: RequestContext,
    planId: string,
    targets: readonly TargetRow[],
  ): Promise<Map<string, FigureSet>> {
    const metrics = [...new Set(targets.map((each) => each.metric))]
      .map((key) => this.registry.metric(key))
      .filter((each) => each !== null);
    return this.figures.ofUnits(ctx, planId, [...new Set(targets.map((each) => each.unitId))], metrics);
  }

  /** Targets of the plan's root colour the task; those of units below are parts of one that each must reach, or are the units' own. */
  private targetsOf(
    ctx: RequestContext,
    task: TaskRow,
    rows: readonly TargetRow[],
    {
      figures,
      held,
      ...given
    }: {
      figures: Map<string, FigureSet>;
      calendar: WorkCalendar;
      settings: PlanSettings;
      held: readonly TargetRow[];
    },
  ): TargetFacts[] {
    const around = {
      ...given,
      registry: this.registry,
      today: ctx.today,
      year: task.year,
      before: (row: TargetRow) => heldBefore(row, held),
      figuresOf: (unitId: string) => figures.get(unitId) as FigureSet,
    };
    return rows
      .filter((row) => row.unitId === task.rootUnitId)
      .map((row) =>
        targetFacts(
          row,
          rows.filter((other) => other.metric === row.metric && other.unitId !== row.unitId),
          around,
        ),
      )
      .filter((each) => each !== null);
  }

  private reportsOf(task: TaskRow, rows: readonly OwedRow[]): ReportFacts[] {
    return [...groupBy(rows, (row) => row.formKey)].map(([formKey, owed]) => {
      const counted = owed.filter((row) => !row.waived);
      const missing = groupBy(
        counted.filter((row) => !row.received),
        (row) => row.unitId,
      );
      const title =
        formKey === progressNoteKey
          ? progressNoteForm.title
          : this.registry.form(task.areaId, formKey)?.title;
      return {
        form: formKey,
        title: title ?? { zh: formKey, en: formKey },
        periods: [...groupBy(counted, (row) => row.period)].map(([period, each]) => ({
          period,
          expected: each.length,
          received: each.filter((row) => row.received).length,
        })),
        missing: [...missing].map(([unitId, each]) => ({
          unitId,
          unitName: each[0]?.unitName ?? '',
          periods: each.map((row) => row.period),
        })),
      };
    });
  }
}

/** A reason as it is stored: with its sentence in both languages. */
export function described(reason: Reason): DescribedReason {
  return { ...reason, detail: { zh: describeReason(reason, 'zh'), en: describeReason(reason, 'en') } };
}

/** How many of each unit's latest notes in a row say that nothing is new. Rows come newest first. */
function noProgressRuns(notes: readonly NoteRow[]): TaskFacts['noProgressRuns'] {
  return [
    ...groupBy(
      notes.filter((note) => note.mode !== ''),
      (note) => note.unitId,
    ),
  ].map(([unitId, own]) => {
    const end = own.findIndex((note) => note.mode !== 'no-progress');
    return { unitId, unitName: own[0]?.unitName ?? '', run: end < 0 ? own.length : end };
  });
}

function lastNote(notes: readonly NoteRow[]): NoteFacts | null {
  const note = notes.find((each) => each.pastDue || each.accepted);
  if (!note) return null;
  const assessment = note.data?.['self-assessment'];
  return {
    period: note.period,
    confirmed: note.accepted,
    assessment: (assessment ?? 'on-pace') as NoteFacts['assessment'],
  };
}
