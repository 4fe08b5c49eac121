import {
  type Actor,
  lifecycle,
  type Move,
  type Mover,
  movesOpenTo,
  refuseMove,
  withdrawMove,
} from '@duban/contract';
import type { SeenTask, TaskFacts } from './tasks.repository.js';

/** What decides who may make a task's moves. */
export type MovedTask = Pick<
  SeenTask,
  | 'areaId'
  | 'visibility'
  | 'state'
  | 'pending'
  | 'leaderId'
  | 'leadUnitId'
  | 'declined'
  | 'carriedInto'
  | 'closureRequestedBy'
  | 'preApprovedBy'
>;

/** Approvers of a closure all of whom belong to the unit that asks: the responsible leader takes their place. */
export type StandIns = Readonly<Record<'area-lead' | 'plan-office', boolean>>;
export const noStandIns: StandIns = { 'area-lead': false, 'plan-office': false };

/** A task that is withheld names no leader: any may decide on its disclosure. */
function isLeaderOf(actor: Actor, task: MovedTask): boolean {
  const holds = actor.grants.some((grant) => grant.role === 'leader');
  return holds && (task.leaderId === actor.id || (task.leaderId === null && task.state === 'withheld'));
}

/** Who a deputy is to a task in the place of its lead unit's head (授权代签), beside what they are by right. */
export const deputed: readonly Mover[] = ['lead-unit', 'lead-head'];

/** Who the actor is to the task by right. */
export function moversOf(actor: Actor, task: MovedTask, standIns: StandIns): Mover[] {
  const holds = (role: string, fits: (grant: Actor['grants'][number]) => boolean) =>
    actor.grants.some((grant) => grant.role === role && fits(grant));
  const ofLeadUnit = ({ unitId }: { unitId: string | null }) => unitId !== null && unitId === task.leadUnitId;
  const leads = isLeaderOf(actor, task);
  // In review the lead unit has asked: who belongs to it does not decide, and the leader does where nobody is left.
  const reviewing = task.state === 'closure-review';
  const partial = reviewing && actor.unitId !== null && actor.unitId === task.leadUnitId;
  const movers: [Mover, boolean][] = [
    [
      'plan-office',
      (holds('plan-office', () => true) && !partial) || (reviewing && leads && standIns['plan-office']),
    ],
    [
      'area-lead',
      (holds('area-lead', (grant) => grant.areaId === task.areaId) && !partial) ||
        (reviewing && leads && standIns['area-lead']),
    ],
    ['leader', leads],
    ['lead-unit', holds('unit-head', ofLeadUnit) || holds('reporter', ofLeadUnit)],
    ['lead-head', holds('unit-head', ofLeadUnit)],
  ];
  return movers.filter(([, is]) => is).map(([mover]) => mover);
}

/** Whether a move of that name is ever the movers' to make, whatever state the task is in. */
export function mayEverMake(name: string, movers: readonly Mover[]): boolean {
  const aside = name === refuseMove.move || name === withdrawMove.move;
  const rows: readonly Move[] = lifecycle.filter((each) => each.move === name || (aside && each.second));
  return rows.some((row) => {
    const who = name === refuseMove.move ? [] : row.who;
    const second = row.second && name !== withdrawMove.move ? [row.second] : [];
    return [...who, ...second].some((mover) => movers.includes(mover));
  });
}

/** Moves whose approver may not be the one who asked, and who asked. */
export function askerOf(
  move: string,
  task: MovedTask,
  facts: Pick<TaskFacts, 'proposedBy' | 'closureRequestedFor'>,
  /** The responsible leader stands in for both approvers. */
  alone: boolean,
): (string | null)[] {
  switch (move) {
    case 'issue':
      return [facts.proposedBy];
    case 'pre-approve':
      return [task.closureRequestedBy, facts.closureRequestedFor];
    case 'approve-closure':
      // The leader who stands in for both approvers is one person by right; whoever has an office of their own is not.
      return alone
        ? [task.closureRequestedBy, facts.closureRequestedFor]
        : [task.closureRequestedBy, facts.closureRequestedFor, task.preApprovedBy];
    default:
      return [];
  }
}

export const leadsTask = isLeaderOf;

/** Whether the actor is the leader who has to be both approvers of the closure, for nobody else is left. */
export function approvesAlone(actor: Actor, task: MovedTask, standIns: StandIns): boolean {
  return isLeaderOf(actor, task) && standIns['area-lead'] && standIns['plan-office'];
}

/** Of the task's moves, those that the actor may make as things stand; conditions that work can mend aside. */
export function offersTo(
  actor: Actor,
  task: MovedTask,
  facts: TaskFacts,
  standIns: StandIns,
  /** Who the actor is beside what they are by right. */
  more: readonly Mover[],
): { name: string; move: Move | null }[] {
  const movers = [...moversOf(actor, task, standIns), ...more];
  const open = movesOpenTo({ movers, state: task.state, pending: task.pending, actorId: actor.id });
  return open.filter(({ name, move }) => {
    if (askerOf(name, task, facts, approvesAlone(actor, task, standIns)).includes(actor.id)) return false;
    if (!task.pending && move?.second && movers.includes(move.second)) return false;
    return (move?.conditions ?? []).every((each) => holdsByState(each, task) !== false);
  });
}

/** Conditions that the task's own row answers; null for one that needs more. */
export function holdsByState(condition: Move['conditions'][number], task: MovedTask): boolean | null {
  switch (condition) {
    case 'not-declined-before':
      return !task.declined;
    case 'not-carried-over':
      return task.carriedInto === null;
    case 'pre-approved':
      return task.preApprovedBy !== null;
    case 'not-pre-approved':
      return task.preApprovedBy === null;
    default:
      return null;
  }
}
