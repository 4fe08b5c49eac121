import { type Period, parsePeriod, periodStart } from '@duban/contract';
import { useTranslation } from 'react-i18next';
import { useKitText } from './use-text.js';

/** Prints a period without its year, as there is one year on screen: `8月`, `Aug`, `Q3`. */
export function useShortPeriod(): (period: Period) => string {
  const { i18n } = useTranslation();
  const t = useKitText();
  const monthName = new Intl.DateTimeFormat(i18n.language, { month: 'short', timeZone: 'UTC' });
  return (period) => {
    const { year, grain, index } = parsePeriod(period);
    const month = monthName.format(new Date(periodStart(period)));
    return t(`shortPeriod.${grain}`, { year, index, month });
  };
}
