import {
  configuredForm,
  configuredRules,
  configuredUrging,
  type Form,
  type FormData,
  type LightRules,
  progressNoteKey,
  type UrgingRules,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { AreaRegistry } from './area-registry.js';
import { AreaSettingsRepository, type SettingsRow } from './area-settings.repository.js';

/** What the areas of one plan are set to, read once. A newer version prevails from its first day on. */
export class PlanSettings {
  constructor(
    private readonly registry: AreaRegistry,
    private readonly rows: readonly SettingsRow[],
    private readonly today: string,
  ) {}

  private inForce(areaId: string, on: string): SettingsRow | undefined {
    return this.rows.find((row) => row.areaId === areaId && row.effectiveFrom <= on);
  }

  /** The version in force on a day (today unless said); 0 before the first. */
  version(areaId: string, on = this.today): number {
    return this.inForce(areaId, on)?.version ?? 0;
  }

  /**
   * The installed form as it is set on a day (today unless said); null for one that the area does not declare. A
   * period's due day is what is set on its last day.
   */
  form(areaId: string, key: string, on = this.today): Form | null {
    const form = this.registry.form(areaId, key);
    return form && configuredForm(form, this.inForce(areaId, on)?.forms?.[key]);
  }

  /** A form of any version, as a decided version of the configuration sets it. */
  formAt(areaId: string, form: Form, version: number): Form {
    const row = this.rows.find((each) => each.areaId === areaId && each.version === version);
    return configuredForm(form, row?.forms?.[form.key]);
  }

  /** Forms, as `<area>.<form>`, that whoever filled them in may sign. */
  selfSigned(): string[] {
    return this.registry
      .manifests()
      .flatMap(({ id, forms }) =>
        [...forms.map((form) => form.key), progressNoteKey]
          .filter((key) => this.form(id, key)?.selfSign)
          .map((key) => `${id}.${key}`),
      );
  }

  rules(areaId: string): LightRules {
    const row = this.inForce(areaId, this.today);
    return configuredRules(row?.lights ?? {}, row?.version ?? 0);
  }

  /** Names and days of the urging steps. */
  urging(areaId: string): UrgingRules {
    return configuredUrging(this.inForce(areaId, this.today)?.urging);
  }

  /** The area's own part, brought to the version that the installed area understands. */
  own(areaId: string): FormData {
    const row = this.inForce(areaId, this.today);
    if (!row) return {};
    const steps = this.registry.get(areaId)?.server?.migrateConfig ?? [];
    return steps
      .slice(row.ownVersion - 1)
      .reduce((own, step) => step(own) as FormData, row.own ?? ({} as FormData));
  }
}

/** What areas are set to in a plan: their manifests, with the configuration in force on the business date. */
@Injectable()
export class AreaSettings {
  constructor(
    private readonly registry: AreaRegistry,
    private readonly repository: AreaSettingsRepository,
  ) {}

  /** The settings of the plan's areas (or of one), in one read: hold on to them while a request lasts. */
  async ofPlan(ctx: RequestContext, planId: string, areaId?: string): Promise<PlanSettings> {
    return new PlanSettings(
      this.registry,
      await this.repository.decided(ctx, planId, areaId ?? null),
      ctx.today,
    );
  }

  async form(ctx: RequestContext, planId: string, areaId: string, key: string): Promise<Form | null> {
    return (await this.ofPlan(ctx, planId, areaId)).form(areaId, key);
  }

  async rules(ctx: RequestContext, planId: string, areaId: string): Promise<LightRules> {
    return (await this.ofPlan(ctx, planId, areaId)).rules(areaId);
  }

  async own(ctx: RequestContext, planId: string, areaId: string): Promise<FormData> {
    return (await this.ofPlan(ctx, planId, areaId)).own(areaId);
  }

  /** Version of the own part that the installed area writes. */
  ownVersion(areaId: string): number {
    return (this.registry.get(areaId)?.server?.migrateConfig?.length ?? 0) + 1;
  }
}
