import type { DecisionView, decisionBody, MeetingView } from '@duban/contract';
import { api, queries, useChange, usePlan, useSession, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Modal, Select, TreeSelect } from 'antd';
import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { DateField, Labelled } from '../../parts/labelled.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';
import { treeOf } from '../../parts/unit-picker.js';
import { CarryOut } from './carry-out.js';
import { meetingPath, touchedByMeeting } from './meeting-queries.js';
import './meetings.css';

type Body = z.infer<typeof decisionBody>;
const shown = ['text', 'areaId', 'leadUnitId', 'cooperatingUnitIds', 'dueDate'];

/**
 * Takes a decision down, and in the next step makes it work: a task, a later date, another target, a closure.
 * Given a decision, it begins with what that becomes.
 */
export function DecisionDialog({
  meeting,
  decision,
  areaId,
  onClose,
}: {
  meeting: Pick<MeetingView, 'id'>;
  decision: DecisionView | null;
  /** The area that is on screen. */
  areaId: string | null;
  onClose: () => void;
}) {
  const { t } = useTranslation('meetings');
  const [taken, setTaken] = useState(decision);
  return (
    <Modal
      open
      width="min(48em, 94vw)"
      title={taken ? t('decision.taken', { number: taken.number }) : t('decision.add')}
      footer={null}
      onCancel={onClose}
    >
      {taken ? (
        <>
          <p className="decision-quote">{taken.text}</p>
          <CarryOut decision={taken} onClose={onClose} />
        </>
      ) : (
        <TakeDown meeting={meeting} areaId={areaId} onTaken={setTaken} />
      )}
    </Modal>
  );
}

function TakeDown({
  meeting,
  areaId,
  onTaken,
}: {
  meeting: Pick<MeetingView, 'id'>;
  areaId: string | null;
  onTaken: (decision: DecisionView) => void;
}) {
  const { t } = useTranslation('meetings');
  const text = useText();
  const plan = usePlan();
  const { businessDate } = useSession();
  const id = useId();
  const [values, setValues] = useState<Body>({
    text: '',
    areaId,
    leadUnitId: null,
    cooperatingUnitIds: [],
    dueDate: null,
  });
  const set = (change: Partial<Body>) => setValues((before) => ({ ...before, ...change }));
  const add = useChange<Body, DecisionView>(
    (given, idempotencyKey) => api.post(meetingPath(meeting.id, '/decisions'), given, { idempotencyKey }),
    [...touchedByMeeting],
  );
  const take = () => {
    if (values.text.trim()) add.mutate({ ...values, text: values.text.trim() }, { onSuccess: onTaken });
  };
  const units = useQuery(queries.units());
  const tree = useMemo(
    () => treeOf((units.data?.items ?? []).filter((unit) => unit.closedOn === null)),
    [units.data],
  );
  const unitTree = {
    showSearch: { treeNodeFilterProp: 'title' },
    treeDefaultExpandedKeys: [plan.rootUnitId],
    popupMatchSelectWidth: 320,
    treeData: tree,
  };
  return (
    <form
      id={id}
      className="dialog-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing)
          return;
        event.preventDefault();
        take();
      }}
    >
      <Labelled label={t('decision.text')} said={saidOf(add.error, 'text')}>
        {(control) => (
          <Input.TextArea
            {...control}
            autoFocus
            autoSize={{ minRows: 3, maxRows: 10 }}
            maxLength={4000}
            value={values.text}
            onChange={(event) => set({ text: event.target.value })}
          />
        )}
      </Labelled>
      <div className="dialog-row">
        <Labelled label={t('decision.lead')} optional said={saidOf(add.error, 'leadUnitId')}>
          {(control) => (
            <TreeSelect
              {...control}
              {...unitTree}
              allowClear
              value={values.leadUnitId ?? undefined}
              onChange={(leadUnitId: string | undefined) => set({ leadUnitId: leadUnitId ?? null })}
            />
          )}
        </Labelled>
        <Labelled label={t('due')} optional said={saidOf(add.error, 'dueDate')}>
          {(control) => (
            <DateField
              {...control}
              min={businessDate}
              value={values.dueDate ?? null}
              onChange={(dueDate) => set({ dueDate })}
            />
          )}
        </Labelled>
      </div>
      <Labelled label={t('decision.cooperating')} optional said={saidOf(add.error, 'cooperatingUnitIds')}>
        {(control) => (
          <TreeSelect
            {...control}
            {...unitTree}
            multiple
            value={values.cooperatingUnitIds}
            onChange={(cooperatingUnitIds: string[]) => set({ cooperatingUnitIds })}
          />
        )}
      </Labelled>
      <Labelled label={t('area')} optional said={saidOf(add.error, 'areaId')}>
        {(control) => (
          <Select
            {...control}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            value={values.areaId ?? undefined}
            options={plan.areas
              .filter((area) => area.enabled)
              .map((area) => ({ value: area.id, label: text(area.title) }))}
            onChange={(chosen: string | undefined) => set({ areaId: chosen ?? null })}
          />
        )}
      </Labelled>
      <ProblemNote error={add.error} shownAt={shown} />
      <div className="dialog-acts">
        <span className="dim">{t('decision.keys')}</span>
        <Button type="primary" htmlType="submit" loading={add.isPending} disabled={!values.text.trim()}>
          {t('decision.take')}
        </Button>
      </div>
    </form>
  );
}
