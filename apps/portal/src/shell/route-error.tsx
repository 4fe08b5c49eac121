import { ErrorState } from '@duban/portal-kit';
import type { ErrorComponentProps } from '@tanstack/react-router';

/** What stands in a page's place when it could not be loaded or threw. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  return <ErrorState error={error} onRetry={reset} />;
}
