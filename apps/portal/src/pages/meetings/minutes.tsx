import type { MeetingView, MinutesView, minutesBody } from '@duban/contract';
import { api, QueryView, Section, useCan, useChange } from '@duban/portal-kit';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { ExportButton } from '../../parts/export-button.js';
import { Labelled } from '../../parts/labelled.js';
import { printTime } from '../../parts/print-time.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';
import { meetingPath, meetingReads, touchedByMeeting } from './meeting-queries.js';

type Body = z.infer<typeof minutesBody>;
type Move = 'countersign' | 'issue' | 'reopen';
/** What may be done in each state. */
const moves: Record<MinutesView['state'], readonly Move[]> = {
  draft: ['countersign'],
  countersign: ['countersign', 'issue', 'reopen'],
  issued: [],
};

/** 纪要: drafted when the meeting closes, countersigned, issued, and locked then; corrections are addenda. */
export function Minutes({ meeting }: { meeting: MeetingView }) {
  const { t } = useTranslation('meetings');
  const can = useCan();
  const minutes = useQuery(meetingReads.minutes(meeting.id));
  return (
    <Section
      title={t('minutes.title')}
      note={minutes.data ? t(`minutes.state.${minutes.data.state}`) : null}
      extra={
        <ExportButton
          size="small"
          label={t('minutes.word')}
          request={{ kind: 'meeting-minutes', meetingId: meeting.id }}
        />
      }
    >
      <QueryView query={minutes} lines={8}>
        {(found) => (
          <div className="section-body minutes">
            <Text
              key={found.version}
              meeting={meeting}
              minutes={found}
              edits={can('meeting.keep') && found.state === 'draft'}
            />
            {can('meeting.decide') && found.state !== 'issued' ? (
              <Moves meeting={meeting} minutes={found} />
            ) : null}
            {found.state === 'issued' ? (
              <Addenda meeting={meeting} minutes={found} adds={can('meeting.keep')} />
            ) : null}
          </div>
        )}
      </QueryView>
    </Section>
  );
}

interface Props {
  meeting: MeetingView;
  minutes: MinutesView;
}

function useReload(meeting: MeetingView) {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: meetingReads.minutes(meeting.id).queryKey });
}

function Text({ meeting, minutes, edits }: Props & { edits: boolean }) {
  const { t } = useTranslation('meetings');
  const reload = useReload(meeting);
  const [values, setValues] = useState({
    header: minutes.header,
    number: minutes.number,
    text: minutes.text,
    recipients: minutes.recipients.join('\n'),
  });
  const set = (change: Partial<typeof values>) => setValues((before) => ({ ...before, ...change }));
  const save = useChange<Body, MinutesView>(
    (given) => api.put(meetingPath(meeting.id, '/minutes'), given, { ifMatch: minutes.version }),
    [...touchedByMeeting],
  );
  const recipients = values.recipients
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const line = (key: 'header' | 'number', maxLength: number) => (
    <Labelled label={t(`minutes.${key}`)} optional={key === 'number'} said={saidOf(save.error, key)}>
      {(control) => (
        <Input
          {...control}
          maxLength={maxLength}
          readOnly={!edits}
          value={values[key]}
          onChange={(event) => set({ [key]: event.target.value })}
        />
      )}
    </Labelled>
  );
  return (
    <form
      className="dialog-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ header: values.header, number: values.number, text: values.text, recipients });
      }}
    >
      {line('header', 200)}
      {line('number', 100)}
      <Labelled label={t('minutes.text')} said={saidOf(save.error, 'text')}>
        {(control) => (
          <Input.TextArea
            {...control}
            autoSize={{ minRows: 8, maxRows: 30 }}
            maxLength={40_000}
            readOnly={!edits}
            value={values.text}
            onChange={(event) => set({ text: event.target.value })}
          />
        )}
      </Labelled>
      <Labelled
        label={t('minutes.recipients')}
        optional
        hint={edits ? t('minutes.recipientsHint') : undefined}
        said={saidOf(save.error, 'recipients')}
      >
        {(control) => (
          <Input.TextArea
            {...control}
            autoSize={{ minRows: 2, maxRows: 10 }}
            readOnly={!edits}
            value={values.recipients}
            onChange={(event) => set({ recipients: event.target.value })}
          />
        )}
      </Labelled>
      <ProblemNote error={save.error} onReload={reload} />
      {edits ? (
        <div>
          <Button type="primary" htmlType="submit" loading={save.isPending} disabled={!values.header.trim()}>
            {t('save')}
          </Button>
        </div>
      ) : null}
    </form>
  );
}

function Moves({ meeting, minutes }: Props) {
  const { t } = useTranslation('meetings');
  const reload = useReload(meeting);
  const move = useChange<Move, MinutesView>(
    (name, idempotencyKey) =>
      api.post(
        meetingPath(meeting.id, '/minutes/moves'),
        { move: name },
        { ifMatch: minutes.version, idempotencyKey },
      ),
    [...touchedByMeeting],
  );
  return (
    <div className="dialog-form">
      <p className="dialog-note">
        {minutes.countersignedBy.length > 0
          ? t('minutes.signedBy', {
              names: minutes.countersignedBy.map((person) => person.name).join(t('comma')),
            })
          : t('minutes.unsigned')}
      </p>
      <div className="dialog-row">
        {moves[minutes.state].map((name) => (
          <Button
            key={name}
            type={name === 'issue' ? 'primary' : 'default'}
            loading={move.isPending && move.variables === name}
            onClick={() => move.mutate(name)}
          >
            {t(`minutes.move.${name}`)}
          </Button>
        ))}
      </div>
      <ProblemNote error={move.error} onReload={reload} />
    </div>
  );
}

function Addenda({ meeting, minutes, adds }: Props & { adds: boolean }) {
  const { t } = useTranslation('meetings');
  const reload = useReload(meeting);
  const [text, setText] = useState('');
  const add = useChange<{ text: string }, MinutesView>(
    (given, idempotencyKey) =>
      api.post(meetingPath(meeting.id, '/minutes/addenda'), given, {
        ifMatch: minutes.version,
        idempotencyKey,
      }),
    [...touchedByMeeting],
  );
  return (
    <div className="dialog-form">
      <h3>{t('minutes.addenda')}</h3>
      <p className="dialog-note">{t('minutes.issued', { date: minutes.issuedOn })}</p>
      <ol className="matters">
        {minutes.addenda.map((each) => (
          <li key={`${each.at} ${each.text}`}>
            {each.text}
            <span className="under figure">
              {each.by.name} {printTime(each.at)}
            </span>
          </li>
        ))}
      </ol>
      {adds ? (
        <form
          className="dialog-form"
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate({ text: text.trim() }, { onSuccess: () => setText('') });
          }}
        >
          <Labelled label={t('minutes.addendum')} said={saidOf(add.error, 'text')}>
            {(control) => (
              <Input.TextArea
                {...control}
                autoSize={{ minRows: 2, maxRows: 10 }}
                maxLength={8000}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Labelled>
          <ProblemNote error={add.error} shownAt={['text']} onReload={reload} />
          <div>
            <Button htmlType="submit" loading={add.isPending} disabled={!text.trim()}>
              {t('minutes.add')}
            </Button>
          </div>
        </form>
      ) : null}
    </div>
  );
}
