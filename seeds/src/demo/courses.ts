import { planDays } from '../seed-plan.js';
import type { Step } from './course.js';

/** How every task of the plan came into hand: issued with the plan. */
export const issuedWithPlan: Step[] = [
  { move: 'propose', on: '2024-01-08', by: 'planoffice' },
  { move: 'issue', on: planDays.issued, by: 'leader' },
  { move: 'accept', on: planDays.accepted, by: 'head' },
];

/** What happened since to some of the plan's tasks, by number. */
export const laterSteps: Readonly<Record<number, Step[]>> = {
  41: [
    { move: 'suspend', on: '2024-08-19', by: 'head', reason: '协作机制调整，待区域会商后继续' },
    { move: 'suspend', on: '2024-08-21', by: 'leader', reason: '同意' },
    { move: 'resume', on: '2024-09-18', by: 'head', reason: '区域会商已有结论，申请恢复办理' },
  ],
  44: [
    { move: 'request-closure', on: '2024-08-22', by: 'head' },
    { move: 'pre-approve', on: '2024-08-26', by: 'lead' },
    { move: 'approve-closure', on: '2024-08-29', by: 'planoffice' },
  ],
  54: [{ move: 'request-closure', on: '2024-09-12', by: 'head' }],
};

/** Tasks whose own work is done and that wait for the superior's acceptance. */
export const awaitingSuperior: readonly number[] = [20];

/** Lights set by hand, by number. */
export const overrides: Readonly<Record<number, { colour: 'yellow'; reason: string; until: string }>> = {
  38: { colour: 'yellow', reason: '系统切换期间数据口径待核实', until: '2024-10-31' },
};

/** Days on which steps of the plan were done: by task number, in the steps' order; null is not done. */
export const stepsDone: Readonly<Record<number, (string | null)[]>> = {
  8: [null, '2024-06-26'],
  10: ['2024-08-28', null],
  11: ['2024-05-30'],
  13: ['2024-06-20', null],
  14: ['2024-05-29', null],
  16: ['2024-06-27', null],
  18: ['2024-04-28', null],
  19: ['2024-04-18'],
  22: ['2024-07-30'],
  26: ['2024-07-15'],
  32: ['2024-06-13', null],
  33: ['2024-03-14', null],
  34: ['2024-06-27'],
  35: ['2024-03-28', null],
  37: ['2024-09-12'],
  38: ['2024-05-16'],
  39: ['2024-07-25'],
  40: ['2024-04-18'],
  44: ['2024-06-20'],
  46: ['2024-08-15'],
  47: ['2024-02-28'],
  48: ['2024-06-06'],
  49: ['2024-05-23'],
  51: ['2024-07-30', null],
  52: ['2024-04-11'],
  53: ['2024-05-31'],
};
