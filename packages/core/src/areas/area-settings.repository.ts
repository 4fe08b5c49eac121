import type { ConfiguredLights, ConfiguredUrging, FormData, FormOverride } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { preparedRead } from '../kernel/index.js';

/** A decided version of an area's configuration, as far as it is read at every turn. */
export interface SettingsRow {
  areaId: string;
  version: number;
  /** First day on which it is in force, until a newer one's first day. */
  effectiveFrom: string;
  forms: Record<string, FormOverride> | null;
  lights: ConfiguredLights | null;
  urging: ConfiguredUrging | null;
  own: FormData | null;
  /** Version of the area's own part, which `migrateConfig` brings up to date. */
  ownVersion: number;
}

export type OwnPart = Pick<SettingsRow, 'areaId' | 'ownVersion'> & { own: Record<string, unknown> };

const readDecided = preparedRead<SettingsRow>(
  'areas.settings',
  `select area_id as "areaId", version, effective_from::text as "effectiveFrom", value->'forms' as forms,
         value->'lights' as lights, value->'urging' as urging, value->'own' as own, own_version as "ownVersion"
       from area_config where plan_id = $1 and ($2::text is null or area_id = $2) and state = 'in-force'
       order by version desc`,
);

@Injectable()
export class AreaSettingsRepository {
  /** Decided versions of one area or of all of the plan's, newest first. */
  decided(ctx: RequestContext, planId: string, areaId: string | null): Promise<SettingsRow[]> {
    return readDecided(ctx, [planId, areaId]);
  }

  /** Every own part that a plan stores, with its version: what the installed areas must be able to read. */
  ownParts(ctx: RequestContext): Promise<OwnPart[]> {
    return ctx.em.query(
      `select area_id as "areaId", own_version as "ownVersion", coalesce(value->'own', '{}') as own from area_config`,
    );
  }
}
