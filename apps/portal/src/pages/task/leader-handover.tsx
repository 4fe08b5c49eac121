import type { LeaderHandoverBody, TaskDetail } from '@duban/contract';
import { api, useCan, useChange } from '@duban/portal-kit';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../parts/form-dialog.js';
import { Labelled, Words } from '../../parts/labelled.js';
import { PersonPicker } from '../../parts/person-picker.js';
import { saidOf } from '../../parts/problem-note.js';
import { touchedByTask } from './task-queries.js';

/** The plan office gives the task, or all of its leader's, to another leader: where one leaves, nobody could decide. */
export function LeaderHandover({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('task');
  const can = useCan();
  const [asking, setAsking] = useState(false);
  if (!task.leader || ['archived', 'terminated'].includes(task.state) || !can('plan.keep')) return null;
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {t('handOver.title')}
      </Button>
      {asking ? <HandoverDialog task={task} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function HandoverDialog({ task, onClose }: { task: TaskDetail; onClose: () => void }) {
  const { t } = useTranslation('task');
  const [leaderId, setLeaderId] = useState<string | null>(null);
  const [basis, setBasis] = useState('');
  const [all, setAll] = useState(task.leaderActive === false);
  const change = useChange(
    (body: LeaderHandoverBody, idempotencyKey) =>
      api.post<TaskDetail>(`/api/tasks/${task.id}/leader-handover`, body, {
        ifMatch: task.version,
        idempotencyKey,
      }),
    touchedByTask,
  );
  return (
    <FormDialog
      title={t('handOver.title')}
      okText={t('handOver.confirm')}
      change={change}
      ready={leaderId !== null && basis.trim() !== ''}
      shownAt={['leaderId', 'basis']}
      rereads={['tasks']}
      onSend={() => leaderId && change.mutate({ leaderId, basis: basis.trim(), all }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p className="dialog-note">{t('handOver.hint')}</p>
      <Labelled label={t('handOver.to')} said={saidOf(change.error, 'leaderId')}>
        {(props) => (
          <PersonPicker
            {...props}
            autoFocus
            among={{ role: 'leader' }}
            value={leaderId}
            onChange={setLeaderId}
          />
        )}
      </Labelled>
      <Words
        label={t('handOver.basis')}
        said={saidOf(change.error, 'basis')}
        value={basis}
        onChange={setBasis}
      />
      <Checkbox checked={all} onChange={(event) => setAll(event.target.checked)}>
        {t('handOver.all', { name: task.leader?.name })}
      </Checkbox>
    </FormDialog>
  );
}
