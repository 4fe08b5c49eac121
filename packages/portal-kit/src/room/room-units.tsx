import type { Text } from '@duban/contract';
import type { SlotProps } from '../area/area-portal.js';
import { formatNumber } from '../metric/format.js';
import { useKitText, useLanguage, useText } from '../text/use-text.js';
import { useAimText } from './aim-text.js';
import { type FrozenStanding, frozenMetric, unitStandings } from './frozen-standing.js';
import { metricMark, RoomFigure } from './room-figure.js';

/**
 * For the meeting room: a metric by units as bars, each with a mark at its target. In the plan's order: no ranking. A
 * dozen rows fill the space beside an area's figures; name kinds of unit where there are more.
 */
export function RoomUnits({
  given,
  metric: key,
  kinds,
  title,
}: {
  given: SlotProps['room'];
  metric: string;
  kinds?: readonly string[];
  /** In place of the metric's own, where the panel's title already says it. */
  title?: Text;
}) {
  const t = useKitText();
  const text = useText();
  const language = useLanguage();
  const aimText = useAimText();
  const metric = frozenMetric(given.snapshot, key);
  const rows = unitStandings(given.snapshot, key, kinds);
  if (!metric) return null;
  // Other measures stand once, above.
  const isShare = metric.measure === '%';
  const judged = rows.filter((row) => row.met !== null);
  const name = text(title ?? metric.title);
  const most = Math.max(1e-9, ...rows.flatMap((row) => [row.value ?? 0, row.target?.value ?? 0]));
  return (
    <figure className="room-units">
      <figcaption>
        <RoomFigure mark={metricMark(key)} onOpen={() => given.openMetric(key)}>
          {name}
        </RoomFigure>
        <span className="dim">
          {[sharedAim(rows, aimText, metric.measure), judged.length > 0 ? judgedText(judged, t) : '']
            .filter(Boolean)
            .join(' · ')}
        </span>
      </figcaption>
      {rows.length === 0 ? <p className="dim">{t('room.none')}</p> : null}
      <table aria-label={name}>
        <tbody>
          {rows.map((row) => (
            <tr key={row.unitId}>
              <th scope="row" className="room-units-name">
                {row.name}
              </th>
              <td className="room-units-bar" aria-hidden="true">
                <Bar
                  share={(row.value ?? 0) / most}
                  mark={row.target?.value == null ? null : row.target.value / most}
                />
              </td>
              <td className="num">
                {row.value === null ? '–' : `${formatNumber(row.value, language, 1)}${isShare ? '%' : ''}`}
              </td>
              <td className="room-units-met">
                {row.met === null ? null : (
                  <>
                    <span className="visually-hidden">{t(row.met ? 'room.met' : 'room.unmet')}</span>
                    {row.met ? <span aria-hidden="true">✓</span> : null}
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function judgedText(judged: readonly FrozenStanding[], t: ReturnType<typeof useKitText>): string {
  return t('room.metOf', { met: judged.filter((row) => row.met).length, all: judged.length });
}

/** The target that all units share, as it is printed; else the measure alone. */
function sharedAim(
  rows: readonly FrozenStanding[],
  aimText: ReturnType<typeof useAimText>,
  measure: string,
): string {
  const texts = rows.map(({ target }) => aimText(target, measure));
  return texts[0] && texts.every((each) => each === texts[0]) ? texts[0] : measure;
}

/** A bar of `share` (0 to 1) with a mark at the target. */
export function Bar({ share, mark }: { share: number; mark: number | null }) {
  const percent = (value: number) => `${Math.min(100, Math.max(0, value * 100))}%`;
  return (
    <span className="room-share-bar">
      <span className="room-share-fill" style={{ width: percent(share) }} />
      {mark === null ? null : <span className="room-share-mark" style={{ left: percent(mark) }} />}
    </span>
  );
}
