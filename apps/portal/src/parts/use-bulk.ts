import { api, useChange } from '@duban/portal-kit';
import { type QueryKey, useQuery } from '@tanstack/react-query';
import type { BulkOutcome } from './bulk-frame.js';

/**
 * A change of many things: what would come of it, once all is there that this needs (`given`), and the change itself.
 * What is shown is what the change stands on: it is not asked for again behind it.
 */
export function useBulk<R extends { results: readonly Pick<BulkOutcome, 'outcome'>[] }>(
  path: string,
  given: object | null,
  touched: readonly QueryKey[],
) {
  const preview = useQuery({
    queryKey: ['bulk', path, given],
    gcTime: 0,
    staleTime: Infinity,
    enabled: given !== null,
    queryFn: ({ signal }) => api.post<R>(path, { ...given, dryRun: true }, { signal }),
  });
  const change = useChange(
    (body: object, idempotencyKey) => api.post<R>(path, body, { idempotencyKey }),
    touched,
  );
  const results: readonly R['results'][number][] = preview.data?.results ?? [];
  return {
    preview: preview.data,
    possible: results.filter((each) => each.outcome === 'possible'),
    done: change.data,
    isBusy: change.isPending || preview.isLoading,
    error: preview.error ?? change.error,
    refusal: change.error,
    make: (body: object) => change.mutate(body),
  };
}
