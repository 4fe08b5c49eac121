import { lifecycle, type MoveCondition, type MoveNeed, refuseMove, type TaskMoveBody } from '@duban/contract';
import type { FieldError } from '@duban/server-kit';
import { holdsByState } from './movers.js';
import type { SeenTask, TaskFacts } from './tasks.repository.js';

/** What the request lacks for its move, each by its field. A move that a second person confirms was given all before. */
export function missingNeeds(body: TaskMoveBody, pendingMove: string | null, today: string): FieldError[] {
  if (pendingMove === body.move) return [];
  const row = lifecycle.find((each) => each.move === body.move);
  const needs: readonly MoveNeed[] = body.move === refuseMove.move ? refuseMove.needs : (row?.needs ?? []);
  return needs.flatMap((need) => {
    const value = body[need];
    if (value === undefined || value === null || String(value).trim() === '')
      return [{ path: need, code: 'required', message: `the move ${body.move} needs it` }];
    if (need === 'dueDate' && String(value) < today)
      return [{ path: need, code: 'date-passed', message: `lies before today, ${today}` }];
    if (need === 'reviewedOn' && String(value) > today)
      return [{ path: need, code: 'date-ahead', message: `lies after today, ${today}` }];
    return [];
  });
}

/** What keeps the task from the move, one entry for each thing to mend; empty where it is ready. */
export function unmet(conditions: readonly MoveCondition[], task: SeenTask, facts: TaskFacts): FieldError[] {
  return conditions.flatMap((condition) => {
    if (condition === 'proposable') return notProposable(task, facts);
    if (condition === 'evidence')
      return facts.evidence > 0 ? [] : [lacks('evidence', 'no file shows that the task is done')];
    if (condition === 'parts-reported')
      return facts.unreported.map(({ id, name }) => ({
        path: `parts.${id}`,
        code: 'part-not-reported',
        message: `${name} has not reported its part; it reports, or the plan office waives it with a reason`,
      }));
    return holdsByState(condition, task)
      ? []
      : [{ path: 'move', code: condition, message: reasons[condition] }];
  });
}

const reasons = {
  'not-declined-before': 'the task was declined once; it cannot be declined again',
  'pre-approved': 'the area lead has not approved the closure yet',
  'not-pre-approved': 'the area lead has approved the closure already',
} as const;

const lacks = (path: string, message: string): FieldError => ({ path, code: 'missing', message });

function notProposable(task: SeenTask, facts: TaskFacts): FieldError[] {
  return [
    ...(task.leadUnitId ? [] : [lacks('leadUnit', 'the task has no lead unit')]),
    ...(task.leaderId ? [] : [lacks('leader', 'the task has no responsible leader')]),
    ...(task.dueDate ? [] : [lacks('dueDate', 'the task has no due date')]),
    ...(facts.targets > 0 || facts.milestones.length > 0
      ? []
      : [lacks('milestones', 'the task has neither a target nor a milestone')]),
  ];
}
