import { RoomUnits, type SlotProps } from '@duban/portal-kit';

/** How far the one window has come in each county, and how long it takes there. */
export const metrics = ['public-service.one-window-rate', 'public-service.average-working-days'] as const;

export default function WindowsInRoom(given: SlotProps['room']) {
  return (
    <div className="room-pair">
      {metrics.map((metric) => (
        <RoomUnits key={metric} given={given} metric={metric} kinds={['county']} />
      ))}
    </div>
  );
}
