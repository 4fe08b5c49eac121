import { type TaskDetail, type UrgingView, urgingStateTitles } from '@duban/contract';
import { usePlan, useText } from '@duban/portal-kit';
import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useAllows } from '../../app/use-allows.js';
import { beginning, type Listed, type ListedAction, SteeringList } from './steering-list.js';

/** 督办: slips with their steps: to sign, to answer, to lift. */
export function Urgings({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('steering');
  const show = useUrging();
  const plan = usePlan();
  const allows = useAllows();
  const mayUrge =
    ['issued', 'in-progress', 'closure-review'].includes(task.state) &&
    allows('urging.issue', { areaId: task.areaId });
  return (
    <SteeringList<UrgingView>
      task={task}
      kind="urgings"
      title={t('urging.title')}
      begin={
        mayUrge
          ? beginning(t('urging.urge'), {
              title: t('urging.urge'),
              path: `/api/tasks/${task.id}/urgings`,
              fields: [
                { name: 'text', label: t('urging.text'), kind: 'text' },
                { name: 'answerBy', label: t('answerBy'), kind: 'date', min: plan.businessDate },
              ],
            })
          : null
      }
      show={show}
    />
  );
}

/** How a slip is shown, with the steps that the reader may take. */
export function useUrging(): (item: UrgingView) => Listed {
  const { t } = useTranslation('steering');
  const text = useText();
  const plan = usePlan();
  return useCallback(
    (item) => ({
      heading: (
        <>
          <b>{text(item.title)}</b>{' '}
          <span className={item.late ? 'overdue' : 'dim'}>
            {item.late ? t('urging.late') : text(urgingStateTitles[item.state])}
          </span>
        </>
      ),
      line: [
        item.issuedOn ?? item.draftedOn,
        item.unit.name,
        item.signedBy?.name ?? item.createdBy?.name,
        t('answerByDay', { date: item.answerBy }),
      ]
        .filter(Boolean)
        .join(' · '),
      text: item.text,
      more: item.acknowledgement ? (
        <div className="steering-answer">
          <span className="dim figure">
            {[
              item.acknowledgement.on,
              item.acknowledgement.by.name,
              t('urging.promised', { date: item.acknowledgement.promisedFor }),
            ].join(' · ')}
          </span>
          <div>{item.acknowledgement.measures}</div>
        </div>
      ) : null,
      actions: stepsOf(item, t, plan.businessDate),
    }),
    [t, text, plan],
  );
}

function stepsOf(item: UrgingView, t: TFunction<'steering'>, today: string): ListedAction[] {
  const given = { path: `/api/urgings/${item.id}/moves`, version: item.version };
  const steps: Record<string, ListedAction> = {
    sign: {
      label: t('urging.sign'),
      primary: true,
      action: {
        ...given,
        title: t('urging.sign'),
        body: { move: 'sign' },
        fields: [{ name: 'text', label: t('urging.text'), kind: 'text', initial: item.text }],
      },
    },
    acknowledge: {
      label: t('urging.acknowledge'),
      primary: true,
      action: {
        ...given,
        title: t('urging.acknowledge'),
        note: item.text,
        body: { move: 'acknowledge' },
        fields: [
          { name: 'measures', label: t('urging.measures'), kind: 'text' },
          { name: 'promisedFor', label: t('urging.promisedFor'), kind: 'date', min: today },
        ],
      },
    },
    lift: {
      label: t('urging.lift'),
      action: {
        ...given,
        title: t('urging.lift'),
        body: { move: 'lift' },
        fields: [{ name: 'reason', label: t('reason'), kind: 'text' }],
      },
    },
  };
  return item.moves.flatMap((move) => steps[move] ?? []);
}
