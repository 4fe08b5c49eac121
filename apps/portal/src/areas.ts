import type { AreaPortal } from '@duban/portal-kit';

interface AreaEntry {
  id: string;
  /** The area's portal part, when it brings one; loaded when the area is first shown. */
  portal?: () => Promise<{ default: AreaPortal }>;
}

/** Every area that this portal knows, once. Titles, forms and metrics come from the API. */
export const areas: readonly AreaEntry[] = [
  { id: 'major-risk', portal: () => import('@duban/area-major-risk/portal') },
  { id: 'command-integration', portal: () => import('@duban/area-command-integration/portal') },
  { id: 'crime-fighting', portal: () => import('@duban/area-crime-fighting/portal') },
  { id: 'grassroots', portal: () => import('@duban/area-grassroots/portal') },
  { id: 'cyberspace', portal: () => import('@duban/area-cyberspace/portal') },
  { id: 'traffic-management', portal: () => import('@duban/area-traffic-management/portal') },
  { id: 'public-service', portal: () => import('@duban/area-public-service/portal') },
  { id: 'rule-of-law', portal: () => import('@duban/area-rule-of-law/portal') },
  { id: 'team-building', portal: () => import('@duban/area-team-building/portal') },
  { id: 'public-relations', portal: () => import('@duban/area-public-relations/portal') },
];

/** The portal part of an area; null when it brings none. */
export async function loadAreaPortal(areaId: string): Promise<AreaPortal | null> {
  const load = areas.find((area) => area.id === areaId)?.portal;
  return load ? (await load()).default : null;
}
