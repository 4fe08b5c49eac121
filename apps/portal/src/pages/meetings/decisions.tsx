import type { DecisionView, MeetingView } from '@duban/contract';
import {
  api,
  EmptyState,
  PortalLink,
  QueryView,
  Section,
  useCan,
  useChange,
  usePlan,
  useSession,
  useText,
} from '@duban/portal-kit';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { MoveDialog, type MoveValues } from '../../parts/move-dialog.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { DecisionDialog } from './decision-dialog.js';
import { meetingReads, touchedByMeeting } from './meeting-queries.js';

const withdrawTitle = { zh: '撤销议定事项', en: 'Withdraw the decision' };
const settleTitle = { zh: '记为已落实', en: 'Mark carried out' };

/** 议定事项 of the meeting; taken down and carried out while it is open. */
export function Decisions({ meeting }: { meeting: MeetingView }) {
  const { t } = useTranslation('meetings');
  const can = useCan();
  const decisions = useQuery(meetingReads.decisions(meeting.id));
  const decides = can('meeting.decide') && meeting.state === 'open';
  // What the minutes have made known is not taken back.
  const withdraws =
    can('meeting.decide') &&
    (meeting.state === 'open' || meeting.state === 'closed') &&
    meeting.minutesState !== 'issued';
  const [shown, setShown] = useState<{ decision: DecisionView | null; corrects?: boolean } | null>(null);
  const [mistaken, setMistaken] = useState<DecisionView | null>(null);
  return (
    <Section
      title={t('tab.decisions')}
      extra={
        decides ? (
          <Button size="small" type="primary" onClick={() => setShown({ decision: null })}>
            {t('decision.add')}
          </Button>
        ) : null
      }
    >
      <QueryView query={decisions} lines={4}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('decision.none')} hint={t('decision.noneHint')} />
          ) : (
            <DecisionTable
              decisions={items}
              settles={can('meeting.keep')}
              act={(decision) => (
                <>
                  {decides && decision.effect === 'none' && !decision.done ? (
                    <>
                      <Button size="small" onClick={() => setShown({ decision })}>
                        {t('decision.work')}
                      </Button>
                      <Button
                        size="small"
                        aria-label={`${t('decision.correct')} ${decision.number}`}
                        onClick={() => setShown({ decision, corrects: true })}
                      >
                        {t('decision.correct')}
                      </Button>
                    </>
                  ) : null}
                  {withdraws ? (
                    <Button
                      size="small"
                      aria-label={`${t('decision.withdraw')} ${decision.number}`}
                      onClick={() => setMistaken(decision)}
                    >
                      {t('decision.withdraw')}
                    </Button>
                  ) : null}
                </>
              )}
            />
          )
        }
      </QueryView>
      {shown ? (
        <DecisionDialog {...shown} meeting={meeting} areaId={null} onClose={() => setShown(null)} />
      ) : null}
      {mistaken ? <WithdrawDialog decision={mistaken} onClose={() => setMistaken(null)} /> : null}
    </Section>
  );
}

/** Takes a decision back with a reason, and says what stays of what it did. */
function WithdrawDialog({ decision, onClose }: { decision: DecisionView; onClose: () => void }) {
  const { t } = useTranslation('meetings');
  const { businessDate } = useSession();
  const client = useQueryClient();
  const withdraw = useChange<MoveValues, DecisionView>(
    ({ reason }, idempotencyKey) =>
      api.post(
        `/api/decisions/${decision.id}/withdrawal`,
        { reason },
        { ifMatch: decision.version, idempotencyKey },
      ),
    [...touchedByMeeting],
  );
  return (
    <MoveDialog
      offer={{ title: withdrawTitle, needs: ['reason'] }}
      note={
        <>
          <p className="decision-quote">{decision.text}</p>
          {t(`decision.stays.${decision.effect}`)} {t('decision.withdrawNote')}
        </>
      }
      busy={withdraw.isPending}
      error={withdraw.error}
      today={businessDate}
      onMake={(values) => withdraw.mutate(values, { onSuccess: onClose })}
      onReload={() => {
        void client.invalidateQueries({ queryKey: touchedByMeeting[0] });
        onClose();
      }}
      onClose={onClose}
    />
  );
}

/** Settles a decision whose task was terminated, with a word on how it was carried out. */
function SettleDialog({ decision, onClose }: { decision: DecisionView; onClose: () => void }) {
  const { t } = useTranslation('meetings');
  const { businessDate } = useSession();
  const client = useQueryClient();
  const settle = useChange<MoveValues, DecisionView>(
    ({ reason }, idempotencyKey) =>
      api.post(
        `/api/decisions/${decision.id}/settle`,
        { done: true, note: reason },
        { ifMatch: decision.version, idempotencyKey },
      ),
    [...touchedByMeeting],
  );
  return (
    <MoveDialog
      offer={{ title: settleTitle, needs: ['reason'] }}
      note={
        <>
          <p className="decision-quote">{decision.text}</p>
          {t('decision.endedNote')}
        </>
      }
      busy={settle.isPending}
      error={settle.error}
      today={businessDate}
      onMake={(values) => settle.mutate(values, { onSuccess: onClose })}
      onReload={() => {
        void client.invalidateQueries({ queryKey: touchedByMeeting[0] });
        onClose();
      }}
      onClose={onClose}
    />
  );
}

/** What was withdrawn, beside minutes that somebody may have written it into. */
export function WithdrawnDecisions({ meeting }: { meeting: MeetingView }) {
  const { t } = useTranslation('meetings');
  const decisions = useQuery(meetingReads.decisions(meeting.id));
  const withdrawn = (decisions.data?.items ?? []).filter((each) => each.withdrawn !== null);
  if (withdrawn.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('minutes.withdrawn')}
      description={
        <ul className="matters">
          {withdrawn.map((each) => (
            <li key={each.id}>
              {each.number}. {each.text}
            </li>
          ))}
        </ul>
      }
    />
  );
}

/** What the last meeting settled, and how far it has come. */
export function LastDecisions({ previousId }: { previousId: string }) {
  const { t } = useTranslation('meetings');
  const can = useCan();
  const decisions = useQuery(meetingReads.decisions(previousId));
  return (
    <Section title={t('decision.last')}>
      <QueryView query={decisions} lines={3}>
        {({ items }) =>
          items.every((each) => each.withdrawn !== null) ? (
            <EmptyState title={t('decision.lastNone')} />
          ) : (
            <DecisionTable
              decisions={items.filter((each) => each.withdrawn === null)}
              settles={can('meeting.keep')}
            />
          )
        }
      </QueryView>
    </Section>
  );
}

function DecisionTable({
  decisions,
  settles,
  act,
}: {
  decisions: readonly DecisionView[];
  settles: boolean;
  act?: (decision: DecisionView) => ReactNode;
}) {
  const { t } = useTranslation('meetings');
  const text = useText();
  const plan = usePlan();
  const settle = useChange<DecisionView, DecisionView>(
    ({ id, version, done }, idempotencyKey) =>
      api.post(`/api/decisions/${id}/settle`, { done: !done }, { ifMatch: version, idempotencyKey }),
    [...touchedByMeeting],
  );
  const [ended, setEnded] = useState<DecisionView | null>(null);
  const titleOf = (areaId: string | null) =>
    text(plan.areas.find((area) => area.id === areaId)?.title) || areaId || '';
  return (
    <>
      <ProblemNote error={settle.error} />
      <div className="table-box">
        <table className="grid" aria-label={t('tab.decisions')}>
          <thead>
            <tr>
              <th scope="col" className="num">
                {t('decision.number')}
              </th>
              <th scope="col" className="grow">
                {t('decision.text')}
              </th>
              <th scope="col" className="wide-only">
                {t('decision.units')}
              </th>
              <th scope="col" className="wide-only">
                {t('due')}
              </th>
              <th scope="col">{t('decision.state')}</th>
            </tr>
          </thead>
          <tbody>
            {decisions.map((each) => (
              <tr key={each.id}>
                <td className="num">{each.number}</td>
                <td className="grow">
                  <span className="decision-text">{each.withdrawn ? <del>{each.text}</del> : each.text}</span>
                  {each.withdrawn ? (
                    <span className="under">
                      {t('decision.withdrawnBy', {
                        name: each.withdrawn.by.name,
                        date: each.withdrawn.on,
                        reason: each.withdrawn.reason,
                      })}
                      {each.effect === 'none' ? null : ` ${t(`decision.stays.${each.effect}`)}`}
                    </span>
                  ) : null}
                  {each.settledNote ? (
                    <span className="under">{t('decision.settledNote', { note: each.settledNote })}</span>
                  ) : null}
                  <span className="under">{titleOf(each.areaId)}</span>
                  <span className="under narrow-only">
                    {[each.leadUnit?.name, each.dueDate].filter(Boolean).join(' · ')}
                  </span>
                </td>
                <td className="wide-only">
                  {each.leadUnit?.name ?? ''}
                  <span className="under">
                    {each.cooperatingUnits.map((unit) => unit.name).join(t('comma'))}
                  </span>
                </td>
                <td className="wide-only figure">{each.dueDate ?? ''}</td>
                <td>
                  <span className="decision-acts">
                    <DecisionState decision={each} />
                    {settles && (each.effect === 'none' || each.taskEnded) && !each.withdrawn ? (
                      <Button
                        size="small"
                        loading={settle.isPending && settle.variables.id === each.id}
                        onClick={() => (each.taskEnded && !each.done ? setEnded(each) : settle.mutate(each))}
                      >
                        {t(each.done ? 'decision.undo' : 'decision.settle')}
                      </Button>
                    ) : null}
                    {each.withdrawn ? null : act?.(each)}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {ended ? <SettleDialog decision={ended} onClose={() => setEnded(null)} /> : null}
    </>
  );
}

/** Carried out or not, and what it did. */
export function DecisionState({ decision }: { decision: DecisionView }) {
  const { t } = useTranslation('meetings');
  const { withdrawn, done, taskEnded, taskMerged } = decision;
  const state = withdrawn ? 'withdrawn' : done ? 'done' : taskEnded ? 'undone' : 'open';
  const did = taskEnded ? 'decision.ended' : taskMerged ? 'decision.merged' : `effect.did.${decision.effect}`;
  const effect = decision.effect === 'none' ? null : t(did);
  return (
    <span className="decision-state">
      {t(`decision.${state}`)}
      {effect && decision.taskId ? (
        <PortalLink href={addresses.task(decision.taskId)}>{effect}</PortalLink>
      ) : null}
    </span>
  );
}
