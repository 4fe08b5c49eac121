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
import { areaSearch, boardSearch, loginSearch, planSearch, tasksSearch } from './app/search.js';
import { homeOf } from './shell/navigation.js';
import { RouteError } from './shell/route-error.js';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Shown only to sessions that hold it. */
    permission?: Permission;
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
  beforeLoad: ({ context }) => {
    const to = homeOf(context.session);
    if (to) throw redirect({ to });
  },
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
  shellRoute.addChildren([homeRoute, boardRoute, tasksRoute, areaRoute, areaOwnPageRoute]),
]);
