import {
  freezableStates,
  type MeetingState,
  type MeetingView,
  meetingMoves,
  type Text,
} from '@duban/contract';
import { api, PortalLink, useChange, useGo, usePlan, useSession, useText } from '@duban/portal-kit';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MoveDialog, type MoveValues } from '../../parts/move-dialog.js';
import { MeetingDialog } from './meeting-dialog.js';
import { meetingAddresses, meetingPath, meetingReads, touchedByMeeting } from './meeting-queries.js';

interface Act {
  name: string;
  title: Text;
  needs?: string[];
  send: (
    meeting: MeetingView,
    values: MoveValues & { withoutLate?: true },
    idempotencyKey: string,
  ) => Promise<MeetingView>;
}

/** The moves that the state allows, those of collecting, freezing, opening and closing; and the way into the room. */
export function MeetingActs({ meeting, keeps }: { meeting: MeetingView; keeps: boolean }) {
  const { t } = useTranslation('meetings');
  const text = useText();
  const go = useGo();
  const [act, setAct] = useState<Act | 'edit' | null>(null);
  const acts = keeps ? actsOf(meeting) : [];
  const again = acts.find((each) => each.name === 'freeze-again');
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
        <ActDialog
          key={act.name}
          act={act}
          meeting={meeting}
          again={again ? { title: text(again.title), choose: () => setAct(again) } : null}
          onClose={() => setAct(null)}
        />
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

/** The way to another picture before the meeting opens. */
interface Again {
  title: string;
  choose: () => void;
}

interface ActDialogProps {
  act: Act;
  meeting: MeetingView;
  again: Again | null;
  onClose: () => void;
}

function ActDialog({ act, meeting, again, onClose }: ActDialogProps) {
  const { t } = useTranslation('meetings');
  const { businessDate } = useSession();
  const client = useQueryClient();
  const missing = useMissing(meeting, act.name === 'open');
  const change = useChange<MoveValues, MeetingView>(
    // Whoever goes on past the warning confirms it.
    (values, idempotencyKey) =>
      act.send(meeting, { ...values, ...(missing.areas ? { withoutLate: true } : {}) }, idempotencyKey),
    [...touchedByMeeting],
  );
  return (
    <MoveDialog
      offer={{ title: act.title, needs: act.needs ?? [] }}
      note={
        <>
          {t(`act.${act.name}`)}
          {missing.areas ? (
            <Alert
              type="warning"
              showIcon
              title={t('material.missed', { areas: missing.areas })}
              action={
                again ? (
                  <Button size="small" onClick={again.choose}>
                    {again.title}
                  </Button>
                ) : null
              }
            />
          ) : null}
        </>
      }
      busy={change.isPending || missing.isAsked}
      error={change.error}
      today={businessDate}
      onMake={(values) =>
        change.mutate(values, {
          onSuccess: onClose,
          // Something was handed in while the dialog stood open: the warning says so now.
          onError: () => void client.invalidateQueries(meetingReads.materials(meeting.id)),
        })
      }
      onReload={() => {
        change.reset();
        void client.invalidateQueries({ queryKey: meetingReads.one(meeting.id).queryKey });
      }}
      onClose={onClose}
    />
  );
}

/** The areas whose material the picture does not hold as it stands; empty where there are none. Asked anew for each opening. */
function useMissing(meeting: MeetingView, asks: boolean): { areas: string; isAsked: boolean } {
  const { t } = useTranslation('meetings');
  const text = useText();
  const plan = usePlan();
  const { data, isFetching } = useQuery({
    ...meetingReads.materials(meeting.id),
    enabled: asks,
    staleTime: 0,
  });
  const areas = (asks ? (data?.items ?? []) : [])
    .filter((each) => each.inSnapshot === false)
    .map(({ areaId }) => text(plan.areas.find((area) => area.id === areaId)?.title) || areaId);
  return { areas: areas.join(t('comma')), isAsked: asks && isFetching };
}
