import {
  lifecycle,
  type Page,
  type TaskMovesResult,
  type TaskOffers,
  type TaskView,
  taskTitle,
  type UrgingsResult,
} from '@duban/contract';
import { api, useLanguage, usePlan, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Radio } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { touchedByTask } from '../pages/task/task-queries.js';
import { BulkFrame } from './bulk-frame.js';
import { DateField, Labelled, Words } from './labelled.js';
import { saidOf } from './problem-note.js';
import { useBulk } from './use-bulk.js';

export interface TaskBulkProps {
  tasks: readonly TaskView[];
  /** `done`: something was changed. */
  onClose: (done: boolean) => void;
}

function useRows(tasks: readonly TaskView[]) {
  const language = useLanguage();
  return useMemo(
    () =>
      tasks.map((task) => ({
        id: task.id,
        label: `${task.number ? `${task.number} ` : ''}${taskTitle(task, language)}`,
      })),
    [tasks, language],
  );
}

/** 督办: urges the lead units of many tasks, after showing whom. */
export function UrgeTasks({ tasks, onClose }: TaskBulkProps) {
  const { t } = useTranslation('tasks');
  const plan = usePlan();
  const [given] = useState(tasks);
  const rows = useRows(given);
  const [text, setText] = useState('');
  const [answerBy, setAnswerBy] = useState<string | null>(null);
  const taskIds = useMemo(() => given.map((task) => task.id), [given]);
  const bulk = useBulk<UrgingsResult>('/api/urgings', { taskIds }, [['urgings'], ...touchedByTask]);
  return (
    <BulkFrame
      title={t('bulk.urge', { count: given.length })}
      rows={rows}
      outcomes={(bulk.done ?? bulk.preview)?.results.map((each) => ({ ...each, note: each.unit?.name }))}
      finished={bulk.done}
      act={{
        label: t('bulk.send', { count: bulk.possible.length }),
        loading: bulk.isBusy,
        disabled: bulk.possible.length === 0 || !text.trim() || !answerBy,
        onClick: () => bulk.make({ taskIds, text: text.trim(), answerBy }),
      }}
      error={bulk.error}
      shownAt={['text', 'answerBy']}
      onClose={() => onClose(bulk.done !== undefined)}
    >
      <div className="dialog-form">
        <Words
          label={t('bulk.words')}
          said={saidOf(bulk.refusal, 'text')}
          autoFocus
          value={text}
          onChange={setText}
        />
        <Labelled label={t('bulk.answerBy')} said={saidOf(bulk.refusal, 'answerBy')}>
          {(control) => (
            <DateField {...control} value={answerBy} min={plan.businessDate} onChange={setAnswerBy} />
          )}
        </Labelled>
      </div>
    </BulkFrame>
  );
}

/** Makes one move of many tasks: which of them may make it is asked of the API, move by move. */
export function MoveTasks({ tasks, onClose }: TaskBulkProps) {
  const { t } = useTranslation('tasks');
  const text = useText();
  const [given] = useState(tasks);
  const rows = useRows(given);
  const [chosen, setChosen] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [dueDate, setDueDate] = useState<string | null>(null);
  const plan = usePlan();
  const ids = useMemo(() => given.map((task) => task.id), [given]);
  const offers = useQuery({
    queryKey: ['tasks', 'offers', ids],
    gcTime: 0,
    staleTime: Infinity,
    queryFn: ({ signal }) => api.post<Page<TaskOffers>>('/api/tasks/moves/offers', { ids }, { signal }),
  });
  const offered = lifecycle.flatMap(({ move, title, second }) => {
    const count = offers.data?.items.filter((each) => each.moves.some((offer) => offer.move === move)).length;
    return count ? [{ move, title: text(title), count, second }] : [];
  });
  // What takes two people is never chosen before somebody chose it.
  const move = chosen ?? offered.find((each) => each.second === null)?.move;
  const base = useMemo(
    () => ({ ids, versions: given.map((task) => task.version), move }),
    [ids, given, move],
  );
  const bulk = useBulk<TaskMovesResult>('/api/tasks/moves', move === undefined ? null : base, touchedByTask);
  const possible = bulk.possible.length;
  const row = lifecycle.find((each) => each.move === move);
  const asksReason = row?.needs.includes('reason') ?? false;
  const asksDate = row?.needs.includes('dueDate') ?? false;
  const isAsked = Boolean(row?.second);
  const title = offered.find((each) => each.move === move)?.title;
  return (
    <BulkFrame
      title={t('bulk.move', { count: given.length })}
      rows={rows}
      outcomes={(bulk.done ?? bulk.preview)?.results.map((each) => ({
        ...each,
        note: each.behalfOf ? t('bulk.behalf', { name: each.behalfOf.name }) : null,
        message: each.message ?? (isAsked ? t(`bulk.asked.${each.outcome}`) : null),
      }))}
      finished={bulk.done}
      act={{
        label: title
          ? t(isAsked ? 'bulk.ask' : 'bulk.make', { move: title, count: possible })
          : t('bulk.noMove'),
        loading: bulk.isBusy || offers.isLoading,
        disabled: possible === 0 || (asksReason && !reason.trim()) || (asksDate && !dueDate),
        onClick: () =>
          bulk.make({
            ...base,
            ...(asksReason ? { reason: reason.trim() } : {}),
            ...(asksDate ? { dueDate } : {}),
          }),
      }}
      error={offers.error ?? bulk.error}
      shownAt={['reason', 'dueDate']}
      onClose={() => onClose(bulk.done !== undefined)}
    >
      <div className="dialog-form">
        {offers.data && offered.length === 0 ? <p>{t('bulk.nothing')}</p> : null}
        <Radio.Group
          aria-label={t('bulk.which')}
          value={move}
          options={offered.map((each) => ({ value: each.move, label: `${each.title} (${each.count})` }))}
          onChange={(event) => setChosen(event.target.value)}
        />
        {isAsked ? <p>{t('bulk.second')}</p> : null}
        {asksReason ? (
          <Words
            label={t('bulk.reason')}
            said={saidOf(bulk.refusal, 'reason')}
            value={reason}
            onChange={setReason}
          />
        ) : null}
        {asksDate ? (
          <Labelled label={t('bulk.dueDate')} said={saidOf(bulk.refusal, 'dueDate')}>
            {(control) => (
              <DateField {...control} value={dueDate} min={plan.businessDate} onChange={setDueDate} />
            )}
          </Labelled>
        ) : null}
      </div>
    </BulkFrame>
  );
}
