import type { Share, ShareTarget } from '@duban/contract';
import { formatNumber, formatTarget, useLanguage, useText, withMeasure } from '@duban/portal-kit';
import { useTranslation } from 'react-i18next';

/** What a unit owes of each metric, beside what it has reached; more than that in its parts is said (层层加码). */
export function ShareTargetLines({
  targets,
  divided = [],
}: {
  targets: readonly ShareTarget[];
  divided?: Share['divided'];
}) {
  const { t } = useTranslation('shares');
  const text = useText();
  const language = useLanguage();
  if (targets.length === 0) return <span className="dim">–</span>;
  return (
    <ul className="share-targets">
      {targets.map((target) => {
        const parts = divided.find((each) => each.metric === target.metric);
        const reached = withMeasure(formatNumber(target.actual, language), target.measure);
        return (
          <li key={target.metric}>
            <span>{text(target.title)}</span>{' '}
            <b className="figure">{formatTarget(target, target.measure, language)}</b>
            <span className="under">
              {[
                target.actual === null
                  ? t('noFigure')
                  : t(target.met ? 'reachedMet' : 'reached', { value: reached }),
                target.dueDate && t('by', { date: target.dueDate }),
                t(`source.${target.source}`),
                target.demo && t('demo'),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
            {parts && parts.verdict !== 'even' ? (
              <span className="under share-warning">
                {t(parts.verdict === 'over' ? 'piledUp' : 'short', {
                  total:
                    parts.total === null
                      ? ''
                      : withMeasure(formatNumber(parts.total, language), target.measure),
                  context: parts.total === null ? 'each' : 'sum',
                })}
              </span>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
