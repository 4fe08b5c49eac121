import { type Colour, colourSchema, type TaskDetail } from '@duban/contract';
import { api, LightTag, useChange, usePlan } from '@duban/portal-kit';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Radio } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAllows } from '../../app/use-allows.js';
import { Dialog } from '../../parts/dialog.js';
import { DateField, Labelled, Words } from '../../parts/labelled.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';
import { touchedByTask } from './task-queries.js';

/** States in which a light can be set by hand. */
const waiting: readonly string[] = ['issued', 'in-progress', 'closure-review'];

/** 人工定灯: the plan office sets a light by hand, with a reason and until a day, or lets the computed one stand again. */
export function Override({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('task');
  const allows = useAllows();
  const [open, setOpen] = useState(false);
  if (!waiting.includes(task.state) || !allows('task.override-light', { areaId: task.areaId })) return null;
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('override.set')}
      </Button>
      {open ? <OverrideDialog task={task} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function OverrideDialog({ task, onClose }: { task: TaskDetail; onClose: () => void }) {
  const { t } = useTranslation('task');
  const plan = usePlan();
  const client = useQueryClient();
  const id = useId();
  const { override } = task;
  const [colour, setColour] = useState<Colour | null>(override?.colour ?? null);
  const [reason, setReason] = useState(override?.reason ?? '');
  const [until, setUntil] = useState<string | null>(override?.until ?? null);
  const path = `/api/tasks/${task.id}/light-override`;
  const change = useChange(
    (body: { colour: Colour; reason: string; until: string } | null) =>
      body
        ? api.put<TaskDetail>(path, body, { ifMatch: task.version })
        : api.delete<TaskDetail>(path, { ifMatch: task.version }),
    touchedByTask,
  );
  return (
    <Dialog
      open
      title={t('override.set')}
      onCancel={onClose}
      footer={[
        override ? (
          <Button
            key="clear"
            loading={change.isPending && change.variables === null}
            onClick={() => change.mutate(null, { onSuccess: onClose })}
          >
            {t('override.clear')}
          </Button>
        ) : null,
        <Button
          key="set"
          type="primary"
          htmlType="submit"
          form={id}
          loading={change.isPending && change.variables !== null}
          disabled={!colour || !reason.trim() || !until}
        >
          {t('override.confirm')}
        </Button>,
      ]}
    >
      <form
        id={id}
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (colour && until && reason.trim())
            change.mutate({ colour, reason: reason.trim(), until }, { onSuccess: onClose });
        }}
      >
        <p className="dim">{t('override.note')}</p>
        <Radio.Group
          aria-label={t('override.colour')}
          value={colour}
          options={colourSchema.options.map((each) => ({ value: each, label: <LightTag colour={each} /> }))}
          onChange={(event) => setColour(event.target.value)}
        />
        <Words
          label={t('override.reason')}
          said={saidOf(change.error, 'reason')}
          value={reason}
          onChange={setReason}
        />
        <Labelled label={t('override.until')} said={saidOf(change.error, 'until')}>
          {(props) => <DateField {...props} value={until} min={plan.businessDate} onChange={setUntil} />}
        </Labelled>
        <ProblemNote
          error={change.error}
          shownAt={['reason', 'until']}
          onReload={() => {
            void client.invalidateQueries({ queryKey: ['tasks'] });
            onClose();
          }}
        />
      </form>
    </Dialog>
  );
}
