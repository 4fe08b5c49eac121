import { lazy, Suspense } from 'react';
import type { DrillDrawerProps } from './drill-drawer.js';

const DrillDrawer = lazy(() => import('./drill-drawer.js'));

/** The drawer behind a figure, while the address names one. */
export function Drill({
  metric,
  ...rest
}: Omit<DrillDrawerProps, 'metric'> & { metric: string | undefined }) {
  if (!metric) return null;
  return (
    <Suspense fallback={null}>
      <DrillDrawer metric={metric} {...rest} />
    </Suspense>
  );
}
