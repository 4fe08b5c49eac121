import type { MeetingView } from '@duban/contract';
import { api, useCan, useSession } from '@duban/portal-kit';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { meetingPath, meetingReads, type Stage } from '../meeting-queries.js';

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
 * Keeps this screen and the presenter's together while the meeting is open. Whoever keeps meetings leads unless
 * somebody else presents already; everybody else follows, until they leave.
 */
export function useStage({ meeting, page, off, goTo }: Given) {
  const can = useCan();
  const { user } = useSession();
  const client = useQueryClient();
  const isOpen = meeting.state === 'open';
  const stage = useQuery({
    ...meetingReads.stage(meeting.id),
    enabled: isOpen,
    refetchInterval: pollEvery,
  });
  const keeps = can('meeting.keep');
  const presenter = stage.data?.presenter ?? null;
  const mine = presenter === null || presenter.id === user.id;
  const mode: StageMode = off || !isOpen ? 'free' : keeps && mine ? 'lead' : 'follow';

  const { queryKey } = meetingReads.stage(meeting.id);
  const push = useMutation({
    mutationFn: async (next: number) => {
      // A look that was already under way would bring the old page back.
      await client.cancelQueries({ queryKey });
      return api.put<Stage>(meetingPath(meeting.id, '/stage'), { page: next });
    },
    onSuccess: (answer) => client.setQueryData(queryKey, answer),
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
    mutate(now);
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
    present: keeps && isOpen ? () => mutate(page ?? 1) : null,
  };
}
