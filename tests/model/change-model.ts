import {
  absent,
  forbidden,
  holds,
  invalid,
  notPossible,
  type Refusal,
  refusal,
  type Sent,
  samePerson,
  unitOf,
  unready,
  versionRefusal,
  type Who,
} from './cast.js';
import { leads, placesOf, sees } from './task-model.js';
import {
  type AdjustmentModel,
  type Change,
  type ExtensionModel,
  handOver,
  nextWorkingDay,
  type TaskState,
  today,
  type World,
} from './world.js';

export interface AskExtension {
  do: 'ask-extension';
  who: Who;
  dueDate: string;
}
export interface Propose {
  do: 'propose-adjustment';
  who: Who;
  change: Change;
  effectiveOn: string;
}
export interface Decide {
  do: 'decide-extension' | 'decide-adjustment';
  who: Who;
  at: number;
  move: 'approve' | 'refuse';
  reason?: string | undefined;
  sent: Sent;
}

/** States in which what was issued can still be changed. */
const underWay: TaskState[] = ['issued', 'in-progress', 'closure-review'];
const changeable: TaskState[] = [...underWay, 'suspended'];
const open = ({ state }: ExtensionModel) => state === 'asked' || state === 'approved';

/** Asked before the date passes, by the head of the lead unit. */
export function refuseAsk(world: World, { who, dueDate }: Omit<AskExtension, 'do'>): Refusal | null {
  const { task } = world;
  if (!sees(who, task)) return absent;
  if (!placesOf(who, task).has('lead head')) return forbidden;
  if ((task.state !== 'issued' && task.state !== 'in-progress') || !task.dueDate) return notPossible;
  if (today > task.dueDate) return refusal(409, 'date-passed');
  if (dueDate <= task.dueDate) return invalid;
  return world.extensions.some(open) ? refusal(409, 'already-exists') : null;
}

export function ask(world: World, { who, dueDate }: Omit<AskExtension, 'do'>): ExtensionModel {
  const asked: ExtensionModel = { state: 'asked', dueDate, askedBy: who, deciders: [], version: 1 };
  world.extensions.push(asked);
  return asked;
}

/** Plan office first, then the responsible leader; each of those who take part only once. */
function refuseExtension({ task, extensions }: World, { who, at, move, reason, sent }: Omit<Decide, 'do'>) {
  const extension = extensions[at] as ExtensionModel;
  if (move === 'refuse' && !reason) return invalid;
  if (!sees(who, task)) return absent;
  const leader = leads(who, task);
  if (!holds(who, 'plan-office') && !leader) return forbidden;
  const version = versionRefusal(sent);
  if (version) return version;
  if (!open(extension)) return notPossible;
  if ([extension.askedBy, ...extension.deciders].includes(who)) return samePerson;
  const office = holds(who, 'plan-office') && (unitOf(who) === null || unitOf(who) !== task.lead);
  if (!(extension.state === 'asked' ? office : leader)) return notPossible;
  if (extension.state === 'asked' || move === 'refuse') return null;
  // A date that was moved further meanwhile is not brought back by an older wish.
  return changeable.includes(task.state) && extension.dueDate > (task.dueDate ?? today) ? null : unready;
}

function decideExtension({ task, extensions }: World, { who, at, move }: Omit<Decide, 'do'>): void {
  const extension = extensions[at] as ExtensionModel;
  extension.version += 1;
  extension.deciders.push(who);
  if (move === 'refuse') extension.state = 'refused';
  else if (extension.state === 'asked') extension.state = 'approved';
  else {
    extension.state = 'granted';
    task.dueDate = extension.dueDate;
    task.version += 1;
    task.history.push({ move: 'extend', from: task.state, to: task.state, by: who, reason: 'r' });
  }
}

/** Proposed by the plan office; one at a time for one thing. */
export function refusePropose(
  world: World,
  { who, change, effectiveOn }: Omit<Propose, 'do'>,
): Refusal | null {
  const { task } = world;
  if (!sees(who, task)) return absent;
  if (!holds(who, 'plan-office')) return forbidden;
  if (effectiveOn < today) return invalid;
  if (!changeable.includes(task.state)) return notPossible;
  if (change.kind === 'date' && change.dueDate < today) return invalid;
  const waits = world.adjustments.some(
    (each) => each.change.kind === change.kind && (each.state === 'proposed' || each.state === 'approved'),
  );
  return waits ? refusal(409, 'already-exists') : null;
}

export function propose(world: World, { who, change, effectiveOn }: Omit<Propose, 'do'>): AdjustmentModel {
  const proposed: AdjustmentModel = { change, state: 'proposed', effectiveOn, proposedBy: who, version: 1 };
  world.adjustments.push(proposed);
  return proposed;
}

function refuseAdjustment({ task, adjustments }: World, { who, at, move, reason, sent }: Omit<Decide, 'do'>) {
  const adjustment = adjustments[at] as AdjustmentModel;
  if (move === 'refuse' && !reason) return invalid;
  if (!sees(who, task)) return absent;
  if (!leads(who, task)) return forbidden;
  const version = versionRefusal(sent);
  if (version) return version;
  if (adjustment.state !== 'proposed') return notPossible;
  if (adjustment.proposedBy === who) return samePerson;
  if (move === 'refuse' || adjustment.effectiveOn > today) return null;
  const newLead = adjustment.change.kind === 'units' && adjustment.change.lead !== task.lead;
  return (newLead ? underWay : changeable).includes(task.state) ? null : unready;
}

/** What is approved for a day to come waits for it; else it is in force at once, the old values kept. */
function decideAdjustment(world: World, { who, at, move }: Omit<Decide, 'do'>): void {
  const { task } = world;
  const adjustment = world.adjustments[at] as AdjustmentModel;
  adjustment.version += 1;
  if (move === 'refuse') {
    adjustment.state = 'refused';
    return;
  }
  adjustment.state = 'approved';
  if (adjustment.effectiveOn > today) return;
  adjustment.state = 'applied';
  adjustment.version += 1;
  const from = task.state;
  task.version += 1;
  if (adjustment.change.kind === 'date') task.dueDate = adjustment.change.dueDate;
  else if (adjustment.change.lead !== task.lead) {
    const before = task.lead;
    task.lead = adjustment.change.lead;
    // A new lead unit accepts anew.
    Object.assign(task, {
      state: 'issued',
      acceptedOn: null,
      acceptBy: nextWorkingDay,
      declined: false,
      requestedBy: null,
      preApprovedBy: null,
      pending: null,
    });
    if (before) handOver(world, before, adjustment.change.lead);
  }
  const name = adjustment.change.kind === 'date' ? 'adjust-date' : 'adjust-units';
  task.history.push({ move: name, from, to: task.state, by: who, reason: 'r' });
}

export const refuseDecision = (world: World, action: Decide): Refusal | null =>
  action.do === 'decide-extension' ? refuseExtension(world, action) : refuseAdjustment(world, action);
export const makeDecision = (world: World, action: Decide): void =>
  action.do === 'decide-extension' ? decideExtension(world, action) : decideAdjustment(world, action);

export const shownExtension = ({ state, dueDate, askedBy, version }: ExtensionModel) => ({
  state,
  dueDate,
  askedBy,
  version,
});
export const shownAdjustment = ({ state, effectiveOn, proposedBy, version }: AdjustmentModel) => ({
  state,
  effectiveOn,
  proposedBy,
  version,
});
