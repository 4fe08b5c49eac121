import { RoomShares, RoomUnits, type SlotProps } from '@duban/portal-kit';

export const feedback = 'public-relations.feedback-on-time-rate';
export const openDays = 'public-relations.open-days';
export const metrics = [feedback, openDays] as const;

/** How much of what people wrote was answered in time, and where the doors stood open. */
export default function OpenDaysInRoom(given: SlotProps['room']) {
  return (
    <>
      <RoomShares given={given} shares={[{ metric: feedback }]} />
      <RoomUnits given={given} metric={openDays} kinds={['county']} />
    </>
  );
}
