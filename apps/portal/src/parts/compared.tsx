import type { Compared as ComparedValue } from '@duban/contract';
import { formatNumber, useLanguage, withMeasure } from '@duban/portal-kit';

/** How far a figure lies above (+) or below another one, and that one beneath. Of percentages it is in points. */
export function Compared({
  to,
  measure,
}: {
  to: Pick<ComparedValue, 'value' | 'difference'> | null | undefined;
  measure: string;
}) {
  const language = useLanguage();
  if (!to || to.value === null) return <span className="dim">–</span>;
  return (
    <>
      {to.difference === null ? <span className="dim">–</span> : signed(to.difference, language)}
      <span className="under">{withMeasure(formatNumber(to.value, language), measure)}</span>
    </>
  );
}

function signed(value: number, language: 'zh' | 'en'): string {
  const printed = formatNumber(Math.abs(value), language);
  return value === 0 ? '0' : `${value > 0 ? '+' : '−'}${printed}`;
}
