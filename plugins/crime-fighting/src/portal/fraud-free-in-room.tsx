import { RoomShares, RoomUnits, type SlotProps } from '@duban/portal-kit';

export const metric = 'crime-fighting.fraud-free-units';

/** So many of the three hundred, and each county's part of it. Clearance is shown among the figures, never by unit. */
export default function FraudFreeInRoom(given: SlotProps['room']) {
  return (
    <>
      <RoomShares given={given} shares={[{ metric, title: { zh: '全市', en: 'The city' } }]} />
      <RoomUnits
        given={given}
        metric={metric}
        kinds={['county']}
        title={{ zh: '各县（市、区）', en: 'By county' }}
      />
    </>
  );
}
