import { type Period, parsePeriod } from '@duban/contract';
import { useKitText } from './use-text.js';

/** Prints a period in the language on screen: `2024年第3季度`, `Q3 2024`. */
export function usePeriodText(): (period: Period) => string {
  const t = useKitText();
  return (period) => {
    const { year, grain, index } = parsePeriod(period);
    const key = grain === 'half' ? `half${index}` : grain;
    return t(`period.${key}`, { year, index, padded: String(index).padStart(2, '0') });
  };
}
