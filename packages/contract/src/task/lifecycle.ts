import type { Text } from '../text.js';

export const taskStates = [
  'withheld',
  'draft',
  'pending-issue',
  'issued',
  'in-progress',
  'closure-review',
  'closed',
  'archived',
  'suspended',
  'terminated',
] as const;
export type TaskState = (typeof taskStates)[number];

export const taskStateTitles: Record<TaskState, Text> = {
  withheld: { zh: '略', en: 'Withheld' },
  draft: { zh: '拟立项', en: 'Draft' },
  'pending-issue': { zh: '待交办', en: 'Pending issue' },
  issued: { zh: '待签收', en: 'Issued' },
  'in-progress': { zh: '办理中', en: 'In progress' },
  'closure-review': { zh: '办结待审', en: 'Closure review' },
  closed: { zh: '已办结', en: 'Closed' },
  archived: { zh: '已归档', en: 'Archived' },
  suspended: { zh: '中止', en: 'Suspended' },
  terminated: { zh: '终止', en: 'Terminated' },
};

/** Who makes a move, as seen from the task. `leader` is the responsible leader of this task. */
export type Mover = 'plan-office' | 'area-lead' | 'leader' | 'lead-unit' | 'lead-head';

/** What a move's request must carry; names are the request's fields. */
export const moveNeeds = ['reason', 'dueDate', 'title', 'reviewedBy', 'reviewedOn', 'unclassified'] as const;
export type MoveNeed = (typeof moveNeeds)[number];

/** What must be true of the task before a move, checked on its data. */
export type MoveCondition =
  | 'proposable'
  | 'not-declined-before'
  | 'not-carried-over'
  | 'evidence'
  | 'parts-reported'
  | 'pre-approved'
  | 'not-pre-approved';

export interface Move {
  move: string;
  title: Text;
  from: readonly TaskState[];
  to: TaskState;
  who: readonly Mover[];
  needs: readonly MoveNeed[];
  conditions: readonly MoveCondition[];
  /** A second person who must make the same move, or refuse it, before it takes effect. */
  second: Mover | null;
}

const move = (
  name: string,
  zh: string,
  en: string,
  from: TaskState[],
  to: TaskState,
  who: Mover[],
  more: Partial<Pick<Move, 'needs' | 'conditions' | 'second'>> = {},
): Move => ({
  move: name,
  title: { zh, en },
  from,
  to,
  who,
  needs: [],
  conditions: [],
  second: null,
  ...more,
});

/** The lifecycle (2-domain.md): the API enforces it, the portal draws its buttons from it, the docs print it. */
export const lifecycle: readonly Move[] = [
  move('propose', '提交立项', 'Propose', ['draft'], 'pending-issue', ['plan-office', 'area-lead'], {
    conditions: ['proposable'],
  }),
  move('return', '退回', 'Return', ['pending-issue'], 'draft', ['leader'], { needs: ['reason'] }),
  move('issue', '批准交办', 'Issue', ['pending-issue'], 'issued', ['leader']),
  move('accept', '签收', 'Accept', ['issued'], 'in-progress', ['lead-unit']),
  move('decline', '退回(职责不符)', 'Decline', ['issued'], 'pending-issue', ['lead-head'], {
    needs: ['reason'],
    conditions: ['not-declined-before'],
  }),
  move('request-closure', '申请办结', 'Request closure', ['in-progress'], 'closure-review', ['lead-head'], {
    conditions: ['not-carried-over', 'evidence', 'parts-reported'],
  }),
  move(
    'send-back',
    '退回重办',
    'Send back',
    ['closure-review'],
    'in-progress',
    ['area-lead', 'plan-office'],
    { needs: ['reason', 'dueDate'] },
  ),
  move('pre-approve', '初审通过', 'Pre-approve', ['closure-review'], 'closure-review', ['area-lead'], {
    conditions: ['not-pre-approved'],
  }),
  move('approve-closure', '复核销号', 'Approve closure', ['closure-review'], 'closed', ['plan-office'], {
    conditions: ['pre-approved'],
  }),
  move('archive', '归档', 'Archive', ['closed'], 'archived', ['plan-office']),
  move('reopen', '重新办理', 'Reopen', ['closed'], 'in-progress', ['leader'], { needs: ['reason'] }),
  move('suspend', '中止', 'Suspend', ['in-progress'], 'suspended', ['lead-unit', 'plan-office'], {
    needs: ['reason'],
    second: 'leader',
  }),
  move('resume', '恢复办理', 'Resume', ['suspended'], 'in-progress', ['lead-unit', 'plan-office'], {
    needs: ['reason'],
    second: 'leader',
  }),
  move(
    'terminate',
    '终止',
    'Terminate',
    ['in-progress', 'suspended'],
    'terminated',
    ['lead-unit', 'plan-office'],
    { needs: ['reason'], conditions: ['not-carried-over'], second: 'leader' },
  ),
  move('disclose', '公开', 'Disclose', ['withheld'], 'draft', ['plan-office'], {
    needs: ['title', 'reviewedBy', 'reviewedOn', 'unclassified'],
    second: 'leader',
  }),
];

/** Refusing a pending two-person move is no transition: the task stays where it is. */
export const refuseMove = {
  move: 'refuse',
  title: { zh: '不同意', en: 'Refuse' } as Text,
  needs: ['reason'] as const,
};

/** Taking back what was asked for before the second person decided is none either. */
export const withdrawMove = {
  move: 'withdraw',
  title: { zh: '撤回申请', en: 'Withdraw' } as Text,
  needs: ['reason'] as const,
};

const names: string[] = [...lifecycle.map((each) => each.move), refuseMove.move, withdrawMove.move];
export const moveNames = names as [string, ...string[]];

/** A two-person move that waits for its second person. */
export interface PendingMove {
  move: string;
  by: string;
  /** The head in whose place it was asked for, who may not agree either. */
  behalfOf?: string | null;
  /** Asked for by somebody of the lead unit: its head may take it back as well. */
  ofLeadUnit?: boolean;
  at: string;
  reason: string | null;
  /** What the first person gave with it, applied when the second agrees. */
  given: Record<string, unknown>;
}

/** The move of that name that leaves the state; null where the table has none. */
export function findMove(state: TaskState, name: string): Move | null {
  return lifecycle.find((each) => each.move === name && each.from.includes(state)) ?? null;
}

export interface MoverFacts {
  movers: readonly Mover[];
  state: TaskState;
  pending: PendingMove | null;
  actorId: string;
}

/** Whether a person may take a pending move back: who asked, for whom it was asked, and the head of the unit that did. */
export function mayWithdraw(pending: PendingMove, movers: readonly Mover[], actorId: string): boolean {
  const own = pending.by === actorId || pending.behalfOf === actorId;
  return own || (pending.ofLeadUnit === true && movers.includes('lead-head'));
}

/**
 * The moves that a person may make now, conditions aside. While a two-person move is pending its second person makes
 * the same move, or refuses it; the person who asked never approves, and may take it back.
 */
export function movesOpenTo({
  movers,
  state,
  pending,
  actorId,
}: MoverFacts): { name: string; move: Move | null }[] {
  if (pending) {
    const asked = findMove(state, pending.move);
    const own = pending.by === actorId || pending.behalfOf === actorId;
    const decides = asked?.second && !own && movers.includes(asked.second);
    return [
      ...(asked && decides
        ? [
            { name: asked.move, move: asked },
            { name: refuseMove.move, move: null },
          ]
        : []),
      ...(mayWithdraw(pending, movers, actorId) ? [{ name: withdrawMove.move, move: null }] : []),
    ];
  }
  return lifecycle
    .filter((each) => each.from.includes(state) && each.who.some((who) => movers.includes(who)))
    .map((each) => ({ name: each.move, move: each }));
}
