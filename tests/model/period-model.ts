import {
  absent,
  forbidden,
  holds,
  invalid,
  type Refusal,
  readsTasks,
  refusal,
  type Sent,
  versionRefusal,
  type Who,
} from './cast.js';
import { areaOf } from './report-model.js';
import { sees } from './task-model.js';
import { ends, keyOf, type Owed, type Slot, type World } from './world.js';

/** 免报, or the end of it (`back`). */
export interface Excuse {
  do: 'excuse';
  who: Who;
  slot: Slot;
  back: boolean;
  reason?: string | undefined;
}
/** Closes the plan's periods that ended by a day, or none any more. */
export interface Close {
  do: 'close';
  who: Who;
  through: string | null;
  reason?: string | undefined;
  sent: Sent;
}
/** Lets one report of a closed period through until a day; no more with null. */
export interface LetThrough {
  do: 'let-through';
  who: Who;
  slot: Slot;
  until: string | null;
  reason?: string | undefined;
}

/** Plan office, and the lead of the area; of what hangs on a task that one may not know there is nothing. */
function refuseOfOwed(world: World, who: Who, slot: Slot): Refusal | null {
  const known = readsTasks(who) && (slot.form !== 'note' || sees(who, world.task));
  if (!world.owed.has(keyOf(slot)) || !known) return absent;
  const keeps =
    holds(who, 'plan-office') || holds(who, 'area-lead', ({ area }) => area === areaOf(slot, world));
  return keeps ? null : forbidden;
}

export function refuseExcuse(world: World, { who, slot, back, reason }: Omit<Excuse, 'do'>): Refusal | null {
  if (!back && !reason) return invalid;
  const refused = refuseOfOwed(world, who, slot);
  if (refused) return refused;
  const { waived } = world.owed.get(keyOf(slot)) as Owed;
  if (back) return waived ? null : refusal(409, 'not-waived');
  const isIn = world.reports.some(
    (report) =>
      keyOf(report) === keyOf(slot) &&
      (['submitted', 'signed', 'accepted'].includes(report.state) || report.acceptedRevision !== null),
  );
  return waived || isIn ? refusal(409, 'waiver-not-possible') : null;
}

export function excuse(world: World, { slot, back }: Pick<Excuse, 'slot' | 'back'>): Owed {
  const owed = world.owed.get(keyOf(slot)) as Owed;
  owed.waived = !back;
  return owed;
}

export function refuseClose(world: World, { who, through, reason, sent }: Omit<Close, 'do'>): Refusal | null {
  if (!reason) return invalid;
  if (!readsTasks(who)) return absent;
  if (!holds(who, 'plan-office')) return forbidden;
  const version = versionRefusal(sent);
  if (version) return version;
  // Only a month that has ended.
  return through === null || (Object.values(ends).includes(through) && through < world.today)
    ? null
    : invalid;
}

export function close({ plan }: World, { through }: Pick<Close, 'through'>): World['plan'] {
  plan.closedThrough = through;
  plan.version += 1;
  return plan;
}

export function refuseLetThrough(
  world: World,
  { who, slot, until, reason }: Omit<LetThrough, 'do'>,
): Refusal | null {
  if (until !== null && !reason) return invalid;
  const refused = refuseOfOwed(world, who, slot);
  if (refused) return refused;
  if (until !== null && until < world.today) return invalid;
  return ends[slot.period] <= (world.plan.closedThrough ?? '') ? null : refusal(409, 'period-not-closed');
}

export function letThrough(world: World, { slot, until }: Pick<LetThrough, 'slot' | 'until'>): Owed {
  const owed = world.owed.get(keyOf(slot)) as Owed;
  owed.reopenedUntil = until;
  return owed;
}

export const shownOwed = ({ waived, reopenedUntil, received, firstSignedOn }: Owed) => ({
  waived,
  reopenedUntil,
  received,
  firstSignedOn,
});
export const shownPlan = ({ version, closedThrough }: World['plan']) => ({ version, closedThrough });
