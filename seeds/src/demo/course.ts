import { findMove, type PendingMove, type TaskState } from '@duban/contract';

/** Who makes a move in the demo: of the lead unit its head or reporter, of the area its lead. */
export type Actor = 'planoffice' | 'leader' | 'head' | 'reporter' | 'lead';

/** One step of a task's course. A two-person move is asked in one step and settled in the next of its name. */
export interface Step {
  move: string;
  /** Business date. */
  on: string;
  by: Actor;
  reason?: string;
  /** The new date of a task that is sent back. */
  dueDate?: string;
}

export interface HistoryRow extends Step {
  from: TaskState;
  to: TaskState;
}

/** Where a course has brought a task. */
export interface Standing {
  state: TaskState;
  history: HistoryRow[];
  issuedOn: string | null;
  acceptedOn: string | null;
  closedOn: string | null;
  /** Who asked for the closure that is open, or that led to the closing. */
  closureRequestedBy: Actor | null;
  preApprovedBy: Actor | null;
  declined: boolean;
  dueDate: string | null;
  pending: { by: Actor; on: string; move: Pick<PendingMove, 'move' | 'reason'> } | null;
  /** Days from which progress notes are owed, and after which they are not. */
  notes: { from: string; to: string | null }[];
}

const begin: Standing = {
  state: 'draft',
  history: [],
  issuedOn: null,
  acceptedOn: null,
  closedOn: null,
  closureRequestedBy: null,
  preApprovedBy: null,
  declined: false,
  dueDate: null,
  pending: null,
  notes: [],
};

/** Follows a course from draft through the lifecycle's own table. Throws where the table has no such move. */
export function follow(steps: readonly Step[]): Standing {
  return steps.reduce(take, begin);
}

function take(at: Standing, step: Step): Standing {
  const move = findMove(at.state, step.move);
  if (!move) throw new Error(`the lifecycle has no move ${step.move} from ${at.state}`);
  if (move.second && at.pending === null) {
    const asked = { move: step.move, reason: step.reason ?? null };
    const history = [...at.history, { ...step, from: at.state, to: at.state }];
    return { ...at, history, pending: { by: step.by, on: step.on, move: asked } };
  }
  const to = move.to;
  const inHand = (state: TaskState) => state === 'in-progress' || state === 'closure-review';
  const notes =
    inHand(to) && !inHand(at.state)
      ? [...at.notes, { from: step.on, to: null }]
      : at.notes.map((each) => (!inHand(to) && each.to === null ? { ...each, to: step.on } : each));
  return {
    ...at,
    ...changes(at, step),
    state: to,
    history: [...at.history, { ...step, from: at.state, to }],
    pending: null,
    notes,
  };
}

function changes(at: Standing, { move, on, by, dueDate }: Step): Partial<Standing> {
  switch (move) {
    case 'issue':
      return { issuedOn: on };
    case 'accept':
      return { acceptedOn: on };
    case 'decline':
      return { declined: true, issuedOn: null };
    case 'request-closure':
      return { closureRequestedBy: by };
    case 'pre-approve':
      return { preApprovedBy: by };
    case 'send-back':
      return { closureRequestedBy: null, preApprovedBy: null, dueDate: dueDate ?? at.dueDate };
    case 'approve-closure':
      return { closedOn: on };
    case 'reopen':
      return { closedOn: null, closureRequestedBy: null, preApprovedBy: null };
    default:
      return {};
  }
}
