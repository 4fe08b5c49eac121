import type { AreaView, Form, FormView, Manifest, MetricView, Text } from '@duban/contract';
import { progressNoteForm } from '@duban/contract';
import { defineError, type RequestContext } from '@duban/server-kit';
import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { audit } from '../kernel/audit-log.js';
import {
  alreadyExists,
  Contexts,
  type EndpointInput,
  groupBy,
  inTransaction,
  notFound,
  Subjects,
  stale,
  validationFailed,
} from '../kernel/index.js';
import { configFaults, installFaults } from './area-checks.js';
import { AreaRegistry, type RegisteredMetric } from './area-registry.js';
import { AreaSettings } from './area-settings.js';
import { AreaSettingsRepository } from './area-settings.repository.js';
import { AreaRepository, type DutyOfForm, type PlanAreaRow } from './areas.repository.js';

const areaDisabled = defineError('area-disabled', 409, {
  zh: '该行动已停用',
  en: 'This area is disabled in the plan; enable it first',
});

/** The core's progress note stands beside the forms of every area. */
const formsOf = (manifest: Manifest): Form[] => [...manifest.forms, progressNoteForm];

/** The areas that this house runs with, as the database keeps them and as a plan uses them. */
@Injectable()
export class Areas implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly registry: AreaRegistry,
    private readonly repository: AreaRepository,
    private readonly settings: AreaSettings,
    private readonly settingsRepository: AreaSettingsRepository,
    private readonly contexts: Contexts,
    private readonly subjects: Subjects,
  ) {}

  onModuleInit(): void {
    this.subjects.register('plan-area', async (ctx, input: EndpointInput) => {
      const { id, areaId } = input.params as { id: string; areaId: string };
      const found = await this.repository.find(ctx, id, areaId);
      return found && { readPermission: 'area.read', areaId, version: found.version };
    });
  }

  onApplicationBootstrap(): Promise<void> {
    return this.install(this.contexts.open());
  }

  /**
   * Stores the areas and every form version that was not known, once for each. Throws a ManifestError, and stores
   * nothing, where a known form version differs, a version loses what a metric reads, two areas ask for one figure,
   * or a stored configuration cannot be brought up to the installed version.
   */
  async install(ctx: RequestContext): Promise<void> {
    await inTransaction(ctx, async (own) => {
      await this.repository.lockInstallation(own);
      const manifests = this.registry.manifests();
      const stored = await this.repository.storedForms(own);
      for (const fault of installFaults(manifests, stored)) throw fault;
      const configured = await this.settingsRepository.ownParts(own);
      for (const fault of configFaults(this.registry.all(), configured)) throw fault;
      for (const manifest of manifests) {
        await this.repository.keepArea(own, manifest);
        for (const form of formsOf(manifest)) await this.repository.keepForm(own, manifest, form);
      }
    });
  }

  /** The areas of a plan; without one, those that this house runs with, in its order. */
  async list(ctx: RequestContext, planId: string | undefined): Promise<AreaView[]> {
    if (planId) return this.ofPlan(ctx, planId);
    return this.registry.manifests().map(({ id, title, version, contract }, at) => ({
      id,
      number: at + 1,
      title,
      enabled: true,
      plugin: { version, contract },
    }));
  }

  async ofPlan(ctx: RequestContext, planId: string): Promise<PlanAreaRow['area'][]> {
    return (await this.repository.ofPlans(ctx, [planId])).map((row) => row.area);
  }

  /** The areas of each of these plans, by the plan's id. */
  async ofPlans(ctx: RequestContext, planIds: readonly string[]): Promise<Map<string, AreaView[]>> {
    const rows = await this.repository.ofPlans(ctx, planIds);
    return new Map(
      [...groupBy(rows, (row) => row.planId)].map(([id, own]) => [id, own.map((row) => row.area)]),
    );
  }

  /** Gives a plan one more area. Throws for one that this house does not run with. */
  async add(
    ctx: RequestContext,
    area: { planId: string; areaId: string; number: number; title: Text },
  ): Promise<void> {
    if (!this.registry.get(area.areaId)) {
      throw new Error(
        `the plan names the area "${area.areaId}", which is not installed. Fix: list it in areas.ts.`,
      );
    }
    await this.repository.add(ctx, area);
  }

  /** A plan takes in an area that a developer installed; 422 for an unknown one, 409 for one that it has. */
  async join(ctx: RequestContext, planId: string, areaId: string): Promise<AreaView> {
    const entry = this.registry.get(areaId);
    if (!entry) {
      const message = { zh: '系统未安装该行动', en: 'no such area is installed' };
      throw validationFailed({ errors: [{ path: 'areaId', code: 'unknown-area', message }] });
    }
    const present = await this.ofPlan(ctx, planId);
    if (present.some((area) => area.id === areaId)) {
      const message = { zh: '计划中已有该行动', en: 'the plan has this area' };
      throw alreadyExists({ errors: [{ path: 'areaId', code: 'already-exists', message }] });
    }
    const number = Math.max(0, ...present.map((area) => area.number)) + 1;
    await this.add(ctx, { planId, areaId, number, title: entry.manifest.title });
    await audit(ctx, {
      action: 'area.join',
      subjectType: 'area',
      subjectId: areaId,
      planId,
      detail: { number },
    });
    const joined = (await this.ofPlan(ctx, planId)).find((area) => area.id === areaId);
    if (!joined) throw notFound();
    return joined;
  }

  /** 404 where the plan has no such area, 409 `area-disabled` where it does not take part. */
  async requireEnabled(ctx: RequestContext, planId: string, areaId: string): Promise<void> {
    const found = await this.repository.find(ctx, planId, areaId);
    if (!found) throw notFound();
    if (!found.enabled) throw areaDisabled();
  }

  async isEnabled(ctx: RequestContext, planId: string, areaId: string): Promise<boolean> {
    return (await this.repository.find(ctx, planId, areaId))?.enabled ?? false;
  }

  async setEnabled(
    ctx: RequestContext,
    where: { planId: string; areaId: string },
    enabled: boolean,
  ): Promise<PlanAreaRow['area']> {
    const found = await this.repository.find(ctx, where.planId, where.areaId);
    if (!found) throw notFound();
    if (!(await this.repository.setEnabled(ctx, { ...where, version: found.version }, enabled)))
      throw stale();
    await audit(ctx, {
      action: enabled ? 'area.enable' : 'area.disable',
      subjectType: 'area',
      subjectId: where.areaId,
      planId: where.planId,
    });
    const area = (await this.ofPlan(ctx, where.planId)).find((each) => each.id === where.areaId);
    if (!area) throw notFound();
    return area;
  }

  /** Forms of one area or of all; with a plan as it has set them, with the task and the units that report each. */
  async forms(ctx: RequestContext, planId?: string, areaId?: string): Promise<FormView[]> {
    const manifests = this.registry.manifests().filter((each) => !areaId || each.id === areaId);
    const duties = planId ? await this.repository.dutiesOfPlan(ctx, planId, areaId ?? null) : [];
    const settings = planId ? await this.settings.ofPlan(ctx, planId, areaId) : null;
    return manifests.flatMap((manifest) =>
      formsOf(manifest).map((form) =>
        formView(
          manifest.id,
          settings?.form(manifest.id, form.key) ?? form,
          duties.find((duty) => duty.areaId === manifest.id && duty.formKey === form.key),
        ),
      ),
    );
  }

  metrics(areaId?: string): MetricView[] {
    return this.registry
      .manifests()
      .filter((each) => !areaId || each.id === areaId)
      .flatMap((each) => this.registry.metricsOfArea(each.id))
      .map(metricView);
  }
}

function formView(areaId: string, form: Form, duty: DutyOfForm | undefined): FormView {
  return {
    areaId,
    key: form.key,
    version: form.version,
    title: form.title,
    period: form.period,
    level: form.level,
    taskId: duty?.taskId ?? null,
    unitIds: duty?.unitIds ?? [],
    due: form.due,
    window: form.window,
    selfSign: form.selfSign,
    fields: form.fields,
    checks: form.checks,
  };
}

function metricView({ key, areaId, metric, form, of }: RegisteredMetric): MetricView {
  return {
    key,
    areaId,
    title: metric.title,
    kind: metric.kind,
    overTime: metric.overTime,
    overUnits: metric.overUnits,
    numerator: metric.numerator ?? null,
    denominator: metric.denominator ?? null,
    of: of.length > 0 ? of : null,
    direction: metric.direction,
    measure: metric.measure,
    factor: metric.factor,
    definition: metric.definition,
    source: metric.source,
    period: form?.period ?? null,
    window: form?.window ?? null,
    ranked: metric.ranked,
  };
}
