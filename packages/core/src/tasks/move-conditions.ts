import {
  lifecycle,
  type MoveCondition,
  type MoveNeed,
  refuseMove,
  type TaskMoveBody,
  type Text,
  withdrawMove,
} from '@duban/contract';
import type { FieldError } from '@duban/server-kit';
import { holdsByState } from './movers.js';
import type { SeenTask, TaskFacts } from './tasks.repository.js';

/** What the request lacks for its move, each by its field. A move that a second person confirms was given all before. */
export function missingNeeds(body: TaskMoveBody, pendingMove: string | null, today: string): FieldError[] {
  if (pendingMove === body.move) return [];
  const row = lifecycle.find((each) => each.move === body.move);
  const aside = [refuseMove, withdrawMove].find((each) => each.move === body.move);
  const needs: readonly MoveNeed[] = aside?.needs ?? row?.needs ?? [];
  return needs.flatMap((need) => {
    const value = body[need];
    if (value === undefined || value === null || String(value).trim() === '')
      return [
        { path: need, code: 'required', message: { zh: '必填', en: `the move ${body.move} needs it` } },
      ];
    if (need === 'dueDate' && String(value) < today)
      return [
        {
          path: need,
          code: 'date-passed',
          message: { zh: `早于今天（${today}）`, en: `lies before today, ${today}` },
        },
      ];
    if (need === 'reviewedOn' && String(value) > today)
      return [
        {
          path: need,
          code: 'date-ahead',
          message: { zh: `晚于今天（${today}）`, en: `lies after today, ${today}` },
        },
      ];
    return [];
  });
}

/** What keeps the task from the move, one entry for each thing to mend; empty where it is ready. */
export function unmet(conditions: readonly MoveCondition[], task: SeenTask, facts: TaskFacts): FieldError[] {
  return conditions.flatMap((condition) => {
    if (condition === 'proposable') return notProposable(task, facts);
    if (condition === 'evidence')
      return facts.evidence > 0
        ? []
        : [
            lacks('evidence', {
              zh: '没有证明任务办结的佐证材料',
              en: 'no file shows that the task is done',
            }),
          ];
    if (condition === 'parts-reported')
      return facts.unreported.map(({ id, name }) => ({
        path: `parts.${id}`,
        code: 'part-not-reported',
        message: {
          zh: `${name}尚未反馈其承担部分：请其填报，或由督查室说明理由免除`,
          en: `${name} has not reported its part; it reports, or the plan office waives it with a reason`,
        },
      }));
    return holdsByState(condition, task)
      ? []
      : [{ path: 'move', code: condition, message: reasons[condition] }];
  });
}

const reasons = {
  'not-declined-before': {
    zh: '任务已退回过一次，不能再退回',
    en: 'the task was declined once; it cannot be declined again',
  },
  'not-carried-over': {
    zh: '任务已结转至下一年度计划，请先撤回结转',
    en: 'the task is carried over into the next plan; take that back first',
  },
  'pre-approved': { zh: '行动牵头负责人尚未初审通过', en: 'the area lead has not approved the closure yet' },
  'not-pre-approved': {
    zh: '行动牵头负责人已初审通过',
    en: 'the area lead has approved the closure already',
  },
} as const;

const lacks = (path: string, message: Text): FieldError => ({ path, code: 'missing', message });

function notProposable(task: SeenTask, facts: TaskFacts): FieldError[] {
  return [
    ...(task.leadUnitId
      ? []
      : [lacks('leadUnit', { zh: '未确定牵头单位', en: 'the task has no lead unit' })]),
    ...(task.leaderId
      ? []
      : [lacks('leader', { zh: '未确定责任领导', en: 'the task has no responsible leader' })]),
    ...(task.dueDate ? [] : [lacks('dueDate', { zh: '未确定完成时限', en: 'the task has no due date' })]),
    ...(facts.targets > 0 || facts.milestones.length > 0
      ? []
      : [
          lacks('milestones', {
            zh: '没有目标值，也没有节点',
            en: 'the task has neither a target nor a milestone',
          }),
        ]),
  ];
}
