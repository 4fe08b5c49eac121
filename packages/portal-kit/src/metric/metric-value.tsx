import type { Direction } from '@duban/contract';
import { useKitText, useLanguage } from '../text/use-text.js';
import { formatNumber, formatTarget } from './format.js';

export interface MetricValueProps {
  value: number | null;
  measure: string;
  target?: { value: number | null; direction: Direction; firm: boolean } | null;
  /** Denominator under the rules' minimum: shown, marked, and colouring nothing. */
  smallBase?: boolean;
}

/** A figure with its measure, and beneath it the target that it is held against. */
export function MetricValue({ value, measure, target, smallBase = false }: MetricValueProps) {
  const t = useKitText();
  const language = useLanguage();
  const aim = target ? formatTarget(target, measure, language) : '';
  return (
    <span className="metric-value">
      {value === null ? (
        <span className="metric-none">{t('noValue')}</span>
      ) : (
        <span className="metric-number" title={String(value)}>
          {formatNumber(value, language)}
          {measure ? <span className="metric-measure">{measure}</span> : null}
        </span>
      )}
      {smallBase ? <span className="metric-mark">{t('smallBase')}</span> : null}
      {aim ? (
        <span className="metric-target">
          {t('target')} {aim}
          {target?.firm === false ? ` ${t('stretch')}` : ''}
        </span>
      ) : null}
    </span>
  );
}
