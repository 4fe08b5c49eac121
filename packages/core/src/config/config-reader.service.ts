import {
  type AreaConfig,
  type AreaConfigView,
  areaConfigSchema,
  type ConfigDiff,
  type ConfigVersionView,
  configDifferences,
  emptyConfig,
  type Handover,
  unitsNamed,
} from '@duban/contract';
import type { Problem, RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AreaRegistry } from '../areas/area-registry.js';
import { AreaSettings } from '../areas/area-settings.js';
import { actorOf, type LoadedSubject, notFound, stale } from '../kernel/index.js';
import { ConfigRepository, type ConfigRow, type Place } from './config.repository.js';
import { ConfigChanges } from './config-changes.js';
import { readable, titleOf, unitsOf } from './config-names.js';

/** Versions are told apart by number; 0 is what the plan was set up with. */
export const setUp = 0;

/** What can be read of an area's configuration: as it stands, its versions, and what sets them apart. */
@Injectable()
export class ConfigReader {
  constructor(
    private readonly repository: ConfigRepository,
    private readonly registry: AreaRegistry,
    private readonly settings: AreaSettings,
    private readonly changes: ConfigChanges,
  ) {}

  async place(ctx: RequestContext, planId: string, areaId: string): Promise<Place> {
    const place = await this.repository.place(ctx, planId, areaId);
    if (!place) throw notFound();
    return place;
  }

  /** The area as the policy sees it, with the token of its configuration. */
  async subject(
    ctx: RequestContext,
    { id, areaId }: { id: string; areaId: string },
  ): Promise<LoadedSubject | null> {
    const place = this.registry.get(areaId) && (await this.repository.place(ctx, id, areaId));
    if (!place) return null;
    const version = await this.repository.token(ctx, id, areaId);
    return { readPermission: 'area.read', areaId, version, whenStale: () => this.overtaken(ctx, place) };
  }

  /** 412 for whoever comes second: what the newest version changed, by whom and why. */
  private async overtaken(ctx: RequestContext, place: Place): Promise<Problem> {
    const [newest] = await this.repository.versions(ctx, place.planId, place.areaId);
    if (!newest) return stale();
    const changes = await this.named(ctx, place.areaId, newest.base, newest.value);
    const said = (value: unknown) => JSON.stringify(value ?? null);
    const who = newest.by?.name ?? '';
    return stale({
      detail: {
        zh: `${who} 已另行修改(第 ${newest.version} 版：${newest.reason})，请核对后重试`,
        en: `${who} changed it meanwhile (version ${newest.version}: ${newest.reason}); compare, and try again`,
      },
      errors: changes.slice(0, 100).map(({ path, title, from, to }) => ({
        path: `value.${path}`,
        code: 'changed',
        message: `${title[ctx.language]}: ${said(from)} → ${said(to)}`,
      })),
    });
  }

  async get(ctx: RequestContext, planId: string, areaId: string): Promise<AreaConfigView> {
    const place = await this.place(ctx, planId, areaId);
    const rows = await this.repository.versions(ctx, planId, areaId);
    const decided = rows.find((row) => row.state === 'in-force');
    const waiting = rows[0]?.state === 'proposed' ? rows[0] : null;
    const settings = await this.settings.ofPlan(ctx, planId, areaId);
    const manifest = this.changes.manifest(areaId);
    const schema = areaConfigSchema(manifest);
    const value = await this.changes.current(ctx, place, decided);
    return {
      planId,
      areaId,
      version: await this.repository.token(ctx, planId, areaId),
      inForce: settings.version(areaId),
      state: waiting ? 'proposed' : decided ? stateOf(ctx, decided) : 'default',
      effectiveFrom: decided?.effectiveFrom ?? `${place.year}-01-01`,
      value,
      schema: z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>,
      closedUnits: await this.closedUnits(ctx, areaId, [
        ...unitsNamed(value, manifest.config).map((each) => ({ ...each, proposed: false })),
        ...unitsNamed(proposedOf(waiting), manifest.config).map((each) => ({ ...each, proposed: true })),
      ]),
      ownFields: manifest.config,
      proposal: waiting && {
        ...versionView(ctx, waiting),
        value: waiting.value,
        mine: waiting.by?.id === actorOf(ctx).id,
      },
    };
  }

  /** Whether what a version would change names a unit that is closed, or will be. */
  async namesClosedUnit(ctx: RequestContext, areaId: string, waiting: ConfigRow): Promise<boolean> {
    const { config } = this.changes.manifest(areaId);
    const places = unitsNamed(proposedOf(waiting), config).map((each) => ({ ...each, proposed: true }));
    return (await this.closedUnits(ctx, areaId, places)).length > 0;
  }

  /** Those of the places that name a unit which is closed, or will be on a day to come, with who takes it over. */
  private async closedUnits(
    ctx: RequestContext,
    areaId: string,
    places: readonly { unitId: string; path: string[]; proposed: boolean }[],
  ): Promise<AreaConfigView['closedUnits']> {
    const closed = new Map(
      (await this.repository.closedUnits(ctx, [...new Set(places.map((each) => each.unitId))])).map(
        ({ id, name, ...rest }) => [id, { unit: { id, name }, ...rest }],
      ),
    );
    return places.flatMap(({ unitId, path, proposed }) => {
      const found = closed.get(unitId);
      if (!found) return [];
      const { handsOver, ...closing } = found;
      // Its duties and targets follow by themselves in the night after its last day.
      if (handsOver && !proposed && path[0] !== 'own') return [];
      const title = titleOf(this.changes.manifest(areaId), path, () => found.unit.name);
      return [{ path: path.join('.'), title, proposed, ...closing }];
    });
  }

  /**
   * Where configurations of any plan name the unit and go on naming it when its work is handed over: the areas' own
   * parts, and what waits to be confirmed. Duties and targets that stand follow by themselves.
   */
  async naming(ctx: RequestContext, unitId: string): Promise<Handover['configs']> {
    const found: Handover['configs'] = [];
    for (const place of await this.repository.naming(ctx, unitId)) {
      if (!this.registry.get(place.areaId)) continue;
      const manifest = this.changes.manifest(place.areaId);
      const rows = await this.repository.versions(ctx, place.planId, place.areaId);
      const waiting = rows[0]?.state === 'proposed' ? rows[0] : null;
      const { own } = rows.find((row) => row.state === 'in-force')?.value ?? emptyConfig;
      for (const [value, proposed] of [
        [{ own }, false],
        [proposedOf(waiting), true],
      ] as const)
        for (const { path } of unitsNamed(value, manifest.config).filter((each) => each.unitId === unitId)) {
          const names = await this.repository.units(ctx, [unitId]);
          const title = titleOf(manifest, path, (id) => names.get(id)?.name ?? id);
          found.push({ planId: place.planId, areaId: place.areaId, title, proposed });
        }
    }
    return found;
  }

  async versions(ctx: RequestContext, planId: string, areaId: string) {
    const { year } = await this.place(ctx, planId, areaId);
    const rows = await this.repository.versions(ctx, planId, areaId);
    const items: ConfigVersionView[] = [...rows.map((row) => versionView(ctx, row)), setUpView(year)];
    return { items, nextCursor: null, total: items.length };
  }

  /** What a version changed; with `to`, what differs between the two. */
  async diff(
    ctx: RequestContext,
    planId: string,
    areaId: string,
    version: number,
    to?: number,
  ): Promise<ConfigDiff> {
    const rows = await this.repository.versions(ctx, planId, areaId);
    const value = versionValue(rows, version);
    const [from, until] =
      to === undefined
        ? [rows.find((row) => row.version === version)?.base ?? value, value]
        : [value, versionValue(rows, to)];
    return {
      from: to === undefined ? Math.max(version - 1, setUp) : version,
      to: to ?? version,
      changes: await this.named(ctx, areaId, { ...emptyConfig, ...from }, until),
    };
  }

  private async named(ctx: RequestContext, areaId: string, before: AreaConfig, after: AreaConfig) {
    const differences = configDifferences({ ...emptyConfig, ...before }, { ...emptyConfig, ...after });
    const units = await this.repository.units(ctx, unitsOf(differences));
    return readable(this.changes.manifest(areaId), differences, (id) => units.get(id)?.name ?? id);
  }
}

/** The sections that a version which waits would change. */
function proposedOf(waiting: ConfigRow | null): Partial<AreaConfig> {
  const sections = waiting?.sections ?? [];
  return Object.fromEntries(
    Object.entries(waiting?.value ?? {}).filter(([section]) => sections.some((each) => each === section)),
  );
}

/** The whole value of a version. Throws 404 where there is none. */
export function versionValue(rows: readonly ConfigRow[], version: number): AreaConfig {
  const value = version === setUp ? rows.at(-1)?.base : rows.find((row) => row.version === version)?.value;
  if (!value) throw notFound();
  return { ...emptyConfig, ...value };
}

function stateOf(ctx: RequestContext, row: ConfigRow) {
  return row.effectiveFrom > ctx.today ? ('scheduled' as const) : ('in-force' as const);
}

function versionView(ctx: RequestContext, row: ConfigRow): ConfigVersionView {
  const { version, effectiveFrom, reason, by, at, decidedBy, decidedAt, decisionReason, rollbackOf } = row;
  const state = row.state === 'in-force' ? stateOf(ctx, row) : row.state;
  const decision = { decidedBy, decidedAt, decisionReason };
  return { version, state, effectiveFrom, reason, by, at, ...decision, rollbackOf, sections: row.sections };
}

function setUpView(year: number): ConfigVersionView {
  return {
    version: setUp,
    state: 'default',
    effectiveFrom: `${year}-01-01`,
    reason: '',
    by: null,
    at: null,
    decidedBy: null,
    decidedAt: null,
    decisionReason: null,
    rollbackOf: null,
    sections: [],
  };
}
