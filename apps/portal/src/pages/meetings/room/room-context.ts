import type { Difference, MeetingView, Period, Snapshot } from '@duban/contract';
import { metricMark } from '@duban/portal-kit';
import { createContext, useContext } from 'react';

/** What a number on screen stands on. */
export type Source =
  | { kind: 'metric'; key: string }
  | { kind: 'task'; taskId: string }
  | { kind: 'area'; areaId: string }
  /** One of the counts of all tasks, and one of what changed, by their names. */
  | { kind: 'total' | 'change'; name: string }
  /** An area's reports: expected and received. */
  | { kind: 'reporting'; areaId: string }
  /** One of the last meeting's decisions, or all of them. */
  | { kind: 'decision'; id: string }
  /** An area's lights at a month's end. */
  | { kind: 'lights'; areaId: string; month: Period };

interface Room {
  meeting: MeetingView;
  snapshot: Snapshot;
  /** Null after no earlier meeting. */
  difference: Difference | null;
  /** Shows where a number comes from. */
  open: (source: Source) => void;
  goTo: (page: number) => void;
}

const Context = createContext<Room | null>(null);
export const RoomProvider = Context.Provider;

export function useRoom(): Room {
  const room = useContext(Context);
  if (!room) throw new Error('no RoomProvider above: this part belongs in the meeting room');
  return room;
}

/** In place of one decision's id. */
export const allDecisions = 'all';

const marks = {
  task: 't',
  area: 'a',
  lights: 'l',
  total: 'n',
  change: 'c',
  reporting: 'r',
  decision: 'd',
} as const;

/** A source as an attribute of the element that shows the number. */
export function sourceMark(source: Source): string {
  switch (source.kind) {
    case 'metric':
      return metricMark(source.key);
    case 'task':
      return `${marks.task} ${source.taskId}`;
    case 'area':
      return `${marks.area} ${source.areaId}`;
    case 'total':
    case 'change':
      return `${marks[source.kind]} ${source.name}`;
    case 'reporting':
      return `${marks.reporting} ${source.areaId}`;
    case 'decision':
      return `${marks.decision} ${source.id}`;
    case 'lights':
      return `${marks.lights} ${source.areaId} ${source.month}`;
  }
}

export function sourceOf(mark: string): Source | null {
  const [kind, id, month] = mark.split(' ');
  if (!id) return null;
  if (mark === metricMark(id)) return { kind: 'metric', key: id };
  switch (kind) {
    case marks.task:
      return { kind: 'task', taskId: id };
    case marks.area:
      return { kind: 'area', areaId: id };
    case marks.total:
      return { kind: 'total', name: id };
    case marks.change:
      return { kind: 'change', name: id };
    case marks.reporting:
      return { kind: 'reporting', areaId: id };
    case marks.decision:
      return { kind: 'decision', id };
    case marks.lights:
      return month ? { kind: 'lights', areaId: id, month } : null;
    default:
      return null;
  }
}
