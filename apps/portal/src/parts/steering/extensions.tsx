import type { ExtensionView, TaskDetail } from '@duban/contract';
import { usePlan } from '@duban/portal-kit';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useAllows } from '../../app/use-allows.js';
import { useStandsInFor } from '../deputies.js';
import { deciding } from './deciding.js';
import { Difference } from './difference.js';
import { beginning, type Listed, SteeringList } from './steering-list.js';

/** 延期: asked for, approved, granted or refused. */
export function Extensions({ task }: { task: TaskDetail }) {
  const show = useExtension();
  const { t } = useTranslation('steering');
  const plan = usePlan();
  const allows = useAllows();
  const head = useStandsInFor(task.leadUnit?.id);
  const mayAsk =
    (task.state === 'issued' || task.state === 'in-progress') &&
    task.dueDate !== null &&
    plan.businessDate <= task.dueDate &&
    (head !== null ||
      allows('extension.ask', { areaId: task.areaId, leadUnitId: task.leadUnit?.id ?? null }));
  return (
    <SteeringList<ExtensionView>
      task={task}
      kind="extensions"
      title={t('extension.title')}
      begin={
        mayAsk
          ? beginning(t('extension.ask'), {
              title: t('extension.ask'),
              note: [
                head ? t('extension.behalf', { name: head.name }) : null,
                t('extension.note', { date: task.dueDate }),
              ]
                .filter(Boolean)
                .join(' '),
              path: `/api/tasks/${task.id}/extensions`,
              fields: [
                { name: 'dueDate', label: t('extension.dueDate'), kind: 'date', min: task.dueDate ?? '' },
                { name: 'reason', label: t('reason'), kind: 'text' },
                { name: 'progress', label: t('extension.progress'), kind: 'text' },
              ],
            })
          : null
      }
      show={show}
    />
  );
}

/** How an extension is shown, with the steps that the reader may take. */
export function useExtension(): (item: ExtensionView) => Listed {
  const { t } = useTranslation('steering');
  return useCallback(
    (item) => ({
      heading: (
        <>
          <b>{t(`extension.state.${item.state}`)}</b>{' '}
          <span className="figure">
            {item.dueDateBefore} → {item.dueDate}
          </span>
        </>
      ),
      line: [
        item.askedOn,
        item.askedFor
          ? t('extension.askedFor', { name: item.askedBy.name, head: item.askedFor.name })
          : item.askedBy.name,
      ].join(' · '),
      text: item.reason,
      more: (
        <>
          <div className="dim">{t('extension.progressIs', { text: item.progress })}</div>
          {item.decisions.map((each) => (
            <div key={`${each.on} ${each.by.id}`} className="steering-answer">
              <span className="dim figure">
                {[each.on, each.by.name, t(`decision.${each.move}`)].join(' · ')}
              </span>
              {each.reason ? <div>{each.reason}</div> : null}
            </div>
          ))}
        </>
      ),
      actions: deciding(
        t,
        item,
        `/api/extensions/${item.id}`,
        <>
          <Difference before={{ dueDate: item.dueDateBefore }} after={{ dueDate: item.dueDate }} />
          <div>{item.reason}</div>
          <div className="dim">{t('extension.progressIs', { text: item.progress })}</div>
        </>,
      ),
    }),
    [t],
  );
}
