import {
  lifecycle,
  refuseMove,
  type TaskState,
  type Text,
  taskStates,
  taskStateTitles,
  withdrawMove,
} from '@duban/contract';
import { EmptyState, QueryView, Section, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ScrollBox } from '../../parts/scroll-box.js';
import { type HistoryEntry, taskHistory } from './task-queries.js';

const titles = new Map<string, Text>(
  [...lifecycle, refuseMove, withdrawMove].map((each): [string, Text] => [each.move, each.title]),
);
const isState = (name: string): name is TaskState => (taskStates as readonly string[]).includes(name);

/** Every move the task has made, newest first: who, for whom, when, why. */
export function History({ taskId }: { taskId: string }) {
  const { t } = useTranslation('task');
  const history = useQuery(taskHistory(taskId));
  return (
    <Section title={t('history.title')}>
      <QueryView query={history} lines={4}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('history.none')} />
          ) : (
            <ScrollBox label={t('history.title')} className="history-box">
              <ol className="timeline">
                {[...items]
                  .sort((a, b) => (a.at < b.at ? 1 : -1))
                  .map((entry) => (
                    <Entry key={entry.id} entry={entry} />
                  ))}
              </ol>
            </ScrollBox>
          )
        }
      </QueryView>
    </Section>
  );
}

function Entry({ entry }: { entry: HistoryEntry }) {
  const { t } = useTranslation('task');
  const text = useText();
  const state = (name: string) => (isState(name) ? text(taskStateTitles[name]) : name);
  const title = titles.get(entry.move);
  return (
    <li>
      <div>
        <b>{title ? text(title) : t(`history.move.${entry.move}`, { defaultValue: entry.move })}</b>{' '}
        <span className="dim">
          {entry.from === entry.to ? state(entry.to) : `${state(entry.from)} → ${state(entry.to)}`}
        </span>
      </div>
      <div className="dim figure">
        {[entry.businessDate, entry.by?.name].filter(Boolean).join(' · ')}
        {entry.behalfOf ? t('history.behalf', { name: entry.behalfOf.name }) : null}
      </div>
      {/^(share-|milestone-)|-part$/.test(entry.move) ? <ShareChange detail={entry.detail} /> : null}
      {entry.reason ? <div className="timeline-reason">{entry.reason}</div> : null}
    </li>
  );
}

/** Whose part it was that changed, or which step, and who got, kept or lost a part of it. */
function ShareChange({ detail }: { detail: HistoryEntry['detail'] }) {
  const { t } = useTranslation('task');
  const names = (key: string): string[] => {
    const list = Array.isArray(detail[key]) ? (detail[key] as (string | { unit?: string } | null)[]) : [];
    return list.flatMap((each) => (typeof each === 'string' ? each : (each?.unit ?? [])));
  };
  const said = ['unit', 'milestone', 'after'].flatMap((key) =>
    typeof detail[key] === 'string' ? [detail[key]] : [],
  );
  const changed = ['given', 'changed', 'taken'].flatMap((key) => {
    const units = names(key);
    return units.length > 0 ? [t(`history.share.${key}`, { units: units.join(t('comma')) })] : [];
  });
  return <div className="dim">{[...said, ...changed].join(' · ')}</div>;
}
