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
import { lapse, leads, placesOf, sees } from './task-model.js';
import {
  type AdjustmentModel,
  type Change,
  daysAfter,
  type ExtensionModel,
  handOver,
  note,
  openForm,
  type Part,
  settleNotes,
  standing,
  stopNotes,
  type TaskState,
  unitsOf,
  type World,
  workingDay,
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
  const { task, today } = world;
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
function refuseExtension(
  { task, extensions, today }: World,
  { who, at, move, reason, sent }: Omit<Decide, 'do'>,
) {
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

function decideExtension(world: World, { who, at, move }: Omit<Decide, 'do'>): void {
  const { task } = world;
  const extension = world.extensions[at] as ExtensionModel;
  extension.version += 1;
  extension.deciders.push(who);
  if (move === 'refuse') extension.state = 'refused';
  else if (extension.state === 'asked') extension.state = 'approved';
  else {
    extension.state = 'granted';
    task.dueDate = extension.dueDate;
    task.version += 1;
    note(world, 'extend', { from: task.state, by: who });
  }
}

/** Proposed by the plan office; one at a time for one thing. */
export function refusePropose(
  world: World,
  { who, change, effectiveOn }: Omit<Propose, 'do'>,
): Refusal | null {
  const { task, today } = world;
  if (change.kind === 'milestone' && change.title === null && change.dueDate === null && change.firm === null)
    return invalid;
  if (!sees(who, task)) return absent;
  if (!holds(who, 'plan-office')) return forbidden;
  if (effectiveOn < today) return invalid;
  if (!changeable.includes(task.state)) return notPossible;
  if (!belongs(world, change)) return invalid;
  const waits = world.adjustments.some(
    (each) =>
      each.change.kind === change.kind &&
      each.subject === subjectOf(world, change) &&
      (each.state === 'proposed' || each.state === 'approved'),
  );
  return waits ? refusal(409, 'already-exists') : null;
}

/** Whether what is to be changed is the task's, and can be what is asked for. */
function belongs(world: World, change: Change): boolean {
  switch (change.kind) {
    case 'date':
      return change.dueDate >= world.today;
    case 'target':
      return standing(world) !== undefined;
    case 'milestone':
      return world.task.milestone !== null;
    case 'merge':
      // The plan's other task is an open one of the trial area.
      return world.task.area === 'trial' && !world.task.restricted;
    case 'units': {
      const units = unitsAfter(world, change).map(({ unit }) => unit);
      return new Set(units).size === units.length;
    }
  }
}

/** A changed target is another one than before. */
const subjectOf = ({ targets }: World, { kind }: Change) => (kind === 'target' ? targets.length : 0);

/** Who has which part afterwards; a unit that is to lead leaves the part that it has. */
function unitsAfter(
  { task }: World,
  { lead, responsible }: { lead: Part['unit'] | null; responsible: Part['unit'][] | null },
): AdjustmentModel['units'] {
  const leads = lead ?? task.lead;
  const others = (role: Part['role']) => unitsOf(task, role).filter((unit) => unit !== leads);
  return [
    ...(leads ? [{ unit: leads, role: 'lead' as const }] : []),
    ...(responsible ?? others('responsible')).map((unit) => ({ unit, role: 'responsible' as const })),
    ...others('cooperating').map((unit) => ({ unit, role: 'cooperating' as const })),
  ];
}

export function propose(world: World, { who, change, effectiveOn }: Omit<Propose, 'do'>): AdjustmentModel {
  const proposed: AdjustmentModel = {
    change,
    units: change.kind === 'units' ? unitsAfter(world, change) : [],
    subject: subjectOf(world, change),
    state: 'proposed',
    effectiveOn,
    proposedBy: who,
    proposedOn: world.today,
    version: 1,
  };
  world.adjustments.push(proposed);
  return proposed;
}

function refuseAdjustment(world: World, { who, at, move, reason, sent }: Omit<Decide, 'do'>) {
  const { task } = world;
  const adjustment = world.adjustments[at] as AdjustmentModel;
  if (move === 'refuse' && !reason) return invalid;
  if (!sees(who, task)) return absent;
  if (!leads(who, task)) return forbidden;
  const version = versionRefusal(sent);
  if (version) return version;
  if (adjustment.state !== 'proposed') return notPossible;
  if (adjustment.proposedBy === who) return samePerson;
  if (move === 'refuse' || adjustment.effectiveOn > world.today) return null;
  return fits(world, adjustment) ? null : unready;
}

/** Whether what was proposed can be carried out as things stand. */
function fits(world: World, { change, units }: AdjustmentModel): boolean {
  const { task, today } = world;
  if (change.kind === 'units' && leadOf(units) !== task.lead) return underWay.includes(task.state);
  if (!changeable.includes(task.state)) return false;
  return change.kind !== 'target' || (standing(world)?.from ?? '') <= today;
}
const leadOf = (units: AdjustmentModel['units']) => units.find(({ role }) => role === 'lead')?.unit ?? null;

/** What is approved for a day to come waits for it; else it is in force at once, the old values kept. */
function decideAdjustment(world: World, { who, at, move }: Omit<Decide, 'do'>): void {
  const adjustment = world.adjustments[at] as AdjustmentModel;
  adjustment.version += 1;
  adjustment.state = move === 'refuse' ? 'refused' : 'approved';
  if (adjustment.state === 'approved' && adjustment.effectiveOn <= world.today)
    settle(world, adjustment, who);
}

/** A day has come: what was approved for it takes effect, the merger last; what is no longer possible fails. */
export function applyDue(world: World): void {
  const order = ({ effectiveOn, proposedOn, change: { kind } }: AdjustmentModel) =>
    [effectiveOn, kind === 'merge' ? 1 : 0, proposedOn, kind].join(' ');
  const due = world.adjustments
    .filter(({ state, effectiveOn }) => state === 'approved' && effectiveOn <= world.today)
    .sort((a, b) => (order(a) < order(b) ? -1 : 1));
  for (const adjustment of due) settle(world, adjustment, null);
}

function settle(world: World, adjustment: AdjustmentModel, by: Who | null): void {
  adjustment.version += 1;
  adjustment.state = fits(world, adjustment) ? 'applied' : 'failed';
  if (adjustment.state === 'applied') carryOut(world, adjustment, by);
}

function carryOut(world: World, { change, units }: AdjustmentModel, by: Who | null): void {
  const { task, today } = world;
  const from = task.state;
  switch (change.kind) {
    case 'date':
      task.version += 1;
      task.dueDate = change.dueDate;
      break;
    case 'target': {
      const old = standing(world);
      // What began today was in force for no other day: it gets the new value itself.
      if (old?.from === today) {
        Object.assign(old, { value: change.value, version: old.version + 1 });
        break;
      }
      if (old) Object.assign(old, { to: daysAfter(today, -1), version: old.version + 1 });
      world.targets.push({ onTask: true, value: change.value, from: today, to: null, version: 1 });
      break;
    }
    case 'milestone': {
      task.version += 1;
      const { milestone } = task;
      if (!milestone) break;
      milestone.version += 1;
      milestone.title = change.title ?? milestone.title;
      milestone.dueDate = change.dueDate ?? milestone.dueDate;
      milestone.firm = change.firm ?? milestone.firm;
      break;
    }
    case 'units':
      task.version += 1;
      changeUnits(world, units);
      break;
    case 'merge':
      task.version += 1;
      merge(world, by);
      break;
  }
  const move = change.kind === 'merge' ? 'merge' : `adjust-${change.kind}`;
  note(world, move, { from, by });
}

/** Who keeps a part keeps it as it is; who gets another one accepts anew, and so does a new lead. */
function changeUnits(world: World, units: AdjustmentModel['units']): void {
  const { task, today } = world;
  const before = task.lead;
  const lead = leadOf(units);
  task.parts = units.map(({ unit, role }): Part => {
    const old = task.parts.find((part) => part.unit === unit);
    if (old?.role === role) return old;
    return { unit, role, acceptedOn: null, waived: false, version: (old?.version ?? 0) + 1 };
  });
  task.lead = lead;
  if (lead !== before) {
    Object.assign(task, {
      state: 'issued',
      acceptedOn: null,
      acceptBy: workingDay(today, 1),
      declined: false,
      requestedOn: null,
      requestedBy: null,
      preApprovedBy: null,
      pending: null,
    });
    if (before && lead) handOver(world, before, lead);
  }
  settleNotes(world);
}

/** The task ends, and goes on as a part of the plan's other one: its units, its open steps, targets and forms. */
function merge(world: World, by: Who | null): void {
  const { task, carrier, today } = world;
  task.state = 'terminated';
  task.pending = null;
  carrier.version += 1;
  carrier.cooperating = task.parts.map(({ unit }) => unit);
  if (task.milestone) carrier.milestones.push({ ...task.milestone, version: 1 });
  for (const target of world.targets.filter(({ to }) => to === null)) {
    world.targets.push({ ...target, onTask: false, from: today, to: null, version: 1 });
    Object.assign(target, { to: daysAfter(today, -1), version: target.version + 1 });
  }
  // What hung on the task goes on with the other one, which runs.
  if (world.formOnTask) openForm(world);
  world.formOnTask = false;
  stopNotes(world);
  lapse(world);
  const state = 'in-progress' as const;
  carrier.history.push({ move: 'take-in', from: state, to: state, by, on: today, reason: 'r' });
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
