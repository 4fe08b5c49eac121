import { useTranslation } from 'react-i18next';

/** The due day, and how far past or near it is; one that was met says only the day. */
export function Due({ on, today, signed }: { on: string; today: string; signed: boolean }) {
  const { t } = useTranslation('work');
  const days = Math.round((Date.parse(on) - Date.parse(today)) / 86_400_000);
  return (
    <>
      {on}
      {signed ? null : (
        <span className={days < 0 ? 'under overdue' : 'under'}>
          {days < 0
            ? t('overdue', { count: -days })
            : days === 0
              ? t('dueToday')
              : t('dueIn', { count: days })}
        </span>
      )}
    </>
  );
}
