import type { InstructionView, PlanView } from '@duban/contract';
import { api, useCan, useChange, useGo, usePlan, useText } from '@duban/portal-kit';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { FormDialog } from '../../parts/form-dialog.js';
import { DateField, Labelled, Words } from '../../parts/labelled.js';
import { saidOf } from '../../parts/problem-note.js';
import { DraftDialog } from '../task/draft/draft-dialog.js';
import { touchedByTask } from '../task/task-queries.js';
import { UnitChoice } from '../users/unit-choice.js';

/** How tasks begin: drafted, by a leader's instruction, and with the plan that is issued. */
export function TaskBeginnings() {
  const { t } = useTranslation('draft');
  const can = useCan();
  const plan = usePlan();
  const [open, setOpen] = useState<'new' | 'begin' | 'issue' | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      {can('plan.issue') && plan.issuedOn === null ? (
        <Button onClick={() => setOpen('issue')}>{t('issue')}</Button>
      ) : null}
      {can('instruction.write') ? <Button onClick={() => setOpen('begin')}>{t('begin')}</Button> : null}
      {can('task.propose') ? (
        <Button type="primary" onClick={() => setOpen('new')}>
          {t('new')}
        </Button>
      ) : null}
      {open === 'new' ? <DraftDialog task={null} onClose={close} /> : null}
      {open === 'begin' ? <Begin onClose={close} /> : null}
      {open === 'issue' ? <IssuePlan plan={plan} onClose={close} /> : null}
    </>
  );
}

interface Instructed {
  areaId: string;
  title: string;
  text: string;
  answerBy: string | null;
  leadUnitId: string | null;
  dueDate: string | null;
}

/** 批示 that begins a task: drafted and led by who writes it; the plan office completes and proposes it. */
function Begin({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('draft');
  const text = useText();
  const plan = usePlan();
  const go = useGo();
  const areas = plan.areas.filter((each) => each.enabled);
  const [said, setSaid] = useState<Instructed>({
    areaId: areas[0]?.id ?? '',
    title: '',
    text: '',
    answerBy: null,
    leadUnitId: null,
    dueDate: null,
  });
  const set = (change: Partial<Instructed>) => setSaid((before) => ({ ...before, ...change }));
  const begin = useChange(
    (body: Instructed, idempotencyKey) =>
      api.post<InstructionView>(`/api/plans/${plan.id}/instructions`, body, { idempotencyKey }),
    [...touchedByTask, ['notifications']],
  );
  const ready = said.title.trim() !== '' && said.text.trim() !== '' && said.answerBy !== null;
  const date = (key: 'answerBy' | 'dueDate') => (
    <Labelled label={t(key)} optional={key === 'dueDate'} said={saidOf(begin.error, key)}>
      {(props) => (
        <DateField
          {...props}
          min={plan.businessDate}
          value={said[key]}
          onChange={(next) => set({ [key]: next })}
        />
      )}
    </Labelled>
  );
  return (
    <FormDialog
      width={720}
      title={t('begin')}
      okText={t('send')}
      change={begin}
      ready={ready}
      shownAt={['title', 'text', 'areaId', 'leadUnitId', 'answerBy', 'dueDate']}
      onSend={() => {
        begin.mutate(
          { ...said, title: said.title.trim() },
          { onSuccess: ({ taskId }) => go(addresses.task(taskId)) },
        );
      }}
      onClose={onClose}
    >
      <p className="dialog-note">{t('beginNote')}</p>
      <Labelled label={t('title')} said={saidOf(begin.error, 'title')}>
        {(props) => (
          <Input
            {...props}
            autoFocus
            maxLength={200}
            value={said.title}
            onChange={(event) => set({ title: event.target.value })}
          />
        )}
      </Labelled>
      <Words
        label={t('text')}
        said={saidOf(begin.error, 'text')}
        value={said.text}
        onChange={(words) => set({ text: words })}
      />
      <div className="draft-columns">
        <Labelled label={t('areaId')} said={saidOf(begin.error, 'areaId')}>
          {(props) => (
            <Select
              {...props}
              value={said.areaId}
              options={areas.map((each) => ({ value: each.id, label: text(each.title) }))}
              onChange={(areaId: string) => set({ areaId })}
            />
          )}
        </Labelled>
        <Labelled label={t('leadUnitId')} optional said={saidOf(begin.error, 'leadUnitId')}>
          {(props) => (
            <UnitChoice {...props} value={said.leadUnitId} onChange={(leadUnitId) => set({ leadUnitId })} />
          )}
        </Labelled>
        {date('answerBy')}
        {date('dueDate')}
      </div>
    </FormDialog>
  );
}

/** 印发: one document number issues every drafted task of the plan that is ready. */
function IssuePlan({ plan, onClose }: { plan: PlanView; onClose: () => void }) {
  const { t } = useTranslation('draft');
  const [documentNumber, setNumber] = useState('');
  const issue = useChange(
    (body: { documentNumber: string }, idempotencyKey) =>
      api.post<PlanView>(`/api/plans/${plan.id}/issue`, body, { ifMatch: plan.version, idempotencyKey }),
    [['plans'], ...touchedByTask],
  );
  return (
    <FormDialog
      title={t('issue')}
      okText={t('issue')}
      change={issue}
      ready={documentNumber.trim() !== ''}
      shownAt={['documentNumber']}
      rereads={['plans']}
      staysOpen
      onSend={() => {
        issue.mutate({ documentNumber: documentNumber.trim() }, { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      <p className="dialog-note">{t('issueNote', { title: plan.title })}</p>
      <Labelled label={t('documentNumber')} said={saidOf(issue.error, 'documentNumber')}>
        {(props) => (
          <Input
            {...props}
            autoFocus
            maxLength={100}
            value={documentNumber}
            onChange={(event) => setNumber(event.target.value)}
          />
        )}
      </Labelled>
    </FormDialog>
  );
}
