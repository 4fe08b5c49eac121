import { RoomShares, type SlotProps } from '@duban/portal-kit';

/** What is due to everybody: n of m, in the order of the plan's tasks. */
export const metrics = [
  'team-building.branches-covered-rate',
  'team-building.conduct-rectified-rate',
  'team-building.drill-pass-rate',
  'team-building.checkups-done-rate',
  'team-building.leave-taken-rate',
] as const;

export default function CareInRoom(given: SlotProps['room']) {
  return <RoomShares given={given} shares={metrics.map((metric) => ({ metric }))} />;
}
