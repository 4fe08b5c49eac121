import { queries, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';

/** A metric's title in the language on screen, by its full key; the key where nobody knows it any more. */
export function useMetricTitle(): (key: string) => string {
  const text = useText();
  const metrics = useQuery(queries.metrics());
  return (key) => text(metrics.data?.items.find((each) => each.key === key)?.title) || key;
}
