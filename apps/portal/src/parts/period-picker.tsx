import { type Grain, periodEnd, periodStart, periodsOfYear } from '@duban/contract';
import { usePeriodText, usePlan } from '@duban/portal-kit';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';

const grains: readonly Grain[] = ['month', 'quarter', 'half', 'year'];

/** Any period of the plan's year that has begun by its business date; latest first. */
export function PeriodPicker({ value, onChange }: { value: string; onChange: (period: string) => void }) {
  const { t } = useTranslation('figures');
  const text = usePeriodText();
  const plan = usePlan();
  const options = grains.map((grain) => ({
    label: t(`grain.${grain}`),
    options: periodsOfYear(plan.year, grain)
      .filter((period) => periodStart(period) <= plan.businessDate)
      .reverse()
      .map((period) => ({
        value: period,
        label: periodEnd(period) > plan.businessDate ? `${text(period)}${t('running')}` : text(period),
      })),
  }));
  return (
    <Select
      className="period-picker"
      aria-label={t('period')}
      options={options}
      value={value}
      onChange={onChange}
    />
  );
}
