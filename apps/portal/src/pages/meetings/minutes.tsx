import type { MeetingView, MinutesView, minutesBody, Ref } from '@duban/contract';
import { api, QueryView, Section, useCan, useChange, useSession } from '@duban/portal-kit';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ExportButton } from '../../parts/export-button.js';
import { DateField, Labelled } from '../../parts/labelled.js';
import { PeoplePicker } from '../../parts/person-picker.js';
import { printTime } from '../../parts/print-time.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';
import { readKept, writeKept } from '../report/kept-drafts.js';
import { WithdrawnDecisions } from './decisions.js';
import { HeldConflict, HeldNote, useHeldEdit } from './held-edit.js';
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
            {found.state === 'issued' ? null : <WithdrawnDecisions meeting={meeting} />}
            <Text
              meeting={meeting}
              minutes={found}
              edits={can('meeting.keep') && found.state === 'draft' && meeting.state === 'closed'}
            />
            {can('meeting.decide') && found.state !== 'issued' && meeting.state === 'closed' ? (
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

/** Lists of names are written one on each line. */
const lists = ['present', 'absent', 'observing', 'recipients'] as const;
const lines = { header: 200, title: 200, number: 100, issuer: 100, printedBy: 100 } as const;
type List = (typeof lists)[number];
type Line = keyof typeof lines;

function Text({ meeting, minutes, edits }: Props & { edits: boolean }) {
  const { t } = useTranslation('meetings');
  const edit = useHeldEdit<MinutesView, Values>({
    what: { name: 'minutes', meetingId: meeting.id },
    view: minutes,
    queryKey: meetingReads.minutes(meeting.id).queryKey,
    load: () => api.get(meetingPath(meeting.id, '/minutes')),
    put: (given, version) =>
      api.put(meetingPath(meeting.id, '/minutes'), bodyOf(given), { ifMatch: version }),
    valuesOf,
  });
  const values = edits ? edit.values : valuesOf(minutes);
  const { set } = edit;
  const labelOf = (key: keyof Values) => t(`minutes.${key === 'title' ? 'heading' : key}`);
  const line = (key: Line) => (
    <Labelled label={labelOf(key)} optional={key !== 'header'} said={saidOf(edit.error, key)}>
      {(control) => (
        <Input
          {...control}
          maxLength={lines[key]}
          readOnly={!edits}
          value={values[key]}
          onChange={(event) => set({ [key]: event.target.value })}
        />
      )}
    </Labelled>
  );
  const list = (key: List, hint?: string) => (
    <Labelled label={t(`minutes.${key}`)} optional hint={hint} said={saidOf(edit.error, key)}>
      {(control) => (
        <Input.TextArea
          {...control}
          autoSize={{ minRows: 2, maxRows: 10 }}
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
        edit.save();
      }}
    >
      {line('header')}
      <div className="dialog-row">
        {line('title')}
        {line('number')}
        {line('issuer')}
      </div>
      <Labelled label={t('minutes.text')} said={saidOf(edit.error, 'text')}>
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
      <div className="dialog-row">
        {list('present', edits ? t('minutes.namesHint') : undefined)}
        {list('absent')}
        {list('observing')}
      </div>
      {list('recipients', edits ? t('minutes.recipientsHint') : undefined)}
      <div className="dialog-row">
        {line('printedBy')}
        <Labelled label={t('minutes.printedOn')} optional said={saidOf(edit.error, 'printedOn')}>
          {(control) =>
            edits ? (
              <DateField {...control} value={values.printedOn} onChange={(printedOn) => set({ printedOn })} />
            ) : (
              <Input {...control} readOnly value={values.printedOn ?? ''} />
            )
          }
        </Labelled>
      </div>
      {edits ? (
        <Labelled
          label={t('minutes.countersigners')}
          optional
          hint={t('minutes.countersignersHint')}
          said={saidOf(edit.error, 'countersignerIds')}
        >
          {(control) => (
            <PeoplePicker
              {...control}
              known={minutes.countersigners}
              value={values.countersignerIds}
              onChange={(countersignerIds) => set({ countersignerIds })}
            />
          )}
        </Labelled>
      ) : null}
      <ProblemNote error={edit.error} shownAt={shownAt} onReload={edit.readTheirs} />
      {edit.conflict ? (
        <HeldConflict
          conflict={edit.conflict}
          title={t('minutes.overtaken')}
          parts={written.map((key) => ({
            key,
            title: labelOf(key),
            print: (given: Values) => given[key],
          }))}
        />
      ) : null}
      {edits ? (
        <div className="held-acts">
          <Button type="primary" htmlType="submit" loading={edit.isSaving} disabled={!values.header.trim()}>
            {t('save')}
          </Button>
          <HeldNote isHeld={edit.isHeld} onDiscard={edit.discard} />
        </div>
      ) : null}
    </form>
  );
}

type Values = ReturnType<typeof valuesOf>;
const written = [...(Object.keys(lines) as Line[]), 'text', ...lists, 'printedOn'] as const;
const shownAt = [...written, 'countersignerIds'];

function valuesOf(minutes: MinutesView) {
  const { header, title, number, issuer, printedBy, printedOn, text, countersigners } = minutes;
  const { present, absent, observing, recipients } = minutes;
  return {
    ...{ header, title, number, issuer, printedBy, printedOn, text },
    present: present.join('\n'),
    absent: absent.join('\n'),
    observing: observing.join('\n'),
    recipients: recipients.join('\n'),
    countersignerIds: countersigners.map((person) => person.id),
  };
}

function bodyOf(values: Values): Body {
  const namesOf = (key: List) =>
    values[key]
      .split('\n')
      .map((name) => name.trim())
      .filter((name) => name !== '');
  return {
    ...values,
    present: namesOf('present'),
    absent: namesOf('absent'),
    observing: namesOf('observing'),
    recipients: namesOf('recipients'),
  };
}

/** Who drafted, who is asked to countersign and who of them has, and who is still needed. */
function Signers({ minutes }: { minutes: MinutesView }) {
  const { t } = useTranslation('meetings');
  const { draftedBy, changedBy, countersigners, countersignedBy, mayCountersign, mayIssue, issuedBy } =
    minutes;
  const namesOf = (people: readonly Ref[]) => people.map((person) => person.name).join(t('comma'));
  const isMissing = (person: Ref) => !countersignedBy.some((each) => each.id === person.id);
  return (
    <dl className="facts">
      <dt>{t('minutes.draftedBy')}</dt>
      <dd>{namesOf(draftedBy)}</dd>
      {changedBy ? (
        <>
          <dt>{t('minutes.changed')}</dt>
          <dd>{t('minutes.changedBy', { name: changedBy.name })}</dd>
        </>
      ) : null}
      <dt>{t('minutes.countersigners')}</dt>
      <dd>{countersigners.length > 0 ? namesOf(countersigners) : t('minutes.anybody')}</dd>
      <dt>{t('minutes.signed')}</dt>
      <dd>{countersignedBy.length > 0 ? namesOf(countersignedBy) : t('none')}</dd>
      {minutes.state !== 'issued' && countersigners.some(isMissing) ? (
        <>
          <dt>{t('minutes.unsigned')}</dt>
          <dd>{namesOf(countersigners.filter(isMissing))}</dd>
        </>
      ) : null}
      {minutes.state === 'draft' && countersigners.length === 0 ? (
        <>
          <dt>{t('minutes.unsigned')}</dt>
          <dd>
            {mayCountersign.length > 0
              ? t('minutes.anyOf', { names: namesOf(mayCountersign) })
              : t('minutes.nobodySigns')}
          </dd>
        </>
      ) : null}
      <dt>{t('minutes.issuedBy')}</dt>
      <dd>
        {issuedBy?.name ??
          (mayIssue.length > 0
            ? t('minutes.waitsFor', { names: namesOf(mayIssue) })
            : t('minutes.nobodyIssues'))}
      </dd>
    </dl>
  );
}

function Moves({ meeting, minutes }: Props) {
  const { t } = useTranslation('meetings');
  const { user } = useSession();
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
  const isMe = (person: Ref) => person.id === user.id;
  const mayMake: Record<Move, boolean> = {
    countersign: minutes.mayCountersign.some(isMe),
    issue: minutes.mayIssue.some(isMe),
    reopen: true,
  };
  return (
    <div className="dialog-form">
      <Signers minutes={minutes} />
      <div className="dialog-row">
        {moves[minutes.state]
          .filter((name) => mayMake[name])
          .map((name) => (
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
  const { user } = useSession();
  const place = `duban.addendum ${user.id} ${meeting.id}`;
  const [text, setText] = useState(() => readKept(place, z.object({ text: z.string() }))?.text ?? '');
  const write = (next: string) => {
    setText(next);
    writeKept(place, next ? { text: next } : null);
  };
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
      <Signers minutes={minutes} />
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
            add.mutate({ text: text.trim() }, { onSuccess: () => write('') });
          }}
        >
          <Labelled label={t('minutes.addendum')} said={saidOf(add.error, 'text')}>
            {(control) => (
              <Input.TextArea
                {...control}
                autoSize={{ minRows: 2, maxRows: 10 }}
                maxLength={8000}
                value={text}
                onChange={(event) => write(event.target.value)}
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
