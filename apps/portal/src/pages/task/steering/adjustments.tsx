import type { AdjustmentView, TaskDetail } from '@duban/contract';
import { usePlan } from '@duban/portal-kit';
import { useTranslation } from 'react-i18next';
import { useAllows } from '../../../app/use-allows.js';
import { deciding } from './deciding.js';
import { SteeringList } from './steering-list.js';

/** A value of an adjustment in words: a date, a number, a unit's or a task's name, or several of them. */
function said(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(said).join('、');
  if (typeof value === 'object') {
    const { name, title } = value as { name?: string; title?: string };
    return name ?? title ?? '';
  }
  return typeof value === 'boolean' ? (value ? '✓' : '✗') : String(value);
}

/** 调整: old values and new ones, from which day, decided by whom. The plan office moves dates from here. */
export function Adjustments({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('steering');
  const plan = usePlan();
  const allows = useAllows();
  const mayPropose =
    ['issued', 'in-progress', 'closure-review', 'suspended'].includes(task.state) &&
    allows('adjustment.propose');
  return (
    <SteeringList<AdjustmentView>
      task={task}
      kind="adjustments"
      title={t('adjustment.title')}
      begin={
        mayPropose
          ? {
              label: t('adjustment.proposeDate'),
              action: {
                title: t('adjustment.proposeDate'),
                note: t('adjustment.note'),
                path: `/api/tasks/${task.id}/adjustments`,
                body: { kind: 'date' },
                fields: [
                  { name: 'dueDate', label: t('adjustment.dueDate'), kind: 'date', min: plan.businessDate },
                  {
                    name: 'effectiveOn',
                    label: t('adjustment.effectiveOn'),
                    kind: 'date',
                    min: plan.businessDate,
                    initial: plan.businessDate,
                  },
                  { name: 'reason', label: t('reason'), kind: 'text' },
                  { name: 'basis', label: t('adjustment.basis'), kind: 'text' },
                ],
              },
            }
          : null
      }
      show={(item) => ({
        heading: (
          <>
            <b>{t(`adjustment.kind.${item.kind}`)}</b>{' '}
            <span className="dim">{t(`adjustment.state.${item.state}`)}</span>
          </>
        ),
        line: [
          item.proposedOn,
          item.proposedBy.name,
          t('adjustment.from', { date: item.effectiveOn }),
          item.decidedBy?.name,
        ]
          .filter(Boolean)
          .join(' · '),
        text: item.reason,
        more: (
          <>
            <div className="dim">{t('adjustment.basisIs', { text: item.basis })}</div>
            {Object.entries(item.after)
              .filter(([name, value]) => said(value) !== said(item.before[name]))
              .map(([name, value]) => (
                <div key={name} className="figure">
                  {t(`adjustment.value.${name}`)} {said(item.before[name])} → {said(value)}
                </div>
              ))}
            {item.decisionReason ? <div className="steering-answer">{item.decisionReason}</div> : null}
          </>
        ),
        actions: deciding(t, item, `/api/adjustments/${item.id}/moves`),
      })}
    />
  );
}
