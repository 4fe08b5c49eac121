import { usePlanIfAny } from '@duban/portal-kit';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';

/** The page of a thing of another plan shows that plan: notifications and bookmarks name none. */
export function usePlanOf(planId: string | undefined): void {
  const plan = usePlanIfAny();
  const navigate = useNavigate();
  const other = planId !== undefined && plan !== null && planId !== plan.id;
  useEffect(() => {
    if (other) void navigate({ to: '.', search: (before) => ({ ...before, plan: planId }), replace: true });
  }, [other, planId, navigate]);
}
