import { type Query, withQuery } from '@duban/portal-kit';

/** The address with the chosen plan, unless it names one itself. */
export function inPlan(href: string, plan: string | undefined): string {
  if (!plan || !href.startsWith('/') || /[?&]plan=/.test(href)) return href;
  const [path = '', hash] = href.split('#');
  return `${path}${path.includes('?') ? '&' : '?'}plan=${plan}${hash === undefined ? '' : `#${hash}`}`;
}

/** Addresses of the portal's pages, for links. */
export const addresses = {
  board: (search: Query = {}) => withQuery('/board', search),
  tasks: (search: Query = {}) => withQuery('/tasks', search),
  work: (search: Query = {}) => withQuery('/', search),
  task: (id: string, search: Query = {}) => withQuery(`/tasks/${id}`, search),
  steering: (search: Query = {}) => withQuery('/steering', search),
  area: (id: string, search: Query = {}) => withQuery(`/areas/${id}`, search),
  areaPage: (id: string, path: string) => `/areas/${id}/${path}`,
  shares: (search: Query = {}) => withQuery('/shares', search),
  grid: (search: Query = {}) => withQuery('/grid', search),
  imports: '/imports',
  calendar: (search: Query = {}) => withQuery('/system/calendar', search),
  exports: '/exports',
  meeting: (id: string, search: Query = {}) => withQuery(`/meetings/${id}`, search),
  plugin: (areaId: string, search: Query = {}) => withQuery(`/plugins/${areaId}`, search),
  report: (id: string, search: Query = {}) => withQuery(`/reports/${id}`, search),
  review: '/review',
};
