import type { Difference, MeetingView, Snapshot } from '@duban/contract';

export type Exception = Snapshot['board']['exceptions'][number];
export type LastDecision = Snapshot['lastDecisions'][number];

/** A page of the room. Those of a long list say which part they are, from 1. */
export type RoomPage =
  | { kind: 'cover' }
  | { kind: 'last-decisions'; items: LastDecision[]; part: number; parts: number }
  | { kind: 'overview' }
  | { kind: 'heat' }
  | { kind: 'changes' }
  | { kind: 'exceptions'; items: Exception[]; part: number; parts: number }
  | { kind: 'area'; areaId: string }
  | { kind: 'free'; title: string }
  | { kind: 'decisions' };

/** Rows that fill a page and can still be read from ten metres. */
const rowsOnPage = 6;

function inParts<T>(items: readonly T[]): { items: T[]; part: number; parts: number }[] {
  const parts = Math.max(1, Math.ceil(items.length / rowsOnPage));
  return Array.from({ length: parts }, (_, at) => ({
    items: items.slice(at * rowsOnPage, (at + 1) * rowsOnPage),
    part: at + 1,
    parts,
  }));
}

/**
 * The pages of a meeting: the cover, what its agenda names in its order, and the decisions at the end. Exceptions
 * bring the lights of all areas, the months and, after an earlier meeting, what changed. An area that is not in the
 * snapshot has no page.
 */
export function roomPagesOf(
  agenda: MeetingView['agenda'],
  snapshot: Snapshot,
  difference: Difference | null,
): RoomPage[] {
  const pages = agenda.flatMap((item) => pagesOf(item, snapshot, difference));
  return [{ kind: 'cover' }, ...pages, { kind: 'decisions' }];
}

function pagesOf(
  { kind, areaId, title }: MeetingView['agenda'][number],
  snapshot: Snapshot,
  difference: Difference | null,
): RoomPage[] {
  switch (kind) {
    case 'last-decisions':
      return inParts(snapshot.lastDecisions).map((part) => ({ kind, ...part }));
    case 'exceptions':
      return [
        { kind: 'overview' },
        // A picture that was taken before the months were kept has nothing to draw.
        ...(snapshot.lightMonths ? [{ kind: 'heat' as const }] : []),
        ...(difference?.from ? [{ kind: 'changes' as const }] : []),
        ...inParts(snapshot.board.exceptions).map((part) => ({ kind, ...part })),
      ];
    case 'area': {
      const isThere = snapshot.board.areas.some((area) => area.areaId === areaId);
      return areaId && isThere ? [{ kind, areaId }] : [];
    }
    case 'free':
      return [{ kind, title }];
  }
}

/** Number of the first page of each agenda item that has one, from 1, with its title. */
export function contentsOf(
  pages: readonly RoomPage[],
  titleOf: (page: RoomPage) => string,
): { number: number; title: string }[] {
  return pages.flatMap((page, at) => {
    const isFirst = page.kind !== 'cover' && page.kind !== 'heat' && page.kind !== 'changes';
    const isFurther = 'part' in page && (page.part > 1 || page.kind === 'exceptions');
    return isFirst && !isFurther ? [{ number: at + 1, title: titleOf(page) }] : [];
  });
}
