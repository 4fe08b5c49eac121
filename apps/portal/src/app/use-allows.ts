import { type Actor, allows, type Permission, type Subject } from '@duban/contract';
import { queries, useCan, useSession } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

/**
 * Whether the session may do something to one thing, by the policy that the API enforces: what it may not do
 * is not drawn. A unit's path and kind are filled in from the tree of today.
 */
export function useAllows(): (permission: Permission, subject?: Subject) => boolean {
  const session = useSession();
  const can = useCan();
  const units = useQuery({ ...queries.units(), enabled: can('unit.read') });
  return useMemo(() => {
    const byId = new Map(units.data?.items.map((unit) => [unit.id, unit]));
    const actor: Actor = {
      id: session.user.id,
      name: session.user.name,
      unitId: session.user.unitId,
      grants: session.grants.flatMap(({ role, unitId, areaId }) =>
        [unitId, ...session.takenOver.filter(({ by }) => by === unitId).map((gone) => gone.unitId)].map(
          (id) => ({ role, unitId: id, areaId, unitPath: byId.get(id ?? '')?.path ?? null }),
        ),
      ),
    };
    return (permission, subject = {}) => {
      const unit = byId.get(subject.unitId ?? '');
      return allows(actor, permission, {
        unitPath: unit?.path ?? null,
        unitKind: unit?.kind ?? null,
        ...subject,
      });
    };
  }, [session, units.data]);
}
