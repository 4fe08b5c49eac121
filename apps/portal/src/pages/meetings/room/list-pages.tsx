import { type DecisionView, stateOfDecision } from '@duban/contract';
import { LightTag, useText } from '@duban/portal-kit';
import { useTranslation } from 'react-i18next';
import { DecisionState } from '../decisions.js';
import { Figure } from './figure.js';
import { useRoom } from './room-context.js';
import { type Exception, type LastDecision, reasonOf } from './room-pages.js';
import type { Row } from './room-rows.js';

/** The text of a row; one that goes on from the page before says so. */
export function RowText({ text, isFurther }: { text: string; isFurther: boolean }) {
  const { t } = useTranslation('room');
  return (
    <>
      {isFurther ? <span className="dim">{t('further')}</span> : null}
      {text}
    </>
  );
}

/** What the last meeting settled, and whether it was carried out as of the snapshot. */
export function LastDecisionsPage({ rows }: { rows: readonly Row<LastDecision>[] }) {
  const { t } = useTranslation('room');
  const { snapshot } = useRoom();
  if (rows.length === 0) return <p className="room-free">{t('lastNone')}</p>;
  return (
    <ol className="room-rows">
      {rows.map(({ item: each, text, isFurther }) => {
        const state = stateOfDecision(each, snapshot.asOf);
        return (
          <li key={`${each.id} ${text}`}>
            <Figure source={{ kind: 'decision', id: each.id }} className="room-row room-last">
              <b className="room-row-number">{each.number}</b>
              <span className="room-row-title">
                <RowText text={text} isFurther={isFurther} />
              </span>
              <span className="room-row-side">
                {[each.leadUnit, each.dueDate].filter((part) => part !== null).join(' · ')}
              </span>
              <b className={`room-row-state ${state}`}>{t(`decision.${state}`)}</b>
            </Figure>
          </li>
        );
      })}
    </ol>
  );
}

/** Red and yellow tasks, each with the first of its reasons; the source has them all. */
export function ExceptionsPage({ rows }: { rows: readonly Row<Exception>[] }) {
  const { t } = useTranslation('room');
  if (rows.length === 0) return <p className="room-free">{t('noExceptions')}</p>;
  return (
    <ol className="room-rows">
      {rows.map(({ item }) => (
        <li key={item.taskId}>
          <ExceptionRow exception={item} withReason />
        </li>
      ))}
    </ol>
  );
}

export function ExceptionRow({
  exception,
  withReason = false,
}: {
  exception: Exception;
  withReason?: boolean;
}) {
  const text = useText();
  const { snapshot } = useRoom();
  const reason = reasonOf(snapshot, exception);
  return (
    <Figure source={{ kind: 'task', taskId: exception.taskId }} className="room-row">
      <LightTag colour={exception.colour} />
      <b className="room-row-number">{exception.number ?? ''}</b>
      <span className="room-row-title">
        {exception.title}
        {withReason && reason ? <span className="room-row-reason">{text(reason.detail)}</span> : null}
      </span>
      <span className="room-row-side">
        {[exception.leadUnit, exception.dueDate].filter((part) => part !== null).join(' · ')}
      </span>
    </Figure>
  );
}

/** What this meeting has settled so far; the button of one that is not work yet is found by the arrow keys. */
export function DecisionsPage({
  rows,
  decides,
  onDecide,
  onWork,
}: {
  rows: readonly Row<DecisionView>[];
  decides: boolean;
  onDecide: () => void;
  onWork: (decision: DecisionView) => void;
}) {
  const { t } = useTranslation('room');
  const { t: m } = useTranslation('meetings');
  return (
    <>
      {rows.length === 0 ? <p className="room-free">{t('noDecisions')}</p> : null}
      <ol className="room-rows room-decisions">
        {rows.map(({ item: each, text, isFurther }) => (
          <li key={`${each.id} ${text}`} className="room-row">
            <b className="room-row-number">{each.number}</b>
            <span className="room-row-title">
              <RowText text={text} isFurther={isFurther} />
              {each.cooperatingUnits.length > 0 && !isFurther ? (
                <span className="room-row-reason">
                  {m('decision.cooperating')}{' '}
                  {each.cooperatingUnits.map((unit) => unit.name).join(m('comma'))}
                </span>
              ) : null}
            </span>
            <span className="room-row-side">
              {isFurther ? null : [each.leadUnit?.name, each.dueDate].filter(Boolean).join(' · ')}
            </span>
            <span className="room-row-state">
              {isFurther ? null : decides && each.effect === 'none' && !each.done && !each.withdrawn ? (
                <button type="button" className="room-button room-figure" onClick={() => onWork(each)}>
                  {m('decision.work')}
                </button>
              ) : (
                <DecisionState decision={each} />
              )}
            </span>
          </li>
        ))}
      </ol>
      {decides ? (
        <button type="button" className="room-button" onClick={onDecide}>
          {t('decide')}
        </button>
      ) : null}
    </>
  );
}
