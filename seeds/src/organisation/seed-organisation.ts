import type { RequestContext } from '@duban/server-kit';
import type { Services } from '../services.js';
import { groups, organisation, type UnitSeed } from './units.js';

export interface SeededUnit extends UnitSeed {
  id: string;
}

/** The units by their code. */
export type UnitDirectory = ReadonlyMap<string, SeededUnit>;

/** A unit that must be there. */
export function unitOf(units: UnitDirectory, code: string): SeededUnit {
  const unit = units.get(code);
  if (!unit) throw new Error(`the demo organisation has no unit ${code}`);
  return unit;
}

/** Builds the invented bureau as it stands from the given day on. */
export async function seedOrganisation(
  { units }: Services,
  ctx: RequestContext,
  from: string,
): Promise<UnitDirectory> {
  const seeded = new Map<string, SeededUnit>();
  for (const unit of organisation) {
    const parentId = unit.parentCode === null ? null : unitOf(seeded, unit.parentCode).id;
    const { id } = await units.add(ctx, {
      parentId,
      code: unit.code,
      name: unit.name,
      kind: unit.kind,
      from,
    });
    seeded.set(unit.code, { ...unit, id });
  }
  for (const group of groups) {
    const { id } = await units.add(ctx, {
      parentId: null,
      code: group.code,
      name: group.name,
      kind: 'group',
      from,
    });
    for (const code of group.members) await units.addMember(ctx, id, unitOf(seeded, code).id);
  }
  return seeded;
}
