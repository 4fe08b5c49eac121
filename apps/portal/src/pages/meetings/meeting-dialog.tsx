import { agendaTitles, type MeetingView, periodOf, shiftPeriod } from '@duban/contract';
import { api, useChange, usePlan, useSession, useText } from '@duban/portal-kit';
import { Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../parts/dialog.js';
import { DateField, Labelled } from '../../parts/labelled.js';
import { PeriodPicker } from '../../parts/period-picker.js';
import { PeoplePicker } from '../../parts/person-picker.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';
import { AgendaEditor, type AgendaItem, keyed } from './agenda-editor.js';
import { meetingPath, touchedByMeeting } from './meeting-queries.js';

interface Values {
  title: string;
  heldOn: string | null;
  period: string;
  collectBy: string | null;
  place: string;
  participantIds: string[];
  agenda: AgendaItem[];
}
const shown = ['title', 'heldOn', 'collectBy', 'period', 'place', 'participantIds'];

/** Plans a meeting, or changes what was planned. */
export function MeetingDialog({
  meeting,
  onClose,
  onDone,
}: {
  meeting: MeetingView | null;
  onClose: () => void;
  onDone: (meeting: MeetingView) => void;
}) {
  const { t } = useTranslation('meetings');
  const plan = usePlan();
  const id = useId();
  const fresh = useFreshValues();
  const [values, setValues] = useState<Values>(() => (meeting ? valuesOf(meeting) : fresh));
  const set = (change: Partial<Values>) => setValues((before) => ({ ...before, ...change }));
  const save = useChange<Values, MeetingView>(
    (given, idempotencyKey) => {
      const agenda = given.agenda.map(({ key: _, title, ...item }) => ({ ...item, title: title.trim() }));
      const body = { ...given, place: given.place || null, agenda };
      return meeting
        ? api.patch(meetingPath(meeting.id), body, { ifMatch: meeting.version })
        : api.post('/api/meetings', { planId: plan.id, ...body }, { idempotencyKey });
    },
    [...touchedByMeeting],
  );
  const wrongPeriod = saidOf(save.error, 'period');
  const ready =
    values.title.trim() !== '' &&
    values.heldOn !== null &&
    values.collectBy !== null &&
    values.agenda.every((item) => item.title.trim() !== '');
  return (
    <Dialog
      open
      width={640}
      title={meeting ? t('edit') : t('plan')}
      okText={meeting ? t('save') : t('plan')}
      okButtonProps={{ htmlType: 'submit', form: id, loading: save.isPending, disabled: !ready }}
      onCancel={onClose}
    >
      <form
        id={id}
        className="dialog-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const title = values.title.trim();
          if (ready) save.mutate({ ...values, title }, { onSuccess: onDone });
        }}
      >
        <Labelled label={t('name')} said={saidOf(save.error, 'title')}>
          {(control) => (
            <Input
              {...control}
              maxLength={200}
              value={values.title}
              onChange={(event) => set({ title: event.target.value })}
            />
          )}
        </Labelled>
        <div className="dialog-row">
          <Labelled label={t('heldOn')} said={saidOf(save.error, 'heldOn')}>
            {(control) => (
              <DateField {...control} value={values.heldOn} onChange={(heldOn) => set({ heldOn })} />
            )}
          </Labelled>
          <Labelled label={t('collectBy')} said={saidOf(save.error, 'collectBy')}>
            {(control) => (
              <DateField {...control} value={values.collectBy} onChange={(collectBy) => set({ collectBy })} />
            )}
          </Labelled>
          <div className="labelled">
            <span>{t('period')}</span>
            <PeriodPicker value={values.period} onChange={(period) => set({ period })} />
            {wrongPeriod ? (
              <div className="field-error" role="alert">
                {wrongPeriod}
              </div>
            ) : null}
          </div>
        </div>
        <Labelled label={t('place')} optional said={saidOf(save.error, 'place')}>
          {(control) => (
            <Input
              {...control}
              maxLength={200}
              value={values.place}
              onChange={(event) => set({ place: event.target.value })}
            />
          )}
        </Labelled>
        <Labelled label={t('participants')} optional said={saidOf(save.error, 'participantIds')}>
          {(control) => (
            <PeoplePicker
              {...control}
              known={meeting?.participants ?? []}
              value={values.participantIds}
              onChange={(participantIds) => set({ participantIds })}
            />
          )}
        </Labelled>
        <AgendaEditor items={values.agenda} onChange={(agenda) => set({ agenda })} />
        <ProblemNote error={save.error} shownAt={shown} />
      </form>
    </Dialog>
  );
}

function valuesOf(meeting: MeetingView): Values {
  return {
    title: meeting.title,
    heldOn: meeting.heldOn,
    period: meeting.period,
    collectBy: meeting.collectBy,
    place: meeting.place ?? '',
    participantIds: meeting.participants.map((person) => person.id),
    agenda: keyed(meeting.agenda),
  };
}

/** A new meeting looks at the last month that has ended: the last decisions, the lights, then every area. */
function useFreshValues(): Values {
  const text = useText();
  const plan = usePlan();
  const { businessDate } = useSession();
  const before = shiftPeriod(periodOf(businessDate, 'month'), -1);
  const areas = plan.areas.filter((area) => area.enabled);
  return {
    title: '',
    heldOn: null,
    period: before.startsWith(String(plan.year)) ? before : periodOf(businessDate, 'month'),
    collectBy: null,
    place: '',
    participantIds: [],
    agenda: keyed([
      { kind: 'last-decisions', areaId: null, title: text(agendaTitles['last-decisions']) },
      { kind: 'exceptions', areaId: null, title: text(agendaTitles.exceptions) },
      ...areas.map((area) => ({ kind: 'area' as const, areaId: area.id, title: text(area.title) })),
    ]),
  };
}
