import type { ContestView, TaskDetail } from '@duban/contract';
import { LightTag } from '@duban/portal-kit';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useAllows } from '../../app/use-allows.js';
import { beginning, type Listed, SteeringList } from './steering-list.js';

/** 异议: what a unit holds against the light, and the plan office's answer. */
export function Contests({ task }: { task: TaskDetail }) {
  const show = useContest();
  const { t } = useTranslation('steering');
  const allows = useAllows();
  const mayContest =
    ['issued', 'in-progress', 'closure-review'].includes(task.state) &&
    task.assignments.some(({ unit }) => allows('light.contest', { areaId: task.areaId, unitId: unit.id }));
  return (
    <SteeringList<ContestView>
      task={task}
      kind="light-contests"
      title={t('contest.title')}
      begin={
        mayContest
          ? beginning(t('contest.raise'), {
              title: t('contest.raise'),
              note: t('contest.note'),
              path: `/api/tasks/${task.id}/light-contests`,
              fields: [{ name: 'reason', label: t('reason'), kind: 'text' }],
            })
          : null
      }
      show={show}
    />
  );
}

/** How an objection is shown, with the steps that the reader may take. */
export function useContest(): (item: ContestView) => Listed {
  const { t } = useTranslation('steering');
  return useCallback(
    (item) => ({
      heading: (
        <>
          <LightTag colour={item.colour} /> <b>{item.unit.name}</b>
        </>
      ),
      line: [item.raisedOn, item.raisedBy.name].join(' · '),
      text: item.reason,
      more: item.answer ? (
        <div className="steering-answer">
          <span className="dim figure">
            {[
              item.answer.on,
              item.answer.by.name,
              t(item.answer.upheld ? 'contest.upheld' : 'contest.rejected'),
            ].join(' · ')}
          </span>
          <div>{item.answer.text}</div>
        </div>
      ) : null,
      actions: item.moves.includes('answer')
        ? [
            {
              label: t('contest.answer'),
              primary: true,
              action: {
                title: t('contest.answer'),
                note: item.reason,
                path: `/api/light-contests/${item.id}/answer`,
                version: item.version,
                fields: [
                  { name: 'upheld', label: t('contest.outcome'), kind: 'yes-no' },
                  { name: 'text', label: t('contest.text'), kind: 'text' },
                ],
              },
            },
          ]
        : [],
    }),
    [t],
  );
}
