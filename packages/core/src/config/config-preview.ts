import { type ConfigPreview, describeReason, type Light } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { AreaSettings } from '../areas/area-settings.js';
import { Lights } from '../lights/lights.service.js';
import { Urgings } from '../urgings/urgings.service.js';
import { ConfigRepository, type Place } from './config.repository.js';
import type { ConfigChanges, PreparedChange } from './config-changes.js';
import { readable, unitsOf } from './config-names.js';
import { type ConfigEffects, ConfigProjection } from './config-projection.js';

/** Places shown of each effect; the count says how many there are. */
const sampleSize = 20;

/** What a change would do, found by doing it to the real data and taking it back. */
@Injectable()
export class ConfigPreviews {
  constructor(
    private readonly repository: ConfigRepository,
    private readonly projection: ConfigProjection,
    private readonly lights: Lights,
    private readonly settings: AreaSettings,
    private readonly urgings: Urgings,
  ) {}

  /** Effects as of the effective day. Runs in the caller's transaction, and leaves nothing in it. */
  async of(
    ctx: RequestContext,
    place: Place,
    given: {
      prepared: PreparedChange;
      from: string;
      version: number;
      manifest: ReturnType<ConfigChanges['manifest']>;
    },
  ): Promise<ConfigPreview> {
    const { prepared, from, manifest } = given;
    const then = { ...ctx, today: from };
    const before = await this.lights.computeArea(then, place.planId, place.areaId);
    const urgedBefore = await this.urgings.called(then, place.planId, place.areaId);
    const { effects, after, urged } = await this.tried(then, place, given);
    const turned = [...after].filter(([id, light]) => light.colour !== before.get(id)?.colour);
    const tasks = await this.repository.knownTasks(
      ctx,
      turned.map(([id]) => id),
    );
    const touched = [
      ...unitsOf(prepared.differences),
      ...[...effects.appear, ...effects.vanish, ...effects.move].map((place) => place.unitId),
    ];
    const units = await this.repository.units(ctx, touched);
    const metrics = new Set(
      prepared.differences.filter(({ path }) => path[0] === 'targets').map(({ path }) => path[1]),
    );
    return {
      effectiveFrom: from,
      needsConfirmation: prepared.needsConfirmation,
      changes: readable(manifest, prepared.differences, (id) => units.get(id)?.name ?? id),
      expectations: {
        appear: sampled(effects.appear),
        vanish: sampled(effects.vanish),
        move: sampled(effects.move),
      },
      lights: tasks.map((task) => ({
        taskId: task.id,
        number: task.number,
        title: task.title,
        from: before.get(task.id)?.colour ?? null,
        to: after.get(task.id)?.colour ?? null,
        reasons: reasonsOf(ctx, after.get(task.id)),
      })),
      urging: urged.map(({ level, title, count }, at) => ({
        level,
        title,
        from: urgedBefore[at]?.count ?? 0,
        to: count,
      })),
      units: [...units.values()].map(({ id, name }) => ({ id, name })),
      metrics: manifest.metrics
        .filter((metric) => metrics.has(`${manifest.id}.${metric.key}`))
        .map((metric) => ({ key: `${manifest.id}.${metric.key}`, title: metric.title })),
    };
  }

  private async tried(
    ctx: RequestContext,
    place: Place,
    { prepared, from, version }: { prepared: PreparedChange; from: string; version: number },
  ): Promise<{
    effects: ConfigEffects;
    after: Map<string, Light>;
    urged: Awaited<ReturnType<Urgings['called']>>;
  }> {
    await ctx.em.query('savepoint config_preview');
    try {
      await this.repository.insert(ctx, place, {
        version,
        state: 'in-force',
        effectiveFrom: from,
        reason: 'preview',
        value: prepared.next,
        base: prepared.base,
        sections: prepared.sections,
        rollbackOf: null,
        ownVersion: this.settings.ownVersion(place.areaId),
      });
      const applied = { value: prepared.next, differences: prepared.differences, from };
      const effects = await this.projection.apply(ctx, place, applied);
      return {
        effects,
        after: await this.lights.computeArea(ctx, place.planId, place.areaId),
        urged: await this.urgings.called(ctx, place.planId, place.areaId),
      };
    } finally {
      await ctx.em.query('rollback to savepoint config_preview');
    }
  }
}

function sampled<T>(places: readonly T[]): { count: number; sample: T[] } {
  return { count: places.length, sample: places.slice(0, sampleSize) };
}

function reasonsOf(ctx: RequestContext, light: Light | undefined): string[] {
  return (light?.reasons ?? [])
    .filter((reason) => reason.colour === light?.colour)
    .map((reason) => describeReason(reason, ctx.language));
}
