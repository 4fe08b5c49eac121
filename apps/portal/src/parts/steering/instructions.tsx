import type { InstructionView, TaskDetail } from '@duban/contract';
import { usePlan } from '@duban/portal-kit';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useAllows } from '../../app/use-allows.js';
import type { DialogField } from './steering-dialog.js';
import { beginning, type Listed, SteeringList } from './steering-list.js';

/** 批示: what leaders asked for, and what the lead unit answered. */
export function Instructions({ task }: { task: TaskDetail }) {
  const show = useInstruction();
  const { t } = useTranslation('steering');
  const plan = usePlan();
  const allows = useAllows();
  const mayWrite = !['archived', 'terminated'].includes(task.state) && allows('instruction.write');
  return (
    <SteeringList<InstructionView>
      task={task}
      kind="instructions"
      title={t('instruction.title')}
      begin={
        mayWrite
          ? beginning(t('instruction.write'), {
              title: t('instruction.write'),
              path: `/api/tasks/${task.id}/instructions`,
              fields: [
                { name: 'text', label: t('instruction.text'), kind: 'text' },
                { name: 'answerBy', label: t('answerBy'), kind: 'date', min: plan.businessDate },
              ],
            })
          : null
      }
      show={show}
    />
  );
}

/** What each step asks for. */
const fieldsOf: Record<'answer' | 'close' | 'hand-over', readonly DialogField[]> = {
  answer: [{ name: 'text', label: 'answerText', kind: 'text' }],
  close: [],
  'hand-over': [
    { name: 'leaderId', label: 'to', kind: 'leader' },
    { name: 'text', label: 'basis', kind: 'text' },
  ],
};

/** How an instruction is shown, with the steps that the reader may take. */
export function useInstruction(): (item: InstructionView) => Listed {
  const { t } = useTranslation('steering');
  return useCallback(
    (item) => ({
      heading: (
        <>
          <b>{item.writtenBy.name}</b>{' '}
          <span className={item.late ? 'overdue' : 'dim'}>
            {item.late ? t('instruction.late') : t(`instruction.state.${item.state}`)}
          </span>
        </>
      ),
      line: [
        item.writtenOn,
        t('answerByDay', { date: item.answerBy }),
        ...(item.heldBy.id === item.writtenBy.id ? [] : [t('instruction.held', { name: item.heldBy.name })]),
        ...(item.holderActive ? [] : [t('instruction.orphan')]),
      ].join(' · '),
      text: item.text,
      more: item.answers.map((each) => (
        <div key={`${each.on} ${each.by.id} ${each.text}`} className="steering-answer">
          <span className="dim figure">{[each.on, each.by.name].join(' · ')}</span>
          <div>{each.text}</div>
        </div>
      )),
      actions: (['answer', 'close', 'hand-over'] as const)
        .filter((move) => item.moves.includes(move))
        .map((move) => ({
          label: t(`instruction.${move}`),
          primary: move === 'answer',
          action: {
            title: t(`instruction.${move}`),
            note: item.text,
            path: `/api/instructions/${item.id}/moves`,
            body: { move },
            version: item.version,
            fields: fieldsOf[move].map((field) => ({ ...field, label: t(`instruction.${field.label}`) })),
          },
        })),
    }),
    [t],
  );
}
