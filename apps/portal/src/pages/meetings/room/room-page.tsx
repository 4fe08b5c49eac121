import type { DecisionView, Difference, MeetingState, MeetingView, Snapshot } from '@duban/contract';
import {
  EmptyState,
  isTyping,
  LoadingState,
  PortalLink,
  QueryView,
  useCan,
  usePlan,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ConfigProvider } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../../app/preferences.js';
import { printTime } from '../../../parts/print-time.js';
import { DecisionDialog } from '../decision-dialog.js';
import { meetingAddresses, meetingReads } from '../meeting-queries.js';
import { AreaPage } from './area-page.js';
import { figureBeyond, figuresIn } from './figure.js';
import { HeatPage } from './heat-page.js';
import { DecisionsPage, ExceptionsPage, LastDecisionsPage } from './list-pages.js';
import { ChangesPage, CoverPage, FreePage, OverviewPage } from './overview-pages.js';
import { RoomProvider, type Source, sourceOf } from './room-context.js';
import { RoomFoot } from './room-foot.js';
import { type Direction, keyOf, pageAfter, pressed, type RoomAct } from './room-keys.js';
import { contentsOf, type RoomPage as Page, roomPagesOf } from './room-pages.js';
import { SourcePanel } from './source-panel.js';
import { useStage } from './use-stage.js';
import { useTimer } from './use-timer.js';
import './room.css';

const route = getRouteApi('/shell/meetings/$meetingId/room');

/** What is written in the room is read by everybody in it. */
const largeType = { token: { fontSize: 20, controlHeight: 44 } };
const bigScreen = '(min-width: 1400px)';

const runs = (state: MeetingState | undefined) => state === 'frozen' || state === 'open';

/** 推进会会场: the meeting's snapshot on the big screen, page by page. */
export function RoomPage() {
  const { t } = useTranslation('room');
  const { meetingId } = route.useParams();
  const meeting = useQuery({
    ...meetingReads.one(meetingId),
    // Viewers who wait in the room see it open, and everybody in it that it is over.
    refetchInterval: ({ state }) => (runs(state.data?.state) ? 3000 : false),
  });
  return (
    <div className="room">
      <QueryView query={meeting}>
        {(found) =>
          found.snapshot ? (
            <Frozen meeting={found} sequence={found.snapshot.sequence} />
          ) : (
            <EmptyState
              title={t('notFrozen')}
              hint={t('notFrozenHint')}
              action={<PortalLink href={meetingAddresses.one(meetingId)}>{t('leave')}</PortalLink>}
            />
          )
        }
      </QueryView>
    </div>
  );
}

function Frozen({ meeting, sequence }: { meeting: MeetingView; sequence: number }) {
  const snapshot = useQuery(meetingReads.snapshot(meeting.id, sequence));
  // Without an earlier frozen meeting there is nothing to compare with, and the room goes on.
  const difference = useQuery({ ...meetingReads.difference(meeting.id, sequence), retry: false });
  if (difference.isPending) return <LoadingState lines={12} />;
  return (
    <QueryView query={snapshot} lines={12}>
      {(found) => <Room meeting={meeting} snapshot={found} difference={difference.data ?? null} />}
    </QueryView>
  );
}

interface RoomProps {
  meeting: MeetingView;
  snapshot: Snapshot;
  difference: Difference | null;
}

function Room({ meeting, snapshot, difference }: RoomProps) {
  const { t } = useTranslation('room');
  const can = useCan();
  const { singleKeys } = usePreferences();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const decisions = useQuery({
    ...meetingReads.decisions(meeting.id),
    refetchInterval: meeting.state === 'open' ? 3000 : false,
  });
  const standing = decisions.data?.items.filter((each) => each.withdrawn === null) ?? [];
  const pages = roomPagesOf(meeting.agenda, snapshot, difference, standing);
  const titleOf = usePageTitle(snapshot);
  const at = Math.min(search.page ?? 1, pages.length);
  const page = pages[at - 1] ?? { kind: 'cover' as const };

  const follows = useCallback(
    (to: number) =>
      void navigate({ search: (before) => ({ ...before, page: to }), replace: true, resetScroll: false }),
    [navigate],
  );
  const stage = useStage({ meeting, page: search.page, off: search.follow === 'off', goTo: follows });
  const leave = (off: boolean, to = at) =>
    void navigate({
      search: (before) => ({ ...before, page: to, follow: off ? 'off' : undefined }),
      replace: true,
      resetScroll: false,
    });
  /** Whoever turns a page of their own no longer follows. */
  const goTo = (to: number) => {
    const next = pageAfter({ jump: to }, at, pages.length);
    if (stage.mode === 'follow' && next !== at) leave(true, next);
    else follows(next);
  };

  const timer = useTimer(meeting.id);
  const [typed, setTyped] = useState('');
  const [source, setSource] = useState<Source | null>(null);
  const [decision, setDecision] = useState<DecisionView | 'new' | null>(null);
  const [showsKeys, setShowsKeys] = useState(false);
  const stagePage = useRef<HTMLElement>(null);
  const decides = can('meeting.decide') && meeting.state === 'open';

  const focus = (to: Direction) => {
    if (stagePage.current) figureBeyond(stagePage.current, document.activeElement, to)?.focus();
  };
  const showSource = () => {
    const figures = stagePage.current ? figuresIn(stagePage.current) : [];
    const shown = figures.find((figure) => figure === document.activeElement) ?? figures[0];
    setSource(sourceOf(shown?.dataset.source ?? ''));
  };
  const act = (what: RoomAct) => {
    if ('focus' in what) return focus(what.focus);
    if (!('do' in what)) return goTo(pageAfter(what, at, pages.length));
    switch (what.do) {
      case 'decide':
        return decides ? setDecision('new') : undefined;
      case 'source':
        return showSource();
      case 'timer':
        return timer.toggle();
      case 'reset-timer':
        return timer.reset();
      case 'follow':
        return stage.isOpen ? leave(stage.mode !== 'free') : undefined;
      case 'present':
        return stage.present?.(() => leave(false));
      case 'keys':
        return setShowsKeys(!showsKeys);
      case 'close':
        return setShowsKeys(false);
    }
  };
  useRoomKeys(typed, setTyped, act, singleKeys);
  useEffect(() => {
    document.title = `${meeting.title} · ${at}`;
  }, [meeting.title, at]);

  return (
    <RoomProvider value={{ meeting, snapshot, difference, open: setSource, goTo }}>
      <header className="room-head">
        <h1 className="room-title">{page.kind === 'cover' ? snapshot.plan.title : titleOf(page)}</h1>
        {timer.isShown ? (
          <span className={`room-timer${timer.isRunning ? '' : ' paused'}`} role="timer">
            {timer.text}
          </span>
        ) : null}
        {/* Every page says until when its figures reach. */}
        <span className="room-time">{t('until', { time: printTime(snapshot.takenAt) })}</span>
      </header>
      <main className="room-stage" id="content" ref={stagePage} key={at} data-page={at} data-kind={page.kind}>
        {page.kind === 'cover' ? <CoverPage contents={contentsOf(pages, titleOf)} /> : null}
        {page.kind === 'last-decisions' ? <LastDecisionsPage rows={page.rows} /> : null}
        {page.kind === 'overview' ? <OverviewPage /> : null}
        {page.kind === 'heat' ? <HeatPage /> : null}
        {page.kind === 'changes' ? <ChangesPage /> : null}
        {page.kind === 'exceptions' ? <ExceptionsPage rows={page.rows} /> : null}
        {page.kind === 'area' ? <AreaPage page={page} at={at} /> : null}
        {page.kind === 'free' ? <FreePage title={page.title} /> : null}
        {page.kind === 'decisions' ? (
          <DecisionsPage
            rows={page.rows}
            decides={decides}
            onDecide={() => setDecision('new')}
            onWork={setDecision}
          />
        ) : null}
      </main>
      <RoomFoot
        meeting={meeting}
        at={at}
        pages={pages.length}
        typed={typed}
        stage={stage}
        decides={decides}
        showsKeys={showsKeys}
        onAct={act}
      />
      <ConfigProvider theme={matchMedia(bigScreen).matches ? largeType : undefined}>
        {source ? <SourcePanel source={source} onClose={() => setSource(null)} /> : null}
        {decision ? (
          <DecisionDialog
            meeting={meeting}
            decision={decision === 'new' ? null : decision}
            areaId={page.kind === 'area' ? page.areaId : null}
            onClose={() => setDecision(null)}
          />
        ) : null}
      </ConfigProvider>
    </RoomProvider>
  );
}

/** Keys of the room, while nothing is being written and no dialog is open. */
function useRoomKeys(
  typed: string,
  setTyped: (typed: string) => void,
  act: (what: RoomAct) => void,
  singleKeys: boolean,
) {
  const current = useRef({ typed, act, singleKeys });
  current.current = { typed, act, singleKeys };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      if (document.querySelector('[role="dialog"][aria-modal="true"]')) return;
      const next = pressed(keyOf(event), current.current.typed, current.current.singleKeys);
      const isOurs = next.act !== null || next.typed !== current.current.typed;
      if (next.typed !== current.current.typed) {
        current.current.typed = next.typed;
        setTyped(next.typed);
      }
      if (isOurs) event.preventDefault();
      if (next.act) current.current.act(next.act);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [setTyped]);
}

/** What stands above a page. */
function usePageTitle(snapshot: Snapshot): (page: Page) => string {
  const { t } = useTranslation('room');
  const text = useText();
  const plan = usePlan();
  return (page) => {
    if (page.kind === 'free') return page.title;
    const area =
      page.kind === 'area' ? snapshot.board.areas.find((each) => each.areaId === page.areaId) : null;
    const title = area
      ? `${area.number} ${text(area.title)}`
      : page.kind === 'area'
        ? plan.title
        : t(`page.${page.kind}`);
    return 'parts' in page && page.parts > 1 ? `${title} ${page.part}/${page.parts}` : title;
  };
}
