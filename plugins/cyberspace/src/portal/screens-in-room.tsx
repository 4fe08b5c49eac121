import { RoomShares, type SlotProps } from '@duban/portal-kit';
import { rates } from './funnel.js';
import { kinds } from './words.js';

/** For the big screen: of each kind of screen all, those under control, and the share with a mark at what is to be held. */
export default function ScreensInRoom(given: SlotProps['room']) {
  return (
    <RoomShares
      given={given}
      shares={rates.map((metric, at) => ({ metric, ...(kinds[at] ? { title: kinds[at] } : {}) }))}
    />
  );
}
