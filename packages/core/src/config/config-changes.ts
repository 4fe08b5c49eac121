import {
  type AreaConfig,
  type AreaConfigChange,
  areaConfigSchema,
  type ConfigDifference,
  type ConfigSection,
  type ConfiguredDuty,
  type ConfiguredTarget,
  configDifferences,
  confirmedSections,
  type FormOverride,
  type Manifest,
  matchTargets,
  progressNoteForm,
  sectionsOf,
} from '@duban/contract';
import type { FieldError, RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { AreaRegistry } from '../areas/area-registry.js';
import { AreaSettings } from '../areas/area-settings.js';
import { Expectations } from '../expectations/expectations.service.js';
import { parseOrRefuse, validationFailed } from '../kernel/index.js';
import { Targets } from '../targets/targets.service.js';
import { ConfigRepository, type ConfigRow, type Place } from './config.repository.js';

/** A change beside what stands, checked. */
export interface PreparedChange {
  base: AreaConfig;
  next: AreaConfig;
  differences: ConfigDifference[];
  sections: ConfigSection[];
  /** Duties, targets and light rules wait for the plan office. */
  needsConfirmation: boolean;
}

/** What an area's configuration is, and what a change would make of it. Writes nothing. */
@Injectable()
export class ConfigChanges {
  constructor(
    private readonly repository: ConfigRepository,
    private readonly registry: AreaRegistry,
    private readonly settings: AreaSettings,
    private readonly expectations: Expectations,
    private readonly targets: Targets,
  ) {}

  manifest(areaId: string): Manifest {
    const manifest = this.registry.get(areaId)?.manifest;
    if (!manifest) throw new Error(`area "${areaId}" is not installed. Fix: list it in areas.ts.`);
    return manifest;
  }

  /** Takes a value as a change of the area's configuration; 422 names each place that its schema refuses. */
  parse(areaId: string, value: unknown): AreaConfigChange {
    return parseOrRefuse(areaConfigSchema(this.manifest(areaId)), value, 'value');
  }

  /** 422 for a day that is over: what was reported and judged then stays as it was. */
  requireDayToCome(ctx: RequestContext, effectiveFrom: string): void {
    if (effectiveFrom >= ctx.today) return;
    const message = `lies before today, ${ctx.today}; earlier reports and lights are not judged anew`;
    throw validationFailed({ errors: [{ path: 'effectiveFrom', code: 'date-passed', message }] });
  }

  /** The whole configuration as decided, with duties and targets as they stand on its first day or today. */
  async current(ctx: RequestContext, place: Place, decided: ConfigRow | undefined): Promise<AreaConfig> {
    const { planId, areaId } = place;
    const day = decided && decided.effectiveFrom > ctx.today ? decided.effectiveFrom : ctx.today;
    const settings = await this.settings.ofPlan({ ...ctx, today: day }, planId, areaId);
    return {
      forms: this.known(areaId, decided?.value.forms ?? {}),
      duties: await this.expectations.duties(ctx, planId, areaId, day),
      targets: await this.targets.ofArea(ctx, planId, areaId, day),
      lights: decided?.value.lights ?? {},
      urging: decided?.value.urging ?? {},
      own: settings.own(areaId),
    };
  }

  /** Overrides of forms and fields that the installed area still declares. */
  private known(areaId: string, overrides: Record<string, FormOverride>): Record<string, FormOverride> {
    const forms = [...this.manifest(areaId).forms, progressNoteForm];
    return Object.fromEntries(
      Object.entries(overrides).flatMap(([key, override]) => {
        const form = forms.find((each) => each.key === key);
        if (!form) return [];
        if (!override.fields) return [[key, override]];
        const declared = new Set(form.fields.map((field) => field.key));
        const fields = Object.entries(override.fields).filter(([field]) => declared.has(field));
        return [[key, { ...override, fields: Object.fromEntries(fields) }]];
      }),
    );
  }

  /** Puts a change beside what stands. Throws 422 naming units, tasks and targets that cannot be. */
  async prepare(
    ctx: RequestContext,
    place: Place,
    base: AreaConfig,
    change: AreaConfigChange,
  ): Promise<PreparedChange> {
    const next: AreaConfig = {
      forms: change.forms ?? base.forms,
      duties: { ...base.duties, ...(await this.duties(ctx, place, base, change.duties ?? {})) },
      targets: change.targets ?? base.targets,
      lights: change.lights ?? base.lights,
      urging: change.urging ?? base.urging,
      own: change.own ?? base.own,
    };
    if (change.targets) await this.checkTargets(ctx, place, base.targets, change.targets);
    const differences = configDifferences(base, next);
    const sections = sectionsOf(differences);
    return {
      base,
      next,
      differences,
      sections,
      needsConfirmation: sections.some((section) => confirmedSections.includes(section)),
    };
  }

  /** Each duty with its one task: the one that it has, the one that is named, or the one that the form is of. */
  private async duties(
    ctx: RequestContext,
    place: Place,
    base: AreaConfig,
    given: Record<string, ConfiguredDuty>,
  ): Promise<Record<string, ConfiguredDuty>> {
    const errors: FieldError[] = [];
    const tasks = await this.repository.tasks(ctx, place);
    const all = Object.values(given).flatMap((duty) => duty.unitIds);
    const units = await this.repository.units(ctx, all);
    const duties = Object.entries(given).map(([formKey, duty]) => {
      const form = this.manifest(place.areaId).forms.find((each) => each.key === formKey);
      const at = `value.duties.${formKey}`;
      const bound = base.duties[formKey];
      const ofForm = [...tasks.values()].find((task) => task.number !== null && task.number === form?.task);
      const taskId = bound?.taskId ?? duty.taskId ?? ofForm?.id;
      if (!taskId || !tasks.has(taskId))
        errors.push({
          path: `${at}.taskId`,
          code: 'unknown-task',
          message: 'no task of the area in this plan',
        });
      if (bound?.taskId && duty.taskId && duty.taskId !== bound.taskId)
        errors.push({ path: `${at}.taskId`, code: 'bound', message: 'a form belongs to one task in a plan' });
      duty.unitIds.forEach((id, index) => {
        if (bound?.unitIds.includes(id)) return;
        const unit = units.get(id);
        const path = `${at}.unitIds.${index}`;
        if (!unit || unit.closed) errors.push({ path, code: 'unknown-unit', message: 'no open unit' });
        else if (!form?.level.some((level) => level === unit.kind))
          errors.push({
            path,
            code: 'wrong-level',
            message: `${unit.name} is a ${unit.kind}; the form is reported by ${form?.level.join(', ')}`,
          });
      });
      return [formKey, { ...(taskId ? { taskId } : {}), unitIds: duty.unitIds }] as const;
    });
    if (errors.length > 0) throw validationFailed({ errors: errors.slice(0, 100) });
    return Object.fromEntries(duties);
  }

  /** Targets that are new or say something new stand on an open task of the area and an open unit. */
  private async checkTargets(
    ctx: RequestContext,
    place: Place,
    before: readonly ConfiguredTarget[],
    after: readonly ConfiguredTarget[],
  ): Promise<void> {
    const { changed, added } = matchTargets(before, after);
    const touched = [...changed.map((pair) => pair.after), ...added];
    const tasks = await this.repository.tasks(ctx, place);
    const units = await this.repository.units(
      ctx,
      touched.map((target) => target.unitId),
    );
    const errors = touched.flatMap((target) => {
      const at = `value.targets.${after.indexOf(target)}`;
      const unit = units.get(target.unitId);
      return [
        ...(tasks.get(target.taskId)?.visibility === 'open'
          ? []
          : [
              {
                path: `${at}.taskId`,
                code: 'unknown-task',
                message: 'no open task of the area in this plan',
              },
            ]),
        ...(unit && !unit.closed
          ? []
          : [{ path: `${at}.unitId`, code: 'unknown-unit', message: 'no open unit' }]),
      ];
    });
    if (errors.length > 0) throw validationFailed({ errors: errors.slice(0, 100) });
  }
}
