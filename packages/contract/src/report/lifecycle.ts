import type { Permission } from '../policy/policy.js';
import type { Text } from '../text.js';

export const reportStates = ['draft', 'submitted', 'signed', 'accepted', 'returned'] as const;
export type ReportState = (typeof reportStates)[number];

export const reportStateTitles: Record<ReportState, Text> = {
  draft: { zh: '草稿', en: 'Draft' },
  submitted: { zh: '待签发', en: 'Submitted' },
  signed: { zh: '待审核', en: 'Signed' },
  accepted: { zh: '已审定', en: 'Accepted' },
  returned: { zh: '已退回', en: 'Returned' },
};

export const reportMoveNames = ['submit', 'sign', 'accept', 'return', 'unlock'] as const;
export type ReportMoveName = (typeof reportMoveNames)[number];

export interface ReportMove {
  move: ReportMoveName;
  title: Text;
  from: readonly ReportState[];
  to: ReportState;
  permission: Permission;
  needs: readonly 'reason'[];
}

/** `unlock` opens the next revision as a draft; the accepted one stands until that is accepted. */
export const reportLifecycle: readonly ReportMove[] = [
  {
    move: 'submit',
    title: { zh: '提交', en: 'Submit' },
    from: ['draft', 'returned'],
    to: 'submitted',
    permission: 'report.submit',
    needs: [],
  },
  {
    move: 'sign',
    title: { zh: '签发', en: 'Sign' },
    from: ['submitted'],
    to: 'signed',
    permission: 'report.sign',
    needs: [],
  },
  {
    move: 'accept',
    title: { zh: '审定', en: 'Accept' },
    from: ['signed'],
    to: 'accepted',
    permission: 'report.accept',
    needs: [],
  },
  {
    move: 'return',
    title: { zh: '退回', en: 'Return' },
    from: ['submitted', 'signed'],
    to: 'returned',
    permission: 'report.return',
    needs: ['reason'],
  },
  {
    move: 'unlock',
    title: { zh: '解锁更正', en: 'Unlock' },
    from: ['accepted'],
    to: 'draft',
    permission: 'report.unlock',
    needs: ['reason'],
  },
];

export function findReportMove(state: ReportState, name: ReportMoveName): ReportMove | null {
  return reportLifecycle.find((each) => each.move === name && each.from.includes(state)) ?? null;
}
