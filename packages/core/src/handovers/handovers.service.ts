import { addDays, type Handover } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AreaRegistry } from '../areas/area-registry.js';
import { ConfigReader } from '../config/config-reader.service.js';
import { Expectations } from '../expectations/expectations.service.js';
import { basePeriods } from '../figures/contributions.js';
import { isRate } from '../figures/target-row.js';
import { audit } from '../kernel/index.js';
import { Lights } from '../lights/lights.service.js';
import { Notifications } from '../notifications/notifications.service.js';
import { Plans } from '../plans/plans.service.js';
import { Shares } from '../shares/shares.service.js';
import { TaskChanges } from '../tasks/task-changes.service.js';
import { type ReopenedUnit, Units } from '../units/units.service.js';
import { HandoverRepository, type Merger } from './handovers.repository.js';

const kind = 'unit-merged' as const;
const reasonOf = (merger: Merger) => `${merger.unitName}已并入${merger.successorName}`;
const detailOf = (merger: Merger) => ({
  unit: merger.unitName,
  title: { zh: `由${merger.successorName}承接`, en: `taken over by ${merger.successorName}` },
});

/** Work that the system goes on with after the unit's last day, whoever closed it. */
const inProgress = 'in-progress';

/**
 * A merged unit keeps its history and leaves its open work to its successor: at the close where its last day has come,
 * else in the night after that day. Roles are nobody's to inherit: the security admin is told whose they were.
 */
@Injectable()
export class Handovers implements OnModuleInit {
  constructor(
    private readonly repository: HandoverRepository,
    private readonly registry: AreaRegistry,
    private readonly expectations: Expectations,
    private readonly lights: Lights,
    private readonly notifications: Notifications,
    private readonly plans: Plans,
    private readonly units: Units,
    private readonly changes: TaskChanges,
    private readonly shares: Shares,
    private readonly configs: ConfigReader,
  ) {}

  onModuleInit(): void {
    this.units.onClose(async (ctx, closed) => {
      if (closed.on <= ctx.today) await this.carryOut(ctx, closed.unitId);
    });
    this.units.onReopen((ctx, reopened) => this.takeBack(ctx, reopened));
    this.changes.onReturn(async (ctx, taskId) => {
      for (const unitId of await this.repository.goneFrom(ctx, taskId))
        await this.carryOn(ctx, unitId, taskId);
    });
  }

  /** What closing the unit would hand over, of what everybody may know. */
  async preview(
    ctx: RequestContext,
    unitId: string,
    given: { on: string; successorId: string },
  ): Promise<Handover> {
    const preview = await this.repository.preview(ctx, { unitId, ...given }, this.rates());
    return { ...preview, configs: await this.configs.naming(ctx, unitId) };
  }

  /** Hands over what units whose last day is past left open. For the night's work. */
  async carryOutDue(ctx: RequestContext): Promise<number> {
    const due = await this.repository.due(ctx);
    for (const unitId of due) await this.carryOut(ctx, unitId);
    return due.length;
  }

  private rates(): string[] {
    return this.registry
      .manifests()
      .flatMap((manifest) => this.registry.metricsOfArea(manifest.id))
      .filter(isRate)
      .map((metric) => metric.key);
  }

  private async carryOut(ctx: RequestContext, id: string): Promise<void> {
    const merger = await this.repository.merger(ctx, id);
    const { unitId, successorId, on } = merger;
    const reason = reasonOf(merger);
    const plans = await this.plans.years(ctx);
    const ends = plans.flatMap((plan) => basePeriods(plan.year));
    const touched = new Set(await this.repository.handReports(ctx, merger, reason, ends));
    await this.handDuties(ctx, merger, addDays(on, 1));
    const tasks = await this.handParts(ctx, merger, reason);
    const targets = await this.repository.handTargets(ctx, merger, this.rates());
    await this.repository.handSlips(ctx, merger, reason);
    for (const id of [...tasks.map((task) => task.id), ...targets.taskIds]) touched.add(id);
    for (const plan of plans) await this.lights.refresh(ctx, plan.id, [...touched]);
    await this.repository.markDone(ctx, merger);
    await audit(ctx, {
      action: 'unit.hand-over',
      subjectType: 'unit',
      subjectId: unitId,
      detail: { successorId, on },
    });
    await this.tell(ctx, merger, tasks, targets.planIds);
  }

  /**
   * A close was taken back. Where nothing was handed over yet, the unit owes again what was opened meanwhile without
   * it; else its work is its successor's, until whoever gave it gives it back.
   */
  private async takeBack(ctx: RequestContext, reopened: ReopenedUnit): Promise<void> {
    const { unitId, successorId, takenOverBy, from, reason } = reopened;
    if (!takenOverBy) {
      for (const duty of await this.repository.duties(ctx, unitId, from)) {
        const form = this.registry.form(duty.areaId, duty.formKey);
        if (form) await this.expectations.openFrom(ctx, { ...duty, form, unitIds: [unitId] }, from);
      }
      for (const { id, state } of await this.repository.tasksOf(ctx, unitId))
        await this.expectations.resettleNotes(ctx, id, state === inProgress);
    }
    const unit = (await this.units.get(ctx, unitId)).name;
    const news = { planId: null, taskId: null, kind: 'unit-reopened' as const };
    const title = takenOverBy
      ? {
          zh: `自${from}起恢复；已移交的工作不会自动退回，请逐项重新安排`,
          en: `it stands again from ${from} on; what was handed over has to be given back by hand`,
        }
      : { zh: '视同未撤并，工作未移交', en: 'as if it had never been closed; nothing was handed over' };
    await this.notifications.tell(
      ctx,
      { ...news, detail: { unit, title, reason } },
      {
        unitIds: [unitId, successorId, takenOverBy],
        ...(takenOverBy ? { securityAdmins: true, planOffice: true } : {}),
      },
    );
  }

  /** A task that was done with when its unit's work was handed over has come back: the successor goes on with it. */
  private async carryOn(ctx: RequestContext, unitId: string, taskId: string): Promise<void> {
    const merger = await this.repository.merger(ctx, unitId);
    await this.tellTasks(ctx, merger, await this.handParts(ctx, merger, reasonOf(merger), taskId));
  }

  private async handParts(ctx: RequestContext, merger: Merger, reason: string, taskId?: string) {
    const { tasks, joined } = await this.repository.handParts(ctx, merger, reason, taskId);
    for (const { from, into, within, around } of joined)
      await this.shares.handOn(ctx, from, into, within ? 'none' : around ? 'all' : 'added');
    for (const { id, state } of tasks) await this.expectations.resettleNotes(ctx, id, state === inProgress);
    return tasks;
  }

  /** The successor reports, from the day after the last one on, what the unit did. */
  private async handDuties(
    ctx: RequestContext,
    { unitId, successorId }: Merger,
    from: string,
  ): Promise<void> {
    for (const duty of await this.repository.duties(ctx, unitId, from)) {
      const form = this.registry.form(duty.areaId, duty.formKey);
      const unitIds = [...new Set(duty.unitIds.map((id) => (id === unitId ? successorId : id)))];
      if (form) await this.expectations.setDuty(ctx, { ...duty, form, unitIds, from });
    }
  }

  /** Each task's people on their own, for nobody is told of one that they may not know; counts are told to none. */
  private async tellTasks(
    ctx: RequestContext,
    merger: Merger,
    tasks: Awaited<ReturnType<HandoverRepository['handParts']>>['tasks'],
  ): Promise<void> {
    for (const { id: taskId, planId, areaId, leaderId } of tasks) {
      const news = { planId, taskId, kind, detail: detailOf(merger) };
      await this.notifications.tell(ctx, news, {
        users: [leaderId],
        areaId,
        unitIds: [merger.successorId],
      });
    }
  }

  private async tell(
    ctx: RequestContext,
    merger: Merger,
    tasks: Awaited<ReturnType<HandoverRepository['handParts']>>['tasks'],
    planIds: readonly string[],
  ): Promise<void> {
    await this.tellTasks(ctx, merger, tasks);
    const detail = detailOf(merger);
    const unitIds = [merger.unitId, merger.successorId];
    const general = { planId: null, taskId: null, kind, detail };
    await this.notifications.tell(ctx, general, { unitIds });
    const roles = { zh: '请核对该单位人员的角色', en: 'look at the roles of its people' };
    await this.notifications.tell(
      ctx,
      { ...general, detail: { ...detail, title: roles } },
      { securityAdmins: true },
    );
    const unset = {
      zh: '其数量类目标值已终止，请调整承接单位目标',
      en: 'its counts have no target any more: set the successor’s',
    };
    for (const planId of new Set(planIds))
      await this.notifications.tell(
        ctx,
        { ...general, planId, detail: { ...detail, title: unset } },
        { planOffice: true },
      );
  }
}
