import {
  type AreaConfig,
  type AreaConfigView,
  type ConfigPreview,
  configDifferences,
  emptyConfig,
  sectionsOf,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AreaRegistry } from '../areas/area-registry.js';
import { AreaSettings } from '../areas/area-settings.js';
import { Areas } from '../areas/areas.service.js';
import { actorOf, audit, type EndpointInput, notFound, Subjects } from '../kernel/index.js';
import { Lights } from '../lights/lights.service.js';
import { samePerson } from '../plans/refusals.js';
import {
  configOutdated,
  configProposed,
  namesClosedUnit,
  neverInForce,
  nothingChanged,
  notProposed,
} from './config.errors.js';
import { ConfigRepository, type ConfigRow, type Place } from './config.repository.js';
import { ConfigChanges, type PreparedChange } from './config-changes.js';
import { ConfigPreviews } from './config-preview.js';
import { ConfigProjection } from './config-projection.js';
import { ConfigReader, setUp, versionValue } from './config-reader.service.js';

interface ChangeInput {
  params: { id: string; areaId: string };
  body: { value: unknown; effectiveFrom: string };
}

/** An area's configuration in a plan: append-only versions, decided on by two people where it matters. */
@Injectable()
export class AreaConfigs implements OnModuleInit {
  constructor(
    private readonly repository: ConfigRepository,
    private readonly reader: ConfigReader,
    private readonly registry: AreaRegistry,
    private readonly settings: AreaSettings,
    private readonly areas: Areas,
    private readonly changes: ConfigChanges,
    private readonly previews: ConfigPreviews,
    private readonly projection: ConfigProjection,
    private readonly lights: Lights,
    private readonly subjects: Subjects,
  ) {}

  onModuleInit(): void {
    this.subjects.register('area-config', (ctx, { params }: EndpointInput) =>
      this.reader.subject(ctx, params as ChangeInput['params']),
    );
    // What the area's schema refuses is refused before anybody is: 422 comes before 404 and 403.
    this.subjects.register('area-config-change', async (ctx, input: EndpointInput) => {
      const { params, body } = input as ChangeInput;
      if (this.registry.get(params.areaId)) {
        this.changes.parse(params.areaId, body.value);
        this.changes.requireDayToCome(ctx, body.effectiveFrom);
      }
      await this.repository.lock(ctx, params.id, params.areaId);
      return this.reader.subject(ctx, params);
    });
  }

  /** Saves a change: in force from its day, or waiting for the plan office where it has to be confirmed. */
  async put(
    ctx: RequestContext,
    planId: string,
    areaId: string,
    given: { value: unknown; reason: string; effectiveFrom: string },
  ): Promise<AreaConfigView> {
    const place = await this.reader.place(ctx, planId, areaId);
    await this.areas.requireEnabled(ctx, planId, areaId);
    const { prepared } = await this.prepare(ctx, place, given.value);
    await this.save(ctx, place, prepared, { ...given, rollbackOf: null });
    return this.reader.get(ctx, planId, areaId);
  }

  /** What a change would do; nothing of it stays. */
  async preview(
    ctx: RequestContext,
    planId: string,
    areaId: string,
    given: { value: unknown; effectiveFrom: string },
  ): Promise<ConfigPreview> {
    const place = await this.reader.place(ctx, planId, areaId);
    await this.areas.requireEnabled(ctx, planId, areaId);
    const { prepared, rows } = await this.prepare(ctx, place, given.value);
    const version = (rows[0]?.version ?? setUp) + 1;
    const manifest = this.changes.manifest(areaId);
    return this.previews.of(ctx, place, { prepared, from: given.effectiveFrom, version, manifest });
  }

  private async prepare(
    ctx: RequestContext,
    place: Place,
    value: unknown,
  ): Promise<{ prepared: PreparedChange; rows: ConfigRow[] }> {
    const rows = await this.repository.versions(ctx, place.planId, place.areaId);
    const decided = rows.find((row) => row.state === 'in-force');
    const base = await this.changes.current(ctx, place, decided);
    const change = this.changes.parse(place.areaId, value);
    return { prepared: await this.changes.prepare(ctx, place, base, change), rows };
  }

  private async save(
    ctx: RequestContext,
    place: Place,
    prepared: PreparedChange,
    given: { reason: string; effectiveFrom: string; rollbackOf: number | null },
  ): Promise<void> {
    const { planId, areaId } = place;
    const { differences, needsConfirmation } = prepared;
    if (differences.length === 0) throw nothingChanged();
    const [newest] = await this.repository.versions(ctx, planId, areaId);
    if (newest?.state === 'proposed') await this.withdraw(ctx, place, newest);
    const version = (newest?.version ?? setUp) + 1;
    await this.repository.insert(ctx, place, {
      version,
      state: needsConfirmation ? 'proposed' : 'in-force',
      effectiveFrom: given.effectiveFrom,
      reason: given.reason,
      value: prepared.next,
      base: prepared.base,
      sections: prepared.sections,
      rollbackOf: given.rollbackOf,
      ownVersion: this.settings.ownVersion(areaId),
    });
    await this.log(ctx, place, needsConfirmation ? 'config.propose' : 'config.save', {
      version,
      reason: given.reason,
      effectiveFrom: given.effectiveFrom,
      rollbackOf: given.rollbackOf,
      changes: differences.slice(0, 100).map(({ path, from, to }) => ({ path: path.join('.'), from, to })),
    });
    if (!needsConfirmation)
      await this.apply(ctx, place, { value: prepared.next, differences, from: given.effectiveFrom });
  }

  /** Whoever proposed may propose anew; what waited is refused by its own author. */
  private async withdraw(ctx: RequestContext, place: Place, { version, by, effectiveFrom }: ConfigRow) {
    if (by?.id !== actorOf(ctx).id) throw configProposed();
    await this.repository.decide(ctx, place, { version, state: 'refused', effectiveFrom, reason: null });
    await this.log(ctx, place, 'config.withdraw', { version });
  }

  private async apply(
    ctx: RequestContext,
    place: Place,
    given: Parameters<ConfigProjection['apply']>[2],
  ): Promise<void> {
    await this.projection.apply(ctx, place, given);
    if (given.from <= ctx.today) await this.lights.refreshArea(ctx, place.planId, place.areaId);
  }

  /** The plan office confirms what somebody else proposed: in force from its day, today at the earliest. */
  async confirm(
    ctx: RequestContext,
    planId: string,
    areaId: string,
    version: number,
    reason: string | null,
  ): Promise<AreaConfigView> {
    const { place, row, rows } = await this.waiting(ctx, planId, areaId, version);
    if (await this.reader.namesClosedUnit(ctx, areaId, row)) throw namesClosedUnit();
    const decided = rows.find((each) => each.state === 'in-force');
    const base = await this.changes.current(ctx, place, decided);
    const moved = sectionsOf(configDifferences(row.base, base));
    if (moved.some((section) => row.sections.includes(section))) throw configOutdated();
    const next: AreaConfig = { ...emptyConfig, ...row.value };
    const effectiveFrom = [row.effectiveFrom, ctx.today].sort().at(-1) ?? ctx.today;
    await this.repository.decide(ctx, place, { version, state: 'in-force', effectiveFrom, reason });
    await this.log(ctx, place, 'config.confirm', { version, effectiveFrom, reason });
    await this.apply(ctx, place, {
      value: next,
      differences: configDifferences(row.base, next),
      from: effectiveFrom,
    });
    return this.reader.get(ctx, planId, areaId);
  }

  async refuse(
    ctx: RequestContext,
    planId: string,
    areaId: string,
    version: number,
    reason: string | null,
  ): Promise<AreaConfigView> {
    const { place, row } = await this.waiting(ctx, planId, areaId, version);
    const { effectiveFrom } = row;
    await this.repository.decide(ctx, place, { version, state: 'refused', effectiveFrom, reason });
    await this.log(ctx, place, 'config.refuse', { version, reason });
    return this.reader.get(ctx, planId, areaId);
  }

  /** The version that waits, for somebody other than whoever proposed it. */
  private async waiting(ctx: RequestContext, planId: string, areaId: string, version: number) {
    const place = await this.reader.place(ctx, planId, areaId);
    await this.areas.requireEnabled(ctx, planId, areaId);
    await this.repository.lock(ctx, planId, areaId);
    const rows = await this.repository.versions(ctx, planId, areaId);
    const row = rows.find((each) => each.version === version);
    if (!row) throw notFound();
    if (row.state !== 'proposed') throw notProposed();
    if (row.by?.id === actorOf(ctx).id) throw samePerson();
    return { place, row, rows };
  }

  /** Brings back the value of an earlier version as a new one, which goes the way of every change. */
  async rollback(
    ctx: RequestContext,
    planId: string,
    areaId: string,
    version: number,
    reason: string,
  ): Promise<AreaConfigView> {
    const place = await this.reader.place(ctx, planId, areaId);
    await this.areas.requireEnabled(ctx, planId, areaId);
    await this.repository.lock(ctx, planId, areaId);
    const rows = await this.repository.versions(ctx, planId, areaId);
    if (rows.find((row) => row.version === version && row.state !== 'in-force')) throw neverInForce();
    const { prepared } = await this.prepare(ctx, place, versionValue(rows, version));
    await this.save(ctx, place, prepared, { reason, effectiveFrom: ctx.today, rollbackOf: version });
    return this.reader.get(ctx, planId, areaId);
  }

  /**
   * What the areas are set to in one plan holds in a new one as well: forms, light and urging rules, the areas' own
   * parts. Duties and targets hang on tasks, and come with them.
   */
  async copy(ctx: RequestContext, fromPlanId: string, toPlanId: string): Promise<void> {
    for (const { id: areaId } of await this.areas.ofPlan(ctx, toPlanId)) {
      const rows = await this.repository.versions(ctx, fromPlanId, areaId);
      const decided = rows.find((row) => row.state === 'in-force');
      if (!decided) continue;
      const place = await this.reader.place(ctx, toPlanId, areaId);
      const value = { ...emptyConfig, ...decided.value, duties: {}, targets: [] };
      const differences = configDifferences(emptyConfig, value);
      if (differences.length === 0) continue;
      const version = setUp + 1;
      const from = [`${place.year}-01-01`, ctx.today].sort()[0] ?? ctx.today;
      await this.repository.insert(ctx, place, {
        version,
        state: 'in-force',
        effectiveFrom: from,
        reason: '沿用上一年度计划的配置',
        value,
        base: emptyConfig,
        sections: sectionsOf(differences),
        rollbackOf: null,
        ownVersion: decided.ownVersion,
      });
      await this.log(ctx, place, 'config.copy', { version, fromPlanId });
    }
  }

  /** Switches the area on or off in the plan. What stood still meanwhile is judged as of today again. */
  async setEnabled(ctx: RequestContext, planId: string, areaId: string, enabled: boolean) {
    const area = await this.areas.setEnabled(ctx, { planId, areaId }, enabled);
    if (enabled) await this.lights.refreshArea(ctx, planId, areaId);
    return area;
  }

  private log(ctx: RequestContext, place: Place, action: string, detail: Record<string, unknown>) {
    const { planId, areaId } = place;
    return audit(ctx, { action, subjectType: 'area', subjectId: areaId, planId, detail });
  }
}
