import type { SlotProps } from '../area/area-portal.js';
import { formatNumber, formatTarget, withMeasure } from '../metric/format.js';
import { useKitText, useLanguage, useText } from '../text/use-text.js';
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
}: {
  given: SlotProps['room'];
  metric: string;
  kinds?: readonly string[];
}) {
  const t = useKitText();
  const text = useText();
  const language = useLanguage();
  const metric = frozenMetric(given.snapshot, key);
  const rows = unitStandings(given.snapshot, key, kinds);
  if (!metric) return null;
  const judged = rows.filter((row) => row.met !== null);
  const most = Math.max(1e-9, ...rows.flatMap((row) => [row.value ?? 0, row.target?.value ?? 0]));
  return (
    <figure className="room-units">
      <figcaption>
        <RoomFigure mark={metricMark(key)} onOpen={() => given.openMetric(key)}>
          {text(metric.title)}
        </RoomFigure>
        <span className="dim">
          {[sharedTarget(rows, metric.measure, language), judged.length > 0 ? judgedText(judged, t) : '']
            .filter(Boolean)
            .join(' · ')}
        </span>
      </figcaption>
      {rows.length === 0 ? <p className="dim">{t('room.none')}</p> : null}
      <table aria-label={text(metric.title)}>
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
                {row.value === null ? '–' : withMeasure(formatNumber(row.value, language, 1), metric.measure)}
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

/** The target that all units share, as it is printed; nothing where each has its own. */
function sharedTarget(
  rows: readonly FrozenStanding[],
  measure: string,
  language: ReturnType<typeof useLanguage>,
): string {
  const texts = rows.map(({ target }) =>
    target
      ? formatTarget({ direction: target.direction as 'at-least', value: target.value }, measure, language)
      : '',
  );
  return texts.every((each) => each === texts[0]) ? (texts[0] ?? '') : '';
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
