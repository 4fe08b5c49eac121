import type { DecisionView, Difference, MeetingView, Snapshot } from '@duban/contract';
import { inParts, type Layout, type Part, packed, type Row } from './room-rows.js';

export type Exception = Snapshot['board']['exceptions'][number];
export type LastDecision = Snapshot['lastDecisions'][number];
type Area = Snapshot['board']['areas'][number];
export type Metric = Area['metrics'][number];
/** What an area puts to the meeting, by its number there. */
export interface Matter {
  number: number;
  text: string;
}

/** What an area's page holds of its lists; the first one begins them all, each further one goes on with one of them. */
interface AreaShare {
  metrics: Metric[];
  exceptions: Row<Exception>[];
  matters: Row<Matter>[];
}
/** Where an area's list goes on: how many rows there are beyond the first page, and the part that has the next. */
interface GoesOn {
  count: number;
  part: number;
}

/** A page of the room. Those of a long list say which part they are, from 1. */
export type RoomPage =
  | { kind: 'cover' }
  | ({ kind: 'last-decisions' } & Part<LastDecision>)
  | { kind: 'overview' }
  | { kind: 'heat' }
  | { kind: 'changes' }
  | ({ kind: 'exceptions' } & Part<Exception>)
  | ({ kind: 'area'; areaId: string; part: number; parts: number } & AreaShare & {
        goesOn: Partial<Record<keyof AreaShare, GoesOn>>;
      })
  | { kind: 'free'; title: string }
  | ({ kind: 'decisions' } & Part<DecisionView>);
export type AreaRoomPage = Extract<RoomPage, { kind: 'area' }>;

/** Metrics beside the panel of an area's first page, and where they have the page's height for themselves. */
const metricsOnPage = 6;
const metricsOnFurther = 9;

const badness = { red: 0, yellow: 1, green: 2, grey: 3 };

/** What a room looks at first: red and yellow figures, then those with a target, then the rest in their order. */
export function inRoomOrder(metrics: readonly Metric[]): Metric[] {
  const rank = (metric: Metric) =>
    metric.colour && metric.colour !== 'grey' ? badness[metric.colour] : metric.target ? 3 : 4;
  return metrics.toSorted((a, b) => rank(a) - rank(b));
}

/**
 * The pages of a meeting: the cover, what its agenda names in its order, and the decisions at the end. Exceptions
 * bring the lights of all areas, the months and, after an earlier meeting, what changed. An area that is not in the
 * snapshot has no page. Nothing in them depends on language or screen: a number is the same page for everybody.
 */
export function roomPagesOf(
  agenda: MeetingView['agenda'],
  snapshot: Snapshot,
  difference: Difference | null,
  decisions: readonly DecisionView[],
): RoomPage[] {
  const pages = agenda.flatMap((item) => pagesOf(item, snapshot, difference));
  const settled = inParts(decisions, decisionRows).map((part) => ({ kind: 'decisions' as const, ...part }));
  return [{ kind: 'cover' }, ...pages, ...settled];
}

function pagesOf(
  { kind, areaId, title }: MeetingView['agenda'][number],
  snapshot: Snapshot,
  difference: Difference | null,
): RoomPage[] {
  switch (kind) {
    case 'last-decisions':
      return inParts(snapshot.lastDecisions, lastRows).map((part) => ({ kind, ...part }));
    case 'exceptions':
      return [
        { kind: 'overview' },
        // A picture that was taken before the months were kept has nothing to draw.
        ...(snapshot.lightMonths ? [{ kind: 'heat' as const }] : []),
        ...(difference?.from ? [{ kind: 'changes' as const }] : []),
        ...inParts(snapshot.board.exceptions, exceptionRows(snapshot)).map((part) => ({ kind, ...part })),
      ];
    case 'area': {
      const area = snapshot.board.areas.find((each) => each.areaId === areaId);
      return area ? areaPages(area, snapshot) : [];
    }
    case 'free':
      return [{ kind, title }];
  }
}

/** An area's first page begins its metrics, its red and yellow tasks and its matters; what it cannot hold comes after it. */
function areaPages(area: Area, snapshot: Snapshot): RoomPage[] {
  const { areaId } = area;
  const metrics = inRoomOrder(area.metrics);
  const exceptions = snapshot.board.exceptions.filter((each) => each.areaId === areaId);
  const put = snapshot.materials.find((each) => each.areaId === areaId)?.matters ?? [];
  const matters = put.map((text, at) => ({ number: at + 1, text }));
  const first = {
    metrics: metrics.slice(0, metricsOnPage),
    exceptions: packed(exceptions, exceptionsBelow)[0] ?? [],
    matters: packed(matters, mattersBelow)[0] ?? [],
  };
  const none = { metrics: [], exceptions: [], matters: [] };
  const further: Record<keyof AreaShare, AreaShare[]> = {
    metrics: inLots(metrics.slice(metricsOnPage), metricsOnFurther).map((lot) => ({ ...none, metrics: lot })),
    exceptions: packed(exceptions.slice(first.exceptions.length), {
      ...exceptionRows(snapshot),
      lines: 18,
    }).map((rows) => ({
      ...none,
      exceptions: rows,
    })),
    matters: packed(matters.slice(first.matters.length), matterRows).map((rows) => ({
      ...none,
      matters: rows,
    })),
  };
  const shares = [first, ...further.metrics, ...further.exceptions, ...further.matters];
  const goesOn: AreaRoomPage['goesOn'] = {};
  const beyond = (list: keyof AreaShare, count: number) => {
    const next = further[list][0];
    if (next) goesOn[list] = { count, part: shares.indexOf(next) + 1 };
  };
  beyond('metrics', metrics.length - first.metrics.length);
  beyond('exceptions', exceptions.length - first.exceptions.length);
  beyond('matters', matters.length - first.matters.length);
  return shares.map((share, at) => ({
    kind: 'area',
    areaId,
    part: at + 1,
    parts: shares.length,
    ...share,
    goesOn: at === 0 ? goesOn : {},
  }));
}

function inLots<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

/* How the lists are laid out, in the room's letters: what room.css gives their columns. */
const lastRows: Layout<LastDecision> = { textOf: (each) => each.text, columns: 30, lines: 19 };
const decisionRows: Layout<DecisionView> = {
  textOf: (each) => each.text,
  under: (each) => [each.cooperatingUnits.map((unit) => unit.name).join('、')],
  columns: 28,
  lines: 17,
};
const exceptionRows = (snapshot: Snapshot): Layout<Exception> => ({
  textOf: (each) => each.title,
  under: (each) => {
    const reason = reasonOf(snapshot, each);
    return reason ? [reason.detail.zh, reason.detail.en] : [];
  },
  columns: 34,
  lines: 20,
});
const matterRows: Layout<Matter> = { textOf: (each) => each.text, columns: 54, lines: 18 };
/** On an area's first page, under its figures: only what stands there whole. */
const exceptionsBelow: Layout<Exception> = {
  textOf: (each) => each.title,
  columns: 12,
  lines: 4,
  isWhole: true,
};
const mattersBelow: Layout<Matter> = { textOf: (each) => each.text, columns: 25, lines: 4, isWhole: true };

/** The first reason for an exception's colour, as the snapshot has it. */
export function reasonOf(snapshot: Snapshot, exception: Exception) {
  const task = snapshot.tasks.find((each) => each.id === exception.taskId);
  return task?.reasons.find((each) => each.colour === exception.colour);
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
