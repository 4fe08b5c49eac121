import { formatTarget } from '../metric/format.js';
import { useKitText, useLanguage } from '../text/use-text.js';
import type { FrozenStanding } from './frozen-standing.js';

/** Prints a frozen target with what it is: `≥ 50%`, `≥ 90% 示例目标`; nothing for none. */
export function useAimText(): (target: FrozenStanding['target'], measure: string) => string {
  const t = useKitText();
  const language = useLanguage();
  return (target, measure) =>
    !target || target.value === null
      ? ''
      : [
          formatTarget({ direction: target.direction, value: target.value }, measure, language),
          target.firm ? '' : t('stretch'),
          target.source === 'demo' ? t('room.demo') : '',
        ]
          .filter(Boolean)
          .join(' ');
}
