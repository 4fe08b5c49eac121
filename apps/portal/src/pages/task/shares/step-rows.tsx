import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { DateField } from '../../../parts/labelled.js';

/** A step while it is being written; `key` keeps its row while others come and go. */
export interface StepDraft {
  key: string;
  id?: string;
  title: string;
  dueDate: string | null;
}

export const newStep = (): StepDraft => ({ key: crypto.randomUUID(), title: '', dueDate: null });
export const isWhole = (step: StepDraft) => step.title.trim() !== '' && step.dueDate !== null;
export const sentStep = ({ id, title, dueDate }: StepDraft) => ({
  ...(id ? { id } : {}),
  title: title.trim(),
  dueDate: dueDate ?? '',
});

/** Steps that are still to be done: what, and by when. */
export function StepRows({
  steps,
  of,
  onChange,
}: {
  steps: readonly StepDraft[];
  /** Whose they are, for those who do not see where the fields stand. */
  of: string;
  onChange: (steps: StepDraft[]) => void;
}) {
  const { t } = useTranslation('shares');
  const set = (key: string, changes: Partial<StepDraft>) =>
    onChange(steps.map((each) => (each.key === key ? { ...each, ...changes } : each)));
  return (
    <div className="step-rows">
      {steps.map((step, at) => (
        <div key={step.key} className="step-row">
          <Input
            aria-label={t('step.titleOf', { at: at + 1, unit: of })}
            placeholder={t('step.title')}
            maxLength={200}
            value={step.title}
            onChange={(event) => set(step.key, { title: event.target.value })}
          />
          <DateField
            label={t('step.dateOf', { at: at + 1, unit: of })}
            value={step.dueDate}
            onChange={(dueDate) => set(step.key, { dueDate })}
          />
          <Button
            size="small"
            aria-label={t('step.removeOf', { at: at + 1, unit: of })}
            onClick={() => onChange(steps.filter((each) => each.key !== step.key))}
          >
            {t('remove')}
          </Button>
        </div>
      ))}
      <Button
        size="small"
        aria-label={t('step.addOf', { unit: of })}
        onClick={() => onChange([...steps, newStep()])}
      >
        {t('step.add')}
      </Button>
    </div>
  );
}
