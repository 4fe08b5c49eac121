import type { AdjustmentView, TaskDetail } from '@duban/contract';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useAllows } from '../../app/use-allows.js';
import { AdjustmentDialog } from './adjustment-dialog.js';
import { deciding } from './deciding.js';
import { Difference } from './difference.js';
import { type Listed, SteeringList } from './steering-list.js';

/** 调整: old values and new ones, from which day, decided by whom. The plan office proposes them from here. */
export function Adjustments({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('steering');
  const show = useAdjustment();
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
              label: t('adjustment.propose'),
              dialog: (onClose) => <AdjustmentDialog task={task} onClose={onClose} />,
            }
          : null
      }
      show={show}
    />
  );
}

/** How an adjustment is shown, with the steps that the reader may take. */
export function useAdjustment(): (item: AdjustmentView) => Listed {
  const { t } = useTranslation('steering');
  return useCallback(
    (item) => {
      const difference = <Difference before={item.before} after={item.after} />;
      const about = (
        <>
          {difference}
          <div className="dim">
            {[
              t('adjustment.from', { date: item.effectiveOn }),
              t('adjustment.basisIs', { text: item.basis }),
            ].join(' · ')}
          </div>
          <div>{item.reason}</div>
        </>
      );
      return {
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
            {difference}
            {item.decisionReason ? <div className="steering-answer">{item.decisionReason}</div> : null}
            {item.withdrawn ? (
              <div className="steering-answer">
                <span className="dim figure">
                  {[item.withdrawn.on, item.withdrawn.by.name, t('decision.withdraw')].join(' · ')}
                </span>
                <div>{item.withdrawn.reason}</div>
              </div>
            ) : null}
          </>
        ),
        actions: deciding(t, item, `/api/adjustments/${item.id}`, about),
      };
    },
    [t],
  );
}
