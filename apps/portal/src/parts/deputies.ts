import type { DeputyView, Page } from '@duban/contract';
import { api, useSession } from '@duban/portal-kit';
import { queryOptions, useQuery } from '@tanstack/react-query';

/** Deputies that I named, and heads whose deputy I am. */
export function deputies() {
  return queryOptions({
    queryKey: ['deputies'],
    queryFn: ({ signal }) => api.get<Page<DeputyView>>('/api/deputies', {}, signal),
  });
}

/** The head in whose place I may act today on the tasks that a unit leads; null for none. */
export function useStandsInFor(leadUnitId: string | undefined): DeputyView['head'] | null {
  const { user } = useSession();
  const { data } = useQuery(deputies());
  const mine = data?.items.find(
    (each) => each.inForce && each.tasks && each.deputy.id === user.id && each.unit.id === leadUnitId,
  );
  return mine?.head ?? null;
}
