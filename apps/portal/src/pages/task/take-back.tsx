import type { TaskDetail } from '@duban/contract';
import { api, useCan, useChange, useGo } from '@duban/portal-kit';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { Dialog } from '../../parts/dialog.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { touchedByTask } from './task-queries.js';

/** 撤回结转: the draft is given up, and the task goes on in the plan that it came from. */
export function TakeBack({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('task');
  const can = useCan();
  const go = useGo();
  const [asking, setAsking] = useState(false);
  const from = task.carriedFrom;
  const change = useChange(
    (_: null) => api.delete<void>(`/api/tasks/${task.id}/carry-over`, { ifMatch: task.version }),
    [...touchedByTask, ['plans'], ['carry-overs']],
  );
  if (!from || task.state !== 'draft' || !can('plan.keep')) return null;
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {t('takeBack.title')}
      </Button>
      {asking ? (
        <Dialog
          open
          title={t('takeBack.title')}
          okText={t('takeBack.title')}
          okButtonProps={{ autoFocus: true }}
          confirmLoading={change.isPending}
          onOk={() =>
            change.mutate(null, { onSuccess: () => go(addresses.task(from.id, { plan: from.plan.id })) })
          }
          onCancel={() => setAsking(false)}
        >
          <div className="dialog-form">
            <p className="dialog-note">{t('takeBack.hint', { title: from.plan.title })}</p>
            <ProblemNote error={change.error} onReload={() => setAsking(false)} />
          </div>
        </Dialog>
      ) : null}
    </>
  );
}
