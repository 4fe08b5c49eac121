import type { MeetingView } from '@duban/contract';
import { PortalLink } from '@duban/portal-kit';
import { useTranslation } from 'react-i18next';
import { meetingAddresses } from '../meeting-queries.js';
import type { RoomAct } from './room-keys.js';
import type { useStage } from './use-stage.js';

const keys = [
  ['← →', 'turn'],
  ['12 Enter', 'jump'],
  ['Home End', 'ends'],
  ['↑ ↓', 'figures'],
  ['Shift ← →', 'aside'],
  ['s', 'source'],
  ['d', 'decide'],
  ['t', 'timer'],
  ['Shift t', 'reset'],
  ['f', 'follow'],
  ['p', 'present'],
] as const;

const isOver = (state: MeetingView['state']) => state === 'closed' || state === 'withdrawn';

/** Page, presenter and keys; what a keyboard does, a finger can do here. */
export function RoomFoot({
  meeting,
  at,
  pages,
  typed,
  stage,
  decides,
  showsKeys,
  onAct,
}: {
  meeting: Pick<MeetingView, 'id' | 'state'>;
  at: number;
  pages: number;
  typed: string;
  stage: ReturnType<typeof useStage>;
  decides: boolean;
  showsKeys: boolean;
  onAct: (act: RoomAct) => void;
}) {
  const { t } = useTranslation('room');
  return (
    <footer className="room-foot">
      {showsKeys ? (
        <dl className="room-keys">
          {keys
            .filter(([, name]) => name !== 'decide' || decides)
            .filter(([, name]) => name !== 'present' || stage.present)
            .filter(([, name]) => name !== 'follow' || stage.isOpen)
            .map(([key, name]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{t(`keys.${name}`)}</dd>
              </div>
            ))}
        </dl>
      ) : null}
      <nav className="room-turn" aria-label={t('turn')}>
        <button
          type="button"
          disabled={at === 1}
          aria-label={t('previous')}
          onClick={() => onAct({ go: 'previous' })}
        >
          ‹
        </button>
        <span className="room-number">
          {typed ? <b>{t('jumpTo', { number: typed })}</b> : `${at} / ${pages}`}
        </span>
        <button
          type="button"
          disabled={at === pages}
          aria-label={t('next')}
          onClick={() => onAct({ go: 'next' })}
        >
          ›
        </button>
      </nav>
      <span className="room-mode" role="status">
        {isOver(meeting.state) ? (
          <b>{t(`over.${meeting.state}`)}</b>
        ) : stage.isLost ? (
          t('lost')
        ) : (
          t(`mode.${stage.mode}`, { name: stage.presenter?.name ?? '' })
        )}
      </span>
      <span className="room-acts">
        {stage.isOpen ? (
          <button type="button" onClick={() => onAct({ do: 'follow' })}>
            {t(`change.${stage.mode}`)}
          </button>
        ) : null}
        {stage.present && stage.mode !== 'lead' ? (
          <button type="button" onClick={() => onAct({ do: 'present' })}>
            {t('keys.present')}
          </button>
        ) : null}
        {decides ? (
          <button type="button" onClick={() => onAct({ do: 'decide' })}>
            {t('decide')}
          </button>
        ) : null}
        <button type="button" aria-expanded={showsKeys} onClick={() => onAct({ do: 'keys' })}>
          {t('keysTitle')}
        </button>
        <button type="button" onClick={toggleFullScreen}>
          {t('fullScreen')}
        </button>
        <PortalLink href={meetingAddresses.one(meeting.id)}>{t('leave')}</PortalLink>
      </span>
    </footer>
  );
}

function toggleFullScreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen();
}
