import type { DecisionView, decisionBody, MeetingView, Page } from '@duban/contract';
import { api, queries, useChange, usePlan, useSession, useText } from '@duban/portal-kit';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { Dialog } from '../../parts/dialog.js';
import { DateField, Labelled } from '../../parts/labelled.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';
import { CarryOut } from './carry-out.js';
import { AreaField, CooperatingUnitsField, LeadUnitField } from './decision-fields.js';
import { HeldConflict, useHeldEdit } from './held-edit.js';
import { meetingPath, meetingReads, touchedByMeeting } from './meeting-queries.js';
import './meetings.css';

type Body = z.infer<typeof decisionBody>;
type Values = ReturnType<typeof valuesOf>;
const shown = ['text', 'areaId', 'leadUnitId', 'cooperatingUnitIds', 'dueDate'];

/** The newer one: what a list read before knows nothing of what was saved since. */
const newer = (one: DecisionView, other: DecisionView | undefined) =>
  other && other.version > one.version ? other : one;
const among = (list: Page<DecisionView> | undefined, id: string) =>
  list?.items.find((each) => each.id === id);

/**
 * Takes a decision down, and in the next step makes it work: a task, a later date, another target, a closure. Given a
 * decision, it begins with what that becomes, or with correcting it.
 */
export function DecisionDialog({
  meeting,
  decision,
  areaId,
  corrects = false,
  onClose,
}: {
  meeting: Pick<MeetingView, 'id'>;
  decision: DecisionView | null;
  /** The area that is on screen. */
  areaId: string | null;
  corrects?: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation('meetings');
  const [saved, setSaved] = useState(decision);
  const [writes, setWrites] = useState(corrects);
  const list = useQuery({ ...meetingReads.decisions(meeting.id), enabled: saved !== null });
  const taken = saved && newer(saved, among(list.data, saved.id));
  const save = (now: DecisionView) => {
    setSaved(now);
    if (corrects) onClose();
    else setWrites(false);
  };
  const title = taken
    ? t(writes ? 'decision.correcting' : 'decision.taken', { number: taken.number })
    : t('decision.add');
  return (
    <Dialog open width="min(48em, 94vw)" title={title} footer={null} onCancel={onClose}>
      {taken && !writes ? (
        <>
          <p className="decision-quote">
            {taken.text}{' '}
            <Button size="small" onClick={() => setWrites(true)}>
              {t('decision.correct')}
            </Button>
          </p>
          <CarryOut decision={taken} onReload={() => void list.refetch()} onClose={onClose} />
        </>
      ) : taken ? (
        <Correct meeting={meeting} decision={taken} onSaved={save} />
      ) : (
        <TakeDown meeting={meeting} areaId={areaId} onTaken={save} />
      )}
    </Dialog>
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
  const [values, setValues] = useState<Values>({
    text: '',
    areaId,
    leadUnitId: null,
    cooperatingUnitIds: [],
    dueDate: null,
  });
  const add = useChange<Body, DecisionView>(
    (given, idempotencyKey) => api.post(meetingPath(meeting.id, '/decisions'), given, { idempotencyKey }),
    [...touchedByMeeting],
  );
  return (
    <DecisionForm
      values={values}
      set={(change) => setValues((before) => ({ ...before, ...change }))}
      error={add.error}
      isSaving={add.isPending}
      act={t('decision.take')}
      keys={t('decision.keys')}
      onSave={() => add.mutate(bodyOf(values), { onSuccess: onTaken })}
    >
      <ProblemNote error={add.error} shownAt={shown} />
    </DecisionForm>
  );
}

/** Corrects what was taken down; what somebody else corrected meanwhile is shown beside it. */
function Correct({
  meeting,
  decision,
  onSaved,
}: {
  meeting: Pick<MeetingView, 'id'>;
  decision: DecisionView;
  onSaved: (decision: DecisionView) => void;
}) {
  const { t } = useTranslation('meetings');
  const text = useText();
  const plan = usePlan();
  const client = useQueryClient();
  const units = useQuery(queries.units());
  const edit = useHeldEdit<DecisionView, Values>({
    view: decision,
    queryKey: ['decision', decision.id],
    load: async () => {
      const list = await client.fetchQuery({ ...meetingReads.decisions(meeting.id), staleTime: 0 });
      return among(list, decision.id) ?? decision;
    },
    put: async (given, version) => {
      const saved = await api.patch<DecisionView>(`/api/decisions/${decision.id}`, bodyOf(given), {
        ifMatch: version,
      });
      onSaved(saved);
      return saved;
    },
    valuesOf,
  });
  const nameOf = (id: string) => units.data?.items.find((unit) => unit.id === id)?.name ?? '';
  const parts: { key: keyof Values; title: string; print: (values: Values) => ReactNode }[] = [
    { key: 'text', title: t('decision.text'), print: (values) => values.text },
    { key: 'leadUnitId', title: t('decision.lead'), print: (values) => nameOf(values.leadUnitId ?? '') },
    { key: 'dueDate', title: t('due'), print: (values) => values.dueDate },
    {
      key: 'cooperatingUnitIds',
      title: t('decision.cooperating'),
      print: (values) => values.cooperatingUnitIds.map(nameOf).join(t('comma')),
    },
    {
      key: 'areaId',
      title: t('area'),
      print: (values) => text(plan.areas.find((area) => area.id === values.areaId)?.title),
    },
  ];
  return (
    <DecisionForm
      values={edit.values}
      set={edit.set}
      error={edit.error}
      isSaving={edit.isSaving}
      act={t('save')}
      keys={t('decision.saveKeys')}
      onSave={edit.save}
    >
      <ProblemNote error={edit.error} shownAt={shown} onReload={edit.readTheirs} />
      {edit.conflict ? (
        <HeldConflict conflict={edit.conflict} title={t('decision.overtaken')} parts={parts} />
      ) : null}
    </DecisionForm>
  );
}

function valuesOf(decision: DecisionView) {
  const { text, areaId, leadUnit, cooperatingUnits, dueDate } = decision;
  return {
    ...{ text, areaId, dueDate },
    leadUnitId: leadUnit?.id ?? null,
    cooperatingUnitIds: cooperatingUnits.map((unit) => unit.id),
  };
}

const bodyOf = (values: Values): Body => ({ ...values, text: values.text.trim() });

function DecisionForm({
  values,
  set,
  error,
  isSaving,
  act,
  keys,
  onSave,
  children,
}: {
  values: Values;
  set: (change: Partial<Values>) => void;
  error: unknown;
  isSaving: boolean;
  act: string;
  keys: string;
  onSave: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation('meetings');
  const { businessDate } = useSession();
  const save = () => {
    if (values.text.trim() && !isSaving) onSave();
  };
  return (
    <form
      className="dialog-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing)
          return;
        event.preventDefault();
        save();
      }}
    >
      <Labelled label={t('decision.text')} said={saidOf(error, 'text')}>
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
        <LeadUnitField
          optional
          said={saidOf(error, 'leadUnitId')}
          value={values.leadUnitId}
          onChange={(leadUnitId) => set({ leadUnitId })}
        />
        <Labelled label={t('due')} optional said={saidOf(error, 'dueDate')}>
          {(control) => (
            <DateField
              {...control}
              min={businessDate}
              value={values.dueDate}
              onChange={(dueDate) => set({ dueDate })}
            />
          )}
        </Labelled>
      </div>
      <CooperatingUnitsField
        optional
        said={saidOf(error, 'cooperatingUnitIds')}
        value={values.cooperatingUnitIds}
        onChange={(cooperatingUnitIds) => set({ cooperatingUnitIds })}
      />
      <AreaField
        optional
        said={saidOf(error, 'areaId')}
        value={values.areaId}
        onChange={(areaId) => set({ areaId })}
      />
      {children}
      <div className="dialog-acts">
        <span className="dim">{keys}</span>
        <Button type="primary" htmlType="submit" loading={isSaving} disabled={!values.text.trim()}>
          {act}
        </Button>
      </div>
    </form>
  );
}
