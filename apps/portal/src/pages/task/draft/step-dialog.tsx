import type { MilestoneView, TaskDetail } from '@duban/contract';
import { api, useChange } from '@duban/portal-kit';
import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../parts/form-dialog.js';
import { DateField, Labelled } from '../../../parts/labelled.js';
import { saidOf } from '../../../parts/problem-note.js';
import { touchedByTask } from '../task-queries.js';

/** A step of a draft: a new one, or one that stands, which may be taken out again. */
export function StepDialog({
  task,
  step,
  onClose,
}: {
  task: TaskDetail;
  step: MilestoneView | null;
  onClose: () => void;
}) {
  const { t } = useTranslation('draft');
  const [title, setTitle] = useState(step?.title ?? '');
  const [dueDate, setDueDate] = useState(step?.dueDate ?? null);
  const [firm, setFirm] = useState(step?.firm ?? true);
  const path = `/api/tasks/${task.id}/milestones`;
  const change = useChange(
    (body: { title: string; dueDate: string | null; firm: boolean } | null, idempotencyKey) => {
      if (!step) return api.post<unknown>(path, body, { idempotencyKey });
      const given = { ifMatch: step.version };
      return body
        ? api.patch<unknown>(`${path}/${step.id}`, body, given)
        : api.delete<unknown>(`${path}/${step.id}`, given);
    },
    touchedByTask,
  );
  return (
    <FormDialog
      title={step ? t('editStep', { title: step.title }) : t('addStep')}
      okText={t('save')}
      footer={(buttons) => (
        <>
          {step ? (
            <Button
              danger
              loading={change.isPending}
              onClick={() => change.mutate(null, { onSuccess: onClose })}
            >
              {t('removeStep')}
            </Button>
          ) : null}
          {buttons}
        </>
      )}
      change={change}
      ready={title.trim() !== ''}
      shownAt={['title', 'dueDate']}
      rereads={['tasks']}
      onSend={() => change.mutate({ title: title.trim(), dueDate, firm }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Labelled label={t('stepTitle')} said={saidOf(change.error, 'title')}>
        {(props) => (
          <Input
            {...props}
            autoFocus
            maxLength={200}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        )}
      </Labelled>
      <Labelled label={t('dueDate')} optional said={saidOf(change.error, 'dueDate')}>
        {(props) => <DateField {...props} value={dueDate} onChange={setDueDate} />}
      </Labelled>
      <Checkbox checked={firm} onChange={(event) => setFirm(event.target.checked)}>
        {t('firm')}
      </Checkbox>
    </FormDialog>
  );
}
