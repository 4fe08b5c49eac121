import type { Permission, SessionView } from '@duban/contract';

export type NavAddress =
  | '/'
  | '/grid'
  | '/system/burden'
  | '/system/jobs'
  | '/system/calendar'
  | '/board'
  | '/tasks'
  | '/shares'
  | '/steering'
  | '/meetings'
  | '/exports'
  | '/units'
  | '/prior-values'
  | '/users'
  | '/plugins';
export interface NavItem {
  to: NavAddress;
  /** Second key of its shortcut, after `g`. */
  key: string;
  /** Word of the namespace `shell`. */
  label: string;
  permission: Permission;
}

/** The pages that the side navigation, the palette and `g` offer, in their order. */
export const navigation: readonly NavItem[] = [
  { to: '/', key: 'w', label: 'nav.work', permission: 'report.read' },
  { to: '/grid', key: 'f', label: 'nav.grid', permission: 'report.write' },
  { to: '/shares', key: 'h', label: 'nav.shares', permission: 'report.read' },
  { to: '/board', key: 'b', label: 'nav.board', permission: 'figure.read' },
  { to: '/tasks', key: 't', label: 'nav.tasks', permission: 'task.read' },
  { to: '/steering', key: 'd', label: 'nav.steering', permission: 'task.read' },
  { to: '/meetings', key: 'm', label: 'nav.meetings', permission: 'meeting.read' },
  { to: '/exports', key: 'e', label: 'nav.exports', permission: 'plan.read' },
  { to: '/units', key: 'u', label: 'nav.units', permission: 'unit.read' },
  { to: '/users', key: 'a', label: 'nav.users', permission: 'user.read' },
  { to: '/prior-values', key: 'y', label: 'nav.priorValues', permission: 'prior.import' },
  { to: '/plugins', key: 'p', label: 'nav.plugins', permission: 'area.configure' },
  { to: '/system/burden', key: 's', label: 'nav.burden', permission: 'system.read' },
  { to: '/system/calendar', key: 'c', label: 'nav.calendar', permission: 'calendar.keep' },
  { to: '/system/jobs', key: 'j', label: 'nav.jobs', permission: 'system.read' },
];

export function navigationFor(session: Pick<SessionView, 'permissions'>): NavItem[] {
  return navigation.filter((item) => session.permissions.includes(item.permission));
}

/** Where a session begins; null when nothing in the portal is for it. */
export function homeOf(session: Pick<SessionView, 'permissions'>): NavAddress | null {
  return navigationFor(session)[0]?.to ?? null;
}
