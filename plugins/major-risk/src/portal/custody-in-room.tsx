import { RoomShares, RoomUnits, type SlotProps } from '@duban/portal-kit';

export const hazards = 'major-risk.custody-hazard-rectified-rate';
export const metrics = [hazards, 'major-risk.in-house-check-rate'] as const;

/** How much of what was found is put right and how far the checks have come; below, each county's hazards. */
export default function CustodyInRoom(given: SlotProps['room']) {
  return (
    <>
      <RoomShares given={given} shares={metrics.map((metric) => ({ metric }))} />
      <RoomUnits
        given={given}
        metric={hazards}
        kinds={['county']}
        title={{ zh: '隐患整改率：各县（市、区）', en: 'Hazards rectified, by county' }}
      />
    </>
  );
}
