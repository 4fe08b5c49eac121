import type { Move, TaskMoveBody } from '@duban/contract';
import type { StoredPending, Task } from './task.entity.js';

/** What a move carries beyond its name, as the first person gave it. */
export type Given = Omit<TaskMoveBody, 'move'>;

export interface MoveTime {
  today: string;
  actorId: string;
  /** Last day to accept a task that is issued today. */
  acceptBy: string;
}

/** Working days to accept: a task of the plan, which is issued with many others, and a single one. */
export const daysToAccept = ({ origin }: Pick<Task, 'origin'>): number => (origin === 'plan' ? 3 : 1);

type Changes = Partial<Omit<Task, 'id' | 'planId' | 'version'>>;

/** What a move changes in the task's row, beside its state. Pure. */
export function effectsOf(move: Move['move'], given: Given, { today, actorId, acceptBy }: MoveTime): Changes {
  switch (move) {
    case 'issue':
      return { issuedOn: today, acceptBy };
    case 'accept':
      return { acceptedOn: today };
    case 'decline':
      return { declined: true, issuedOn: null, acceptBy: null };
    case 'request-closure':
      return { closureRequestedBy: actorId, preApprovedBy: null, awaitingSuperior: false };
    case 'send-back':
      return { dueDate: given.dueDate ?? null, closureRequestedBy: null, preApprovedBy: null };
    case 'pre-approve':
      return { preApprovedBy: actorId };
    case 'approve-closure':
      return { closedOn: today };
    case 'reopen':
      return { closedOn: null, closureRequestedBy: null, preApprovedBy: null };
    case 'suspend':
    case 'terminate':
      return { awaitingSuperior: false };
    case 'disclose':
      return { title: given.title ?? null, visibility: 'open' };
    default:
      return {};
  }
}

/** What the history keeps of what was given, beside the reason. */
export function detailOf({ reason: _, ...given }: Given): Record<string, string | boolean> {
  return Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) =>
      value === undefined || value === null ? [] : [[key, value]],
    ),
  );
}

/** The mark that a two-person move leaves until its second person agrees or refuses. */
export function pendingOf(
  move: string,
  given: Given,
  { by, behalfOf, ofLeadUnit, at }: { by: string; behalfOf: string | null; ofLeadUnit: boolean; at: Date },
): StoredPending {
  return {
    move,
    by,
    ...(behalfOf ? { behalfOf } : {}),
    ...(ofLeadUnit ? { ofLeadUnit } : {}),
    at: at.toISOString(),
    reason: given.reason ?? null,
    given: detailOf(given),
  };
}

/** What the task owes from a move on: its notes begin, end, or go on as they were. */
export function notesAfter(move: Move['move']): 'open' | 'stop' | null {
  if (move === 'accept' || move === 'resume' || move === 'reopen') return 'open';
  return move === 'suspend' || move === 'terminate' || move === 'approve-closure' ? 'stop' : null;
}
