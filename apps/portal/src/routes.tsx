import type { Permission } from '@duban/contract';
import { queries } from '@duban/portal-kit';
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import {
  areaSearch,
  boardSearch,
  calendarSearch,
  gridSearch,
  loginSearch,
  planSearch,
  pluginSearch,
  priorSearch,
  sharesSearch,
  steeringSearch,
  taskSearch,
  tasksSearch,
  unitsSearch,
  usersSearch,
} from './app/search.js';
import { handoutSearch, meetingSearch, meetingsSearch, roomSearch } from './pages/meetings/meeting-search.js';
import { reportSearch } from './pages/report/report-search.js';
import { homeOf } from './shell/navigation.js';
import { RouteError } from './shell/route-error.js';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Shown only to sessions that hold it. */
    permission?: Permission;
    /** Fills the screen: no bar, no navigation. */
    bare?: true;
  }
}

const rootRoute = createRootRouteWithContext<{ client: QueryClient }>()({
  component: Outlet,
  errorComponent: RouteError,
});

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: loginSearch,
  component: lazyRouteComponent(() => import('./pages/login/login-page.js'), 'LoginPage'),
});

const passwordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/password',
  component: lazyRouteComponent(() => import('./pages/password/password-page.js'), 'PasswordPage'),
});

/** Asks for the first accounts of an empty system. */
const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('./pages/setup/setup-page.js'), 'SetupPage'),
});

/** Everything behind the login: frame, plan, session. */
const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  validateSearch: planSearch,
  search: { middlewares: [retainSearchParams(['plan'])] },
  beforeLoad: async ({ context, location }) => {
    const session = await context.client.ensureQueryData(queries.session());
    if (!session) throw redirect({ to: '/login', search: { to: location.href } });
    if (session.mustChangePassword) throw redirect({ to: '/password' });
    return { session };
  },
  component: lazyRouteComponent(() => import('./shell/shell.js'), 'Shell'),
});

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  staticData: { permission: 'report.read' },
  beforeLoad: ({ context }) => {
    const to = homeOf(context.session);
    if (to && to !== '/') throw redirect({ to });
  },
  component: lazyRouteComponent(() => import('./pages/work/work-page.js'), 'WorkPage'),
});

const boardRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/board',
  validateSearch: boardSearch,
  staticData: { permission: 'figure.read' },
  component: lazyRouteComponent(() => import('./pages/board/board-page.js'), 'BoardPage'),
});

const tasksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tasks',
  validateSearch: tasksSearch,
  staticData: { permission: 'task.read' },
  component: lazyRouteComponent(() => import('./pages/tasks/tasks-page.js'), 'TasksPage'),
});

const taskRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tasks/$taskId',
  validateSearch: taskSearch,
  staticData: { permission: 'task.read' },
  component: lazyRouteComponent(() => import('./pages/task/task-page.js'), 'TaskPage'),
});

const sharesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/shares',
  validateSearch: sharesSearch,
  staticData: { permission: 'task.read' },
  component: lazyRouteComponent(() => import('./pages/shares/shares-page.js'), 'SharesPage'),
});

const steeringRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/steering',
  validateSearch: steeringSearch,
  staticData: { permission: 'task.read' },
  component: lazyRouteComponent(() => import('./pages/steering/steering-page.js'), 'SteeringPage'),
});

/** `new` in the place of an id begins the report that the search names; the page stays as it gets its id. */
const reportRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/reports/$reportId',
  validateSearch: reportSearch,
  staticData: { permission: 'report.read' },
  component: lazyRouteComponent(() => import('./pages/report/report-page.js'), 'ReportPage'),
});

const reviewRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/review',
  staticData: { permission: 'report.accept' },
  component: lazyRouteComponent(() => import('./pages/review/review-page.js'), 'ReviewPage'),
});

const meetingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/meetings',
  validateSearch: meetingsSearch,
  staticData: { permission: 'meeting.read' },
  component: lazyRouteComponent(() => import('./pages/meetings/meetings-page.js'), 'MeetingsPage'),
});

const meetingRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/meetings/$meetingId',
  validateSearch: meetingSearch,
  staticData: { permission: 'meeting.read' },
  component: lazyRouteComponent(() => import('./pages/meetings/meeting-page.js'), 'MeetingPage'),
});

const handoutRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/meetings/$meetingId/handout',
  validateSearch: handoutSearch,
  staticData: { permission: 'meeting.read' },
  component: lazyRouteComponent(() => import('./pages/meetings/handout-page.js'), 'HandoutPage'),
});

const roomRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/meetings/$meetingId/room',
  validateSearch: roomSearch,
  staticData: { permission: 'meeting.read', bare: true },
  component: lazyRouteComponent(() => import('./pages/meetings/room/room-page.js'), 'RoomPage'),
});

const gridRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/grid',
  validateSearch: gridSearch,
  staticData: { permission: 'report.read' },
  component: lazyRouteComponent(() => import('./pages/grid/grid-page.js'), 'GridPage'),
});

const importsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/imports',
  staticData: { permission: 'report.write' },
  component: lazyRouteComponent(() => import('./pages/imports/imports-page.js'), 'ImportsPage'),
});

const exportsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/exports',
  staticData: { permission: 'plan.read' },
  component: lazyRouteComponent(() => import('./pages/exports/exports-page.js'), 'ExportsPage'),
});

const priorRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/prior-values',
  validateSearch: priorSearch,
  staticData: { permission: 'prior.import' },
  component: lazyRouteComponent(() => import('./pages/prior/prior-page.js'), 'PriorPage'),
});

const burdenRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/system/burden',
  staticData: { permission: 'system.read' },
  component: lazyRouteComponent(() => import('./pages/burden/burden-page.js'), 'BurdenPage'),
});

const calendarRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/system/calendar',
  validateSearch: calendarSearch,
  staticData: { permission: 'plan.read' },
  component: lazyRouteComponent(() => import('./pages/calendar/calendar-page.js'), 'CalendarPage'),
});

const jobsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/system/jobs',
  staticData: { permission: 'system.read' },
  component: lazyRouteComponent(() => import('./pages/jobs/jobs-page.js'), 'JobsPage'),
});

const unitsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/units',
  validateSearch: unitsSearch,
  staticData: { permission: 'unit.read' },
  component: lazyRouteComponent(() => import('./pages/units/units-page.js'), 'UnitsPage'),
});

const usersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/users',
  validateSearch: usersSearch,
  staticData: { permission: 'user.read' },
  component: lazyRouteComponent(() => import('./pages/users/users-page.js'), 'UsersPage'),
});

const pluginsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/plugins',
  staticData: { permission: 'area.configure' },
  component: lazyRouteComponent(() => import('./pages/plugins/plugins-page.js'), 'PluginsPage'),
});

const pluginRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/plugins/$areaId',
  validateSearch: pluginSearch,
  staticData: { permission: 'area.configure' },
  component: lazyRouteComponent(() => import('./pages/plugins/config-page.js'), 'ConfigPage'),
});

const accountRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/users/account-page.js'), 'AccountPage'),
});

const areaRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/areas/$areaId',
  validateSearch: areaSearch,
  staticData: { permission: 'area.read' },
  component: lazyRouteComponent(() => import('./pages/area/area-page.js'), 'AreaPage'),
});

const areaOwnPageRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/areas/$areaId/$page',
  staticData: { permission: 'area.read' },
  component: lazyRouteComponent(() => import('./pages/area/area-own-page.js'), 'AreaOwnPage'),
});

/** Every page of the portal. A page is loaded when it is first opened. */
export const routeTree = rootRoute.addChildren([
  loginRoute,
  passwordRoute,
  setupRoute,
  shellRoute.addChildren([
    homeRoute,
    boardRoute,
    tasksRoute,
    taskRoute,
    sharesRoute,
    steeringRoute,
    areaRoute,
    areaOwnPageRoute,
    reportRoute,
    reviewRoute,
    gridRoute,
    importsRoute,
    exportsRoute,
    priorRoute,
    burdenRoute,
    jobsRoute,
    calendarRoute,
    meetingsRoute,
    meetingRoute,
    handoutRoute,
    roomRoute,
    unitsRoute,
    usersRoute,
    accountRoute,
    pluginsRoute,
    pluginRoute,
  ]),
]);
