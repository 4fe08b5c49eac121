import commandIntegration from '@duban/area-command-integration/manifest';
import commandIntegrationServer from '@duban/area-command-integration/server';
import crimeFighting from '@duban/area-crime-fighting/manifest';
import crimeFightingServer from '@duban/area-crime-fighting/server';
import cyberspace from '@duban/area-cyberspace/manifest';
import cyberspaceServer from '@duban/area-cyberspace/server';
import grassroots from '@duban/area-grassroots/manifest';
import majorRisk from '@duban/area-major-risk/manifest';
import publicRelations from '@duban/area-public-relations/manifest';
import publicService from '@duban/area-public-service/manifest';
import ruleOfLaw from '@duban/area-rule-of-law/manifest';
import teamBuilding from '@duban/area-team-building/manifest';
import trafficManagement from '@duban/area-traffic-management/manifest';
import type { AreaEntry } from '@duban/core';

/** The areas that this house runs with, each once. `pnpm new:area` adds to this list. */
export const areas: readonly AreaEntry[] = [
  { manifest: majorRisk },
  { manifest: commandIntegration, server: commandIntegrationServer },
  { manifest: crimeFighting, server: crimeFightingServer },
  { manifest: grassroots },
  { manifest: cyberspace, server: cyberspaceServer },
  { manifest: trafficManagement },
  { manifest: publicService },
  { manifest: ruleOfLaw },
  { manifest: teamBuilding },
  { manifest: publicRelations },
];
