import { RoomUnits, type SlotProps } from '@duban/portal-kit';

/** The two rates that the plan asks of every county, side by side. */
export const rates = ['grassroots.diversion-rate', 'grassroots.repeat-call-rate'] as const;

export default function CallsInRoom(given: SlotProps['room']) {
  return (
    <div className="room-pair">
      {rates.map((metric) => (
        <RoomUnits key={metric} given={given} metric={metric} kinds={['county']} />
      ))}
    </div>
  );
}
