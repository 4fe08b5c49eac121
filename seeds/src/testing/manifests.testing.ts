import commandIntegration from '@duban/area-command-integration/manifest';
import crimeFighting from '@duban/area-crime-fighting/manifest';
import cyberspace from '@duban/area-cyberspace/manifest';
import grassroots from '@duban/area-grassroots/manifest';
import majorRisk from '@duban/area-major-risk/manifest';
import publicRelations from '@duban/area-public-relations/manifest';
import publicService from '@duban/area-public-service/manifest';
import ruleOfLaw from '@duban/area-rule-of-law/manifest';
import teamBuilding from '@duban/area-team-building/manifest';
import trafficManagement from '@duban/area-traffic-management/manifest';
import type { AreaEntry } from '@duban/core';

/** The areas of the 2024 plan, for tests alone: the seeds themselves know areas by their id. */
export const manifests = [
  majorRisk,
  commandIntegration,
  crimeFighting,
  grassroots,
  cyberspace,
  trafficManagement,
  publicService,
  ruleOfLaw,
  teamBuilding,
  publicRelations,
];

/** The areas without their server parts: what they compute says nothing here. */
export const entries: AreaEntry[] = manifests.map((manifest) => ({
  manifest,
  server: {
    manifest,
    compute: Object.fromEntries(
      manifest.metrics
        .filter((metric) => metric.kind === 'computed')
        .map((metric) => [metric.key, () => null]),
    ),
  },
}));
