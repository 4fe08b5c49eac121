import {
  freezableStates,
  type MeetingState,
  type MeetingView,
  meetingMoves,
  type Text,
} from '@duban/contract';
import { api, PortalLink, useChange, useGo, useSession, useText } from '@duban/portal-kit';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MoveDialog, type MoveValues } from '../../parts/move-dialog.js';
import { MeetingDialog } from './meeting-dialog.js';
import { meetingAddresses, meetingPath, meetingReads, touchedByMeeting } from './meeting-queries.js';

interface Act {
  name: string;
  title: Text;
  needs?: string[];
  send: (meeting: MeetingView, values: MoveValues, idempotencyKey: string) => Promise<MeetingView>;
}

/** The moves that the state allows, those of collecting, freezing, opening and closing; and the way into the room. */
export function MeetingActs({ meeting, keeps }: { meeting: MeetingView; keeps: boolean }) {
  const { t } = useTranslation('meetings');
  const text = useText();
  const go = useGo();
  const [act, setAct] = useState<Act | 'edit' | null>(null);
  const acts = keeps ? actsOf(meeting) : [];
  const editable = keeps && editableStates.includes(meeting.state);
  const mistaken = keeps && meeting.minutesState !== 'issued' ? withdrawal(meeting) : null;
  return (
    <>
      {mistaken ? <Button onClick={() => setAct(mistaken)}>{text(mistaken.title)}</Button> : null}
      {editable ? <Button onClick={() => setAct('edit')}>{t('edit')}</Button> : null}
      {acts.map((each, at) => (
        <Button
          key={each.name}
          type={at === acts.length - 1 ? 'primary' : 'default'}
          onClick={() => setAct(each)}
        >
          {text(each.title)}
        </Button>
      ))}
      {meeting.snapshot ? (
        <>
          <PortalLink className="meeting-link" href={meetingAddresses.handout(meeting.id)}>
            {t('handout')}
          </PortalLink>
          <Button
            type={meeting.state === 'open' ? 'primary' : 'default'}
            onClick={() => go(meetingAddresses.room(meeting.id))}
          >
            {t('enter')}
          </Button>
        </>
      ) : null}
      {act === 'edit' ? (
        <MeetingDialog meeting={meeting} onClose={() => setAct(null)} onDone={() => setAct(null)} />
      ) : null}
      {act !== null && act !== 'edit' ? (
        <ActDialog act={act} meeting={meeting} onClose={() => setAct(null)} />
      ) : null}
    </>
  );
}

const editableStates: readonly MeetingState[] = ['planned', 'collecting', 'frozen'];

function movesOf(meeting: MeetingView): Act[] {
  return meetingMoves
    .filter((each) => (each.from as readonly string[]).includes(meeting.state))
    .map(({ move, title }) => ({
      name: move,
      title,
      send: ({ id, version }, values, idempotencyKey) =>
        api.post(meetingPath(id, '/moves'), { move, ...values }, { ifMatch: version, idempotencyKey }),
    }));
}

/** A meeting that was made by mistake is withdrawn with a reason, beside its way. */
function withdrawal(meeting: MeetingView): Act | null {
  const act = movesOf(meeting).find((each) => each.name === 'withdraw');
  return act ? { ...act, needs: ['reason'] } : null;
}

function actsOf(meeting: MeetingView): Act[] {
  const moves = movesOf(meeting).filter((each) => each.name !== 'withdraw');
  if (!freezableStates.includes(meeting.state)) return moves;
  const freeze: Act = {
    name: meeting.snapshot ? 'freeze-again' : 'freeze',
    title: meeting.snapshot ? { zh: '重新定稿', en: 'Freeze again' } : { zh: '定稿', en: 'Freeze' },
    send: ({ id, version }, _, idempotencyKey) =>
      api.post(meetingPath(id, '/snapshot'), {}, { ifMatch: version, idempotencyKey }),
  };
  return [freeze, ...moves];
}

function ActDialog({ act, meeting, onClose }: { act: Act; meeting: MeetingView; onClose: () => void }) {
  const { t } = useTranslation('meetings');
  const { businessDate } = useSession();
  const client = useQueryClient();
  const change = useChange<MoveValues, MeetingView>(
    (values, idempotencyKey) => act.send(meeting, values, idempotencyKey),
    [...touchedByMeeting],
  );
  return (
    <MoveDialog
      offer={{ title: act.title, needs: act.needs ?? [] }}
      note={t(`act.${act.name}`)}
      busy={change.isPending}
      error={change.error}
      today={businessDate}
      onMake={(values) => change.mutate(values, { onSuccess: onClose })}
      onReload={() => {
        change.reset();
        void client.invalidateQueries({ queryKey: meetingReads.one(meeting.id).queryKey });
      }}
      onClose={onClose}
    />
  );
}
