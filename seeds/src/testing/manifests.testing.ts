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
