import type { SessionView } from '@duban/contract';
import { getRouteApi } from '@tanstack/react-router';

const route = getRouteApi('/shell');

/** The session that let the reader in, before the kit's own context stands. */
export function useSession(): SessionView {
  return route.useRouteContext().session;
}
