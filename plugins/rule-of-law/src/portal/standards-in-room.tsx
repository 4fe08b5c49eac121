import { RoomShares, type SlotProps } from '@duban/portal-kit';

/** What is built up once and for all: n of m, with a mark at the target. */
export const shares = [
  'rule-of-law.two-unifications',
  'rule-of-law.case-centre-rate',
  'rule-of-law.qualification-rate',
  'rule-of-law.legal-officer-rate',
  'rule-of-law.units-connected-rate',
].map((metric) => ({ metric }));

export default function StandardsInRoom(given: SlotProps['room']) {
  return <RoomShares given={given} shares={shares} />;
}
