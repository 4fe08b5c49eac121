import type { MeetingView } from '@duban/contract';
import { api, useCan } from '@duban/portal-kit';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { meetingPath, meetingReads, type Stage } from '../meeting-queries.js';
import { screenName } from './screen.js';

/** How this screen moves: it leads the others, follows the presenter, or goes its own way. */
export type StageMode = 'lead' | 'follow' | 'free';

interface Given {
  meeting: MeetingView;
  /** Page on screen, from 1; undefined until one was chosen. */
  page: number | undefined;
  /** Whether following was left. */
  off: boolean;
  goTo: (page: number) => void;
}

/** Milliseconds between two looks at the presenter's page. */
const pollEvery = 1000;

/**
 * Keeps this screen and the presenter's together while the meeting is open. The first screen of somebody who keeps
 * meetings leads; every other one follows, also of the same person, until it takes over or leaves.
 */
export function useStage({ meeting, page, off, goTo }: Given) {
  const can = useCan();
  const client = useQueryClient();
  const isOpen = meeting.state === 'open';
  const stage = useQuery({
    ...meetingReads.stage(meeting.id),
    enabled: isOpen,
    refetchInterval: pollEvery,
  });
  const keeps = can('meeting.keep');
  const presenter = stage.data?.presenter ?? null;
  const mine = presenter === null || stage.data?.screen === screenName;
  const mode: StageMode = off || !isOpen ? 'free' : keeps && mine ? 'lead' : 'follow';

  const { queryKey } = meetingReads.stage(meeting.id);
  const turn = useRef(0);
  const push = useMutation({
    mutationFn: async ({ page: next, take }: { page: number; take: boolean }) => {
      // Of two that are on their way the later one stays, whichever comes first; the clock goes on through a reload.
      turn.current = Math.max(Date.now(), turn.current + 1, (stage.data?.turn ?? 0) + 1);
      const body = { page: next, screen: screenName, turn: turn.current, take };
      // A look that was already under way would bring the old page back.
      await client.cancelQueries({ queryKey });
      return api.put<Stage>(meetingPath(meeting.id, '/stage'), body);
    },
    onSuccess: async (answer) => {
      // As above, of a look that began before the page was there.
      await client.cancelQueries({ queryKey });
      client.setQueryData<Stage>(queryKey, (known) =>
        known?.screen === answer.screen && known.turn > answer.turn ? known : answer,
      );
    },
  });
  const { mutate } = push;

  const shown = stage.data?.page ?? 0;
  const isKnown = stage.data !== undefined;
  const pushed = useRef<number | null>(null);
  useEffect(() => {
    if (mode !== 'lead' || !isKnown) return;
    // A presenter who comes in anew goes on where the others are.
    if (page === undefined && shown > 0) return goTo(shown);
    const now = page ?? 1;
    if (pushed.current === now || (pushed.current === null && shown === now)) return;
    pushed.current = now;
    mutate({ page: now, take: false });
  }, [mode, isKnown, page, shown, goTo, mutate]);
  useEffect(() => {
    if (mode === 'follow' && shown > 0 && shown !== page) goTo(shown);
  }, [mode, shown, page, goTo]);

  return {
    mode,
    presenter,
    isOpen,
    /** The last page was not told to the others. */
    isLost: push.isError || (isOpen && stage.isError),
    /** Takes over with the page on screen; it is done once the others are told. */
    present:
      keeps && isOpen
        ? (done: () => void) => mutate({ page: page ?? 1, take: true }, { onSuccess: done })
        : null,
  };
}
