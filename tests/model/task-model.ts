import {
  absent,
  cast,
  forbidden,
  holds,
  invalid,
  notPossible,
  type Refusal,
  readsTasks,
  refusal,
  type Sent,
  samePerson,
  type Unit,
  unitOf,
  unready,
  versionRefusal,
  type Who,
} from './cast.js';
import {
  note,
  openForm,
  openNotes,
  type Part,
  start,
  stopForm,
  stopNotes,
  type TaskModel,
  type TaskState,
  unitsOf,
  type World,
  workingDay,
} from './world.js';

/** Who somebody is to the task. */
type Place = 'office' | 'area lead' | 'leader' | 'lead unit' | 'lead head';

interface Rule {
  from: TaskState[];
  to: TaskState;
  who: Place[];
  needs?: (keyof Given)[];
  /** Takes a second person, who is always the responsible leader. */
  twoPersons?: true;
}

/** 2-domain.md, Lifecycle, line by line. */
const rules: Record<string, Rule> = {
  propose: { from: ['draft'], to: 'pending-issue', who: ['office', 'area lead'] },
  return: { from: ['pending-issue'], to: 'draft', who: ['leader'], needs: ['reason'] },
  issue: { from: ['pending-issue'], to: 'issued', who: ['leader'] },
  accept: { from: ['issued'], to: 'in-progress', who: ['lead unit'] },
  decline: { from: ['issued'], to: 'pending-issue', who: ['lead head'], needs: ['reason'] },
  'request-closure': { from: ['in-progress'], to: 'closure-review', who: ['lead head'] },
  'send-back': {
    from: ['closure-review'],
    to: 'in-progress',
    who: ['area lead', 'office'],
    needs: ['reason', 'dueDate'],
  },
  'pre-approve': { from: ['closure-review'], to: 'closure-review', who: ['area lead'] },
  'approve-closure': { from: ['closure-review'], to: 'closed', who: ['office'] },
  archive: { from: ['closed'], to: 'archived', who: ['office'] },
  reopen: { from: ['closed'], to: 'in-progress', who: ['leader'], needs: ['reason'] },
  suspend: asked(['in-progress'], 'suspended'),
  resume: asked(['suspended'], 'in-progress'),
  terminate: asked(['in-progress', 'suspended'], 'terminated'),
  disclose: {
    from: ['withheld'],
    to: 'draft',
    who: ['office'],
    needs: ['title', 'reviewedBy', 'reviewedOn', 'unclassified'],
    twoPersons: true,
  },
};
function asked(from: TaskState[], to: TaskState): Rule {
  return { from, to, who: ['lead unit', 'office'], needs: ['reason'], twoPersons: true };
}
export const taskMoves = [...Object.keys(rules), 'refuse', 'withdraw'];

/** What ends a pending move without making it. */
const aside = ['refuse', 'withdraw'];

export interface Given {
  reason?: string;
  dueDate?: string;
  title?: string;
  reviewedBy?: string;
  reviewedOn?: string;
  unclassified?: true;
}
export interface TaskMove {
  do: 'move';
  who: Who;
  move: string;
  given: Given;
  sent: Sent;
}
export interface Waive {
  do: 'waive';
  who: Who;
  unit: Unit;
}
export interface AcceptShare {
  do: 'accept-share';
  who: Who;
  unit: Unit;
  sent: Sent;
}

/** Restricted tasks are for those named: plan office, responsible leader, and here the head of the lead unit. */
export function sees(who: Who, task: TaskModel): boolean {
  if (!readsTasks(who)) return false;
  return !task.restricted || holds(who, 'plan-office') || task.leader === who || who === 'headEast';
}

/** Leaders decide on what is withheld, for it names none. */
export function leads(who: Who, task: TaskModel): boolean {
  return holds(who, 'leader') && (task.state === 'withheld' || task.leader === who);
}

/** All who hold the role belong to the lead unit: nobody is left who could approve. */
function standsIn(role: 'plan-office' | 'area-lead', task: TaskModel): boolean {
  const holders = (Object.keys(cast) as Who[]).filter((who) =>
    holds(who, role, (post) => post.area === undefined || post.area === task.area),
  );
  return holders.every((who) => unitOf(who) === task.lead);
}

export function placesOf(who: Who, task: TaskModel): Set<Place> {
  const places = new Set<Place>();
  const inReview = task.state === 'closure-review';
  // The lead unit asks for the closure: who belongs to it does not decide.
  const partial = inReview && unitOf(who) !== null && unitOf(who) === task.lead;
  const leader = leads(who, task);
  if (
    (holds(who, 'plan-office') && !partial) ||
    (inReview && leader && task.lead && standsIn('plan-office', task))
  )
    places.add('office');
  if (
    (holds(who, 'area-lead', (post) => post.area === task.area) && !partial) ||
    (inReview && leader && task.lead && standsIn('area-lead', task))
  )
    places.add('area lead');
  if (leader) places.add('leader');
  const ofLead = (post: { unit?: Unit }) => task.state !== 'withheld' && post.unit === task.lead;
  if (task.lead && holds(who, 'unit-head', ofLead)) places.add('lead head').add('lead unit');
  if (task.lead && holds(who, 'reporter', ofLead)) places.add('lead unit');
  return places;
}

const missing = (move: string, given: Given, today: string): boolean => {
  const needs = aside.includes(move) ? (['reason'] as const) : (rules[move]?.needs ?? []);
  const dated = needs.some((need) => need === 'dueDate');
  return needs.some((need) => given[need] === undefined) || (dated && (given.dueDate ?? today) < today);
};

/** Who the move is for, whatever state the task is in. */
function everFor(move: string, places: Set<Place>): boolean {
  if (move === 'refuse') return places.has('leader');
  if (move === 'withdraw')
    return Object.values(rules).some(
      (rule) => rule.twoPersons && rule.who.some((place) => places.has(place)),
    );
  const rule = rules[move] as Rule;
  return rule.who.some((place) => places.has(place)) || (rule.twoPersons === true && places.has('leader'));
}

export function refuseMove(
  { task, reports, targets, today }: World,
  { who, move, given, sent }: Omit<TaskMove, 'do'>,
): Refusal | null {
  const visible = sees(who, task);
  // Whoever agrees to what was asked says no more than that.
  const agrees = visible && task.pending?.move === move;
  if (!agrees && missing(move, given, today)) return invalid;
  if (!visible) return absent;
  const places = placesOf(who, task);
  if (!everFor(move, places)) return forbidden;
  const version = versionRefusal(sent);
  if (version) return version;
  if (task.pending && move === 'withdraw') {
    const { by, ofLeadUnit } = task.pending;
    return by === who || (ofLeadUnit && places.has('lead head')) ? null : notPossible;
  }
  if (task.pending) {
    if ((move !== task.pending.move && move !== 'refuse') || !places.has('leader')) return notPossible;
    return task.pending.by === who ? samePerson : null;
  }
  const rule = rules[move];
  if (!rule?.from.includes(task.state) || !rule.who.some((place) => places.has(place))) return notPossible;
  if (isSamePerson(who, move, task)) return samePerson;
  if (rule.twoPersons && places.has('leader')) return samePerson;
  return ready(move, { task, reports, targets }) ? null : unready;
}

/** Requester and approvers are different people, always; only the leader who has to be both approvers is one. */
function isSamePerson(who: Who, move: string, task: TaskModel): boolean {
  if (move === 'issue') return task.proposedBy === who;
  if (move === 'pre-approve') return task.requestedBy === who;
  if (move !== 'approve-closure') return false;
  const bothFallToLeader = leads(who, task) && standsIn('plan-office', task) && standsIn('area-lead', task);
  return task.requestedBy === who || (task.preApprovedBy === who && !bothFallToLeader);
}

function ready(
  move: string,
  { task, reports, targets }: Pick<World, 'task' | 'reports' | 'targets'>,
): boolean {
  switch (move) {
    case 'propose':
      return Boolean(task.lead && task.leader && task.dueDate && (task.milestone || targets.length > 0));
    case 'decline':
      return !task.declined;
    case 'request-closure':
      return (
        task.evidence &&
        task.parts.every(({ role, unit, waived }) => role === 'lead' || waived || hasReported(unit, reports))
      );
    case 'pre-approve':
      return task.preApprovedBy === null;
    case 'approve-closure':
      return task.preApprovedBy !== null;
    default:
      return true;
  }
}

/** A unit has reported its part once a report of the task's own was signed, or was ever accepted. */
function hasReported(unit: Unit, reports: World['reports']): boolean {
  return reports.some(
    (report) =>
      report.unit === unit &&
      report.onTask &&
      (report.state === 'signed' || report.acceptedRevision !== null),
  );
}

/** What was asked for a task that has ended, or approved for a day to come, ends with it. */
export function lapse({ extensions, adjustments }: World): void {
  for (const extension of extensions) {
    if (extension.state !== 'asked' && extension.state !== 'approved') continue;
    extension.state = 'refused';
    extension.version += 1;
  }
  for (const each of adjustments) {
    if (each.state !== 'proposed' && each.state !== 'approved') continue;
    each.state = each.state === 'proposed' ? 'refused' : 'failed';
    each.version += 1;
  }
}

export function makeMove(world: World, { who, move, given }: Pick<TaskMove, 'who' | 'move' | 'given'>): void {
  const { task, today } = world;
  const from = task.state;
  const noted = (reason: string | null) => note(world, move, { from, by: who, reason });
  task.version += 1;
  if (aside.includes(move)) {
    task.pending = null;
    noted(given.reason ?? null);
    return;
  }
  const rule = rules[move] as Rule;
  if (rule.twoPersons && !task.pending) {
    task.pending = {
      move,
      by: who,
      ofLeadUnit: !placesOf(who, task).has('office'),
      reason: given.reason ?? null,
      title: given.title ?? null,
    };
    noted(task.pending.reason);
    return;
  }
  const agreed = task.pending;
  const reason = agreed ? agreed.reason : (given.reason ?? null);
  task.pending = null;
  task.state = rule.to;
  if (['closed', 'archived', 'terminated'].includes(rule.to)) lapse(world);
  switch (move) {
    case 'propose':
      task.proposedBy = who;
      break;
    case 'issue':
      task.issuedOn = today;
      task.acceptBy = workingDay(today, task.printed ? 3 : 1);
      break;
    case 'accept':
      task.acceptedOn = today;
      for (const part of task.parts) if (part.role === 'lead') part.acceptedOn = today;
      openNotes(world);
      break;
    case 'decline':
      task.declined = true;
      task.issuedOn = null;
      task.acceptBy = null;
      break;
    case 'request-closure':
      task.requestedBy = who;
      task.requestedOn = today;
      task.preApprovedBy = null;
      break;
    case 'send-back':
      task.dueDate = given.dueDate as string;
      task.requestedOn = null;
      task.requestedBy = null;
      task.preApprovedBy = null;
      break;
    case 'pre-approve':
      task.preApprovedBy = who;
      break;
    case 'approve-closure':
      task.closedOn = today;
      stopNotes(world);
      stopForm(world);
      break;
    case 'reopen':
      task.closedOn = null;
      task.requestedOn = null;
      task.requestedBy = null;
      task.preApprovedBy = null;
      openNotes(world);
      if (world.formOnTask) openForm(world);
      break;
    case 'suspend':
    case 'terminate':
      stopNotes(world);
      stopForm(world);
      break;
    case 'resume':
      openNotes(world);
      if (world.formOnTask) openForm(world);
      break;
    case 'disclose':
      task.title = agreed?.title ?? null;
      break;
  }
  noted(reason);
}

/** The moves that somebody is offered: what they could make now, or could once work has mended what is missing. */
export function offersTo(world: World, who: Who): string[] {
  const full: Given = {
    reason: 'r',
    dueDate: world.today,
    title: 't',
    reviewedBy: 'r',
    reviewedOn: start,
    unclassified: true,
  };
  const { task } = world;
  // What work can mend is no reason to hide the move.
  const mended: World = {
    ...world,
    task: {
      ...task,
      evidence: true,
      parts: task.parts.map((part) => ({ ...part, waived: true })),
      milestone: { title: 'm', dueDate: null, firm: true, version: 1 },
      leader: task.leader ?? (task.state === 'draft' ? 'leader' : null),
      lead: task.lead ?? (task.state === 'draft' ? 'city' : null),
      dueDate: task.dueDate ?? world.today,
    },
  };
  return taskMoves
    .filter((move) => refuseMove(mended, { who, move, given: full, sent: 'fresh' }) === null)
    .sort();
}

/** The plan office frees a unit from reporting its part while the task is under way. */
export function refuseWaive({ task }: World, { who, unit }: Omit<Waive, 'do'>): Refusal | null {
  if (!sees(who, task)) return absent;
  if (!holds(who, 'plan-office')) return forbidden;
  if (!['issued', 'in-progress', 'closure-review'].includes(task.state)) return notPossible;
  return unitsOf(task, 'responsible', 'cooperating').includes(unit) ? null : refusal(409, 'not-assigned');
}

export function waive(world: World, { who, unit }: Pick<Waive, 'who' | 'unit'>): void {
  const { task } = world;
  note(world, 'waive-part', { from: task.state, by: who });
  for (const part of task.parts) if (part.unit === unit) part.waived = true;
  task.version += 1;
}

/** 签收: who reports for the unit, or heads it, takes its part on; of the lead unit's the task itself is accepted. */
export function refuseAcceptShare(
  { task }: World,
  { who, unit, sent }: Omit<AcceptShare, 'do'>,
): Refusal | null {
  const part = task.parts.find((each) => each.unit === unit);
  if (!sees(who, task) || !part) return absent;
  const of = (post: { unit?: Unit }) => post.unit === unit;
  if (!holds(who, 'unit-head', of) && !holds(who, 'reporter', of)) return forbidden;
  const version = versionRefusal(sent);
  if (version) return version;
  if (task.state !== 'issued' && task.state !== 'in-progress') return notPossible;
  return part.role === 'responsible' && part.acceptedOn === null ? null : notPossible;
}

export function acceptShare(world: World, { who, unit }: Pick<AcceptShare, 'who' | 'unit'>): Part {
  const { task, today } = world;
  const part = task.parts.find((each) => each.unit === unit) as Part;
  part.acceptedOn = today;
  part.version += 1;
  note(world, 'share-accept', { from: task.state, by: who, reason: null });
  return part;
}
export const shownShare = ({ role, acceptedOn, version }: Part) => ({ role, acceptedOn, version });

/** What the API shows of the task to those who may know of it. */
export function shownTask({ task }: World): Record<string, unknown> {
  return {
    state: task.state,
    version: task.version,
    title: task.title,
    dueDate: task.dueDate,
    originalDueDate: task.originalDueDate,
    closedOn: task.closedOn,
    issuedOn: task.issuedOn,
    acceptBy: task.acceptBy,
    acceptedOn: task.acceptedOn,
    preApproved: task.preApprovedBy !== null,
    pending: task.pending && { move: task.pending.move, by: task.pending.by },
    leadUnit: task.lead,
  };
}
