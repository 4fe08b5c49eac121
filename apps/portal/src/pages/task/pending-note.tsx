import { findMove, type TaskDetail } from '@duban/contract';
import { useText } from '@duban/portal-kit';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { printTime } from '../../parts/print-time.js';

/** A two-person move that waits for its second person: which, and who asked. */
export function PendingNote({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('task');
  const text = useText();
  if (!task.pending) return null;
  const move = findMove(task.state, task.pending.move);
  return (
    <Alert
      type="info"
      showIcon
      title={t('pending.title', { move: move ? text(move.title) : task.pending.move })}
      description={t('pending.by', {
        name: task.pending.behalfOf
          ? t('pending.for', { name: task.pending.by.name, head: task.pending.behalfOf.name })
          : task.pending.by.name,
        at: printTime(task.pending.at),
      })}
    />
  );
}
