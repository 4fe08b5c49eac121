import type { Text } from '@duban/contract';
import type { SlotProps } from '../area/area-portal.js';
import { formatNumber, withMeasure } from '../metric/format.js';
import { useKitText, useLanguage, useText } from '../text/use-text.js';
import { useAimText } from './aim-text.js';
import { type FrozenStanding, frozenMetric, rootStanding } from './frozen-standing.js';
import { metricMark, RoomFigure } from './room-figure.js';
import { Bar } from './room-units.js';

/** A metric, called by a shorter name where the panel's title already says the rest. */
export interface RoomShare {
  metric: string;
  title?: Text;
}

/** So many steps can still be counted on the screen. */
const stepsDrawn = 12;

/**
 * For the meeting room: how much of the whole is there. Of a rate its two sides and the share, with a mark at the
 * target; of a number the steps to its target, n of m.
 */
export function RoomShares({ given, shares }: { given: SlotProps['room']; shares: readonly RoomShare[] }) {
  const t = useKitText();
  const text = useText();
  const aimText = useAimText();
  return (
    <ul className="room-shares">
      {shares.map(({ metric: key, title }) => {
        const metric = frozenMetric(given.snapshot, key);
        if (!metric) return null;
        const standing = rootStanding(given.snapshot, key);
        return (
          <li key={key}>
            <RoomFigure
              mark={metricMark(key)}
              className="room-share-head"
              onOpen={() => given.openMetric(key)}
            >
              <span>
                {text(title ?? metric.title)}{' '}
                <span className="dim">{aimText(standing?.target ?? null, metric.measure)}</span>
              </span>
              {standing && standing.value !== null ? (
                <Numbers standing={standing} measure={metric.measure} />
              ) : (
                <span className="dim">{t('room.none')}</span>
              )}
            </RoomFigure>
            <Whole standing={standing} />
          </li>
        );
      })}
    </ul>
  );
}

function Numbers({ standing, measure }: { standing: FrozenStanding; measure: string }) {
  const language = useLanguage();
  const { value, numerator, denominator, target } = standing;
  const print = (each: number | null) => formatNumber(each, language);
  if (denominator !== null)
    return (
      <span className="figure">
        {print(numerator)} / {print(denominator)}{' '}
        <b>{withMeasure(formatNumber(value, language, 1), measure)}</b>
      </span>
    );
  return (
    <span className="figure">
      <b>{print(value)}</b>
      {target && target.value !== null ? ` / ${withMeasure(print(target.value), measure)}` : ` ${measure}`}
    </span>
  );
}

/** The drawing beside the numbers, which say the same. */
function Whole({ standing }: { standing: FrozenStanding | null }) {
  const { value = null, denominator = null, target = null } = standing ?? {};
  const aim = target?.value ?? null;
  if (denominator !== null) return <Bar share={(value ?? 0) / 100} mark={aim === null ? null : aim / 100} />;
  if (aim === null || aim <= 0) return null;
  if (aim > stepsDrawn || !Number.isInteger(aim)) return <Bar share={(value ?? 0) / aim} mark={null} />;
  return (
    <span className="room-share-steps" aria-hidden="true">
      {Array.from({ length: aim }, (_, at) => at + 1).map((step) => (
        <span key={step} className={step <= (value ?? 0) ? 'done' : undefined} />
      ))}
    </span>
  );
}
