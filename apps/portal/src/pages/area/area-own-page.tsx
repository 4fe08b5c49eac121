import {
  LoadingState,
  MissingState,
  PageLayout,
  PanelBoundary,
  QueryView,
  useCan,
  usePlan,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense } from 'react';
import { loadAreaPortal } from '../../areas.js';

const route = getRouteApi('/shell/areas/$areaId/$page');

/** A page that an area brings. Without its permission it is not there. */
export function AreaOwnPage() {
  const text = useText();
  const can = useCan();
  const plan = usePlan();
  const { areaId, page: path } = route.useParams();
  const portal = useQuery({
    queryKey: ['area-portal', areaId],
    staleTime: Infinity,
    queryFn: () => loadAreaPortal(areaId),
  });
  const enabled = plan.areas.some((area) => area.id === areaId && area.enabled);
  return (
    <QueryView query={portal}>
      {(found) => {
        const page = found?.pages.find((each) => each.path === path);
        if (!page || !enabled || !can(page.permission)) return <MissingState />;
        return (
          <PageLayout title={text(page.title)}>
            <PanelBoundary name={text(page.title)}>
              <Suspense fallback={<LoadingState />}>
                <page.component planId={plan.id} />
              </Suspense>
            </PanelBoundary>
          </PageLayout>
        );
      }}
    </QueryView>
  );
}
