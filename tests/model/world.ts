import type { AreaId, Unit, Who } from './cast.js';

/** The day on which every sequence begins: a Friday in the running period. */
export const start = '2024-09-20';
/** When a task was closed that begins as closed. */
export const closedBefore = '2024-09-10';
export const periods = ['2024-08', '2024-09', '2024-10'] as const;
export type Period = (typeof periods)[number];
/** Last day of each. */
export const ends: Record<Period, string> = {
  '2024-08': '2024-08-31',
  '2024-09': '2024-09-30',
  '2024-10': '2024-10-31',
};
export const opens = (period: Period) => `${period}-01`;

export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}
/** What the State Council made of the week in the days that the sequences reach. */
const free = ['01', '02', '03', '04', '05', '06', '07'].map((day) => `2024-10-${day}`);
const worked = ['2024-09-29', '2024-10-12'];
function isWorked(date: string): boolean {
  if (free.includes(date) || worked.includes(date)) return worked.includes(date);
  return new Date(date).getUTCDay() % 6 !== 0;
}
/** The n-th working day after a date. */
export function workingDay(date: string, n: number): string {
  let at = date;
  for (let left = n; left > 0; ) {
    at = daysAfter(at, 1);
    if (isWorked(at)) left -= 1;
  }
  return at;
}
/** Working days after a date, up to and including another. */
export function workingDaysUntil(from: string, to: string): number {
  let count = 0;
  for (let at = daysAfter(from, 1); at <= to; at = daysAfter(at, 1)) if (isWorked(at)) count += 1;
  return count;
}

export const months = Array.from({ length: 12 }, (_, at) => `2024-${String(at + 1).padStart(2, '0')}`);

export type TaskState =
  | 'withheld'
  | 'draft'
  | 'pending-issue'
  | 'issued'
  | 'in-progress'
  | 'closure-review'
  | 'closed'
  | 'archived'
  | 'suspended'
  | 'terminated';

/** How a sequence begins. */
export interface Setup {
  area: AreaId;
  state: 'withheld' | 'draft' | 'issued' | 'in-progress' | 'suspended' | 'closed';
  restricted: boolean;
  leader: 'leader' | 'both';
  /** What a draft lacks. */
  lacks: 'nothing' | 'leader' | 'lead unit' | 'due date' | 'milestone';
  printed: boolean;
  evidence: boolean;
  /** The part of the responsible unit, from the beginning. */
  waived: boolean;
  /** Whether a county's figures of the month before were accepted already. */
  reported: boolean;
  due: string;
}
/** Those figures: filled in by the county's reporter, signed by its head. */
export const reportedData = { whole: 40, part: 30, level: 5 };
const reportedSlot = { form: 'county', unit: 'west', period: '2024-08' } as const;

interface HistoryRow {
  move: string;
  from: TaskState;
  to: TaskState;
  by: Who | null;
  on: string;
  reason: string | null;
}

/** A unit's part in the task. */
export interface Part {
  unit: Unit;
  role: 'lead' | 'responsible' | 'cooperating';
  acceptedOn: string | null;
  /** Need not report before the task is closed. */
  waived: boolean;
  version: number;
}
export interface Milestone {
  title: string;
  dueDate: string | null;
  firm: boolean;
  version: number;
}
/** What a target was worth from one day to another, of the task or of the one that it was merged into. */
export interface TargetRow {
  onTask: boolean;
  value: number;
  from: string | null;
  to: string | null;
  version: number;
}

export interface TaskModel {
  area: AreaId;
  restricted: boolean;
  printed: boolean;
  state: TaskState;
  version: number;
  title: string | null;
  leader: Who | null;
  lead: Unit | null;
  parts: Part[];
  dueDate: string | null;
  originalDueDate: string | null;
  milestone: Milestone | null;
  evidence: boolean;
  issuedOn: string | null;
  acceptBy: string | null;
  acceptedOn: string | null;
  closedOn: string | null;
  /** Of a closure that was asked for and is not void. */
  requestedOn: string | null;
  declined: boolean;
  proposedBy: Who | null;
  requestedBy: Who | null;
  preApprovedBy: Who | null;
  pending: {
    move: string;
    by: Who;
    /** Whoever asked did so by a role in the lead unit alone. */
    ofLeadUnit: boolean;
    reason: string | null;
    title: string | null;
  } | null;
  history: HistoryRow[];
}
export const unitsOf = ({ parts }: Pick<TaskModel, 'parts'>, ...roles: Part['role'][]): Unit[] =>
  parts.filter(({ role }) => roles.includes(role)).map(({ unit }) => unit);

type FormName = 'county' | 'station' | 'note';
export interface Slot {
  form: FormName;
  unit: Unit;
  period: Period;
}
export const keyOf = ({ form, unit, period }: Slot) => `${form} ${unit} ${period}`;
export const slotOf = ({ form, unit, period }: Slot): Slot => ({ form, unit, period });

/** What a form of figures holds; a note's words are kept out of the model. */
export interface Data {
  whole?: number;
  part?: number;
  level?: number;
}

export interface ReportModel extends Slot {
  /** Whether it belongs to the task of the sequence. */
  onTask: boolean;
  state: 'draft' | 'submitted' | 'signed' | 'accepted' | 'returned';
  revision: number;
  acceptedRevision: number | null;
  version: number;
  data: Data;
  comment: string | null;
  mode: 'filled' | 'zero' | 'no-progress';
  filledBy: Who;
  /** Everybody who ever saved it. */
  writers: Who[];
  filledFor: boolean;
  submittedBy: Who | null;
  signedBy: Who | null;
  /** Every text that was handed in, by revision. */
  revisions: Map<number, Data>;
}

/** One report that is expected. */
export interface Owed {
  slot: Slot;
  received: boolean;
  firstSignedOn: string | null;
  waived: boolean;
  /** Let through until then although its period is closed. */
  reopenedUntil: string | null;
}

export interface ExtensionModel {
  state: 'asked' | 'approved' | 'granted' | 'refused';
  dueDate: string;
  askedBy: Who;
  deciders: Who[];
  version: number;
}
/** What is asked for; of units both the lead and those that are responsible with it. */
export type Change =
  | { kind: 'date'; dueDate: string }
  | { kind: 'units'; lead: Unit | null; responsible: Unit[] | null }
  | { kind: 'target'; value: number }
  | { kind: 'milestone'; title: string | null; dueDate: string | null; firm: boolean | null }
  | { kind: 'merge' };
export interface AdjustmentModel {
  change: Change;
  /** The units as they would be, from what stood when it was proposed. */
  units: Pick<Part, 'unit' | 'role'>[];
  /** How often the target had been changed. */
  subject: number;
  state: 'proposed' | 'approved' | 'applied' | 'refused' | 'failed';
  effectiveOn: string;
  proposedBy: Who;
  proposedOn: string;
  version: number;
}

/** The plan's other task: it carries the forms that the first does not, and takes it in where they are merged. */
export interface Carrier {
  version: number;
  cooperating: Unit[];
  milestones: Milestone[];
  history: HistoryRow[];
}

export interface World {
  today: string;
  /** Whether days have passed: the lights are those of the last night. */
  lit: boolean;
  task: TaskModel;
  carrier: Carrier;
  targets: TargetRow[];
  plan: { version: number; closedThrough: string | null };
  owed: Map<string, Owed>;
  reports: ReportModel[];
  /** What was last handed in and waits, and what was last accepted, by slot. */
  waiting: Map<string, { slot: Slot; data: Data; revision: number }>;
  accepted: Map<string, { slot: Slot; data: Data; revision: number }>;
  extensions: ExtensionModel[];
  adjustments: AdjustmentModel[];
  /** Whether the county form hangs on the task of the sequence; else it hangs on the plan's other one. */
  formOnTask: boolean;
  /** Units that report the county form. */
  duty: Unit[];
}

/** Months that end today or later. */
const running = ({ today }: World): Period[] => periods.filter((period) => ends[period] >= today);
export const standing = ({ targets }: World): TargetRow | undefined =>
  targets.find((target) => target.onTask && target.to === null);

/** Notes what happened in the task's history, today and for the reason that all of them give. */
export function note(
  world: Pick<World, 'task' | 'today'>,
  move: string,
  { from, by, reason = 'r' }: { from: TaskState; by: Who | null; reason?: string | null },
): void {
  world.task.history.push({ move, from, to: world.task.state, by, on: world.today, reason });
}

export function owe(world: World, slot: Slot): void {
  if (world.owed.has(keyOf(slot))) return;
  const open = { received: false, firstSignedOn: null, waived: false, reopenedUntil: null };
  world.owed.set(keyOf(slot), { slot, ...open });
}

/** The units that answer for the task owe a note of every month that ends today or later. */
export function openNotes(world: World): void {
  for (const unit of unitsOf(world.task, 'lead', 'responsible'))
    for (const period of running(world)) owe(world, { form: 'note', unit, period });
}

/** Notes of months that have not begun are owed no more; what was waived stays so. */
export function stopNotes(world: World): void {
  drop(world, ({ slot, waived }) => slot.form === 'note' && !waived && opens(slot.period) > world.today);
}

/** After the units changed: who left owes no more notes of running months, and who joined a task under way does. */
export function settleNotes(world: World): void {
  const debtors = unitsOf(world.task, 'lead', 'responsible');
  const left = ({ slot, waived }: Owed) =>
    slot.form === 'note' && !waived && !debtors.includes(slot.unit) && running(world).includes(slot.period);
  drop(world, left);
  if (world.task.state === 'in-progress') openNotes(world);
}

/** The form of a task on which nobody works is owed no more for months that have not begun. */
export function stopForm(world: World): void {
  if (!world.formOnTask) return;
  drop(world, ({ slot, waived }) => slot.form === 'county' && !waived && opens(slot.period) > world.today);
}

/** Whoever reports the form owes it again for months that end today or later. */
export function openForm(world: World): void {
  for (const unit of world.duty)
    for (const period of running(world)) owe(world, { form: 'county', unit, period });
}

/** What nobody has begun and is owed no more. */
function drop(world: World, which: (owed: Owed) => boolean): void {
  for (const [key, owed] of world.owed) {
    const begun = world.reports.some((report) => keyOf(report) === key);
    if (which(owed) && !begun) world.owed.delete(key);
  }
}

/** Another unit leads from today on: the forms of periods that end from today on are its own, unless begun. */
export function handOver(world: World, from: Unit, to: Unit): void {
  if (!world.formOnTask || !world.duty.includes(from)) return;
  world.duty = [...new Set(world.duty.map((unit) => (unit === from ? to : unit)))];
  const late = running(world);
  drop(
    world,
    ({ slot, waived }) =>
      slot.form === 'county' && !waived && !world.duty.includes(slot.unit) && late.includes(slot.period),
  );
  for (const unit of world.duty) for (const period of late) owe(world, { form: 'county', unit, period });
}

export function openWorld(setup: Setup): World {
  const withheld = setup.state === 'withheld';
  const is = (lack: Setup['lacks']) => withheld || (setup.state === 'draft' && setup.lacks === lack);
  const dueDate = is('due date') ? null : setup.due;
  const part = (unit: Unit, role: Part['role']): Part => {
    const waived = setup.waived && role === 'responsible';
    return { unit, role, acceptedOn: null, waived, version: 1 };
  };
  const task: TaskModel = {
    area: setup.area,
    restricted: setup.restricted && !withheld,
    printed: setup.printed || withheld,
    state: setup.state,
    version: 1,
    title: withheld ? null : 'Task',
    leader: is('leader') ? null : setup.leader,
    lead: is('lead unit') ? null : 'east',
    parts: withheld ? [] : [...(is('lead unit') ? [] : [part('east', 'lead')]), part('west', 'responsible')],
    dueDate,
    originalDueDate: dueDate,
    milestone: is('milestone') ? null : { title: 'Half', dueDate: null, firm: true, version: 1 },
    evidence: setup.evidence && !withheld,
    issuedOn: null,
    acceptBy: null,
    acceptedOn: null,
    closedOn: setup.state === 'closed' ? closedBefore : null,
    requestedOn: null,
    declined: false,
    proposedBy: null,
    requestedBy: null,
    preApprovedBy: null,
    pending: null,
    history: [],
  };
  const formOnTask = setup.area === 'trial' && !setup.restricted && !withheld;
  const world: World = {
    today: start,
    lit: false,
    task,
    carrier: { version: 1, cooperating: [], milestones: [], history: [] },
    targets: hasTarget(setup) ? [{ onTask: true, value: 90, from: null, to: null, version: 1 }] : [],
    plan: { version: 1, closedThrough: null },
    owed: new Map(),
    reports: [],
    waiting: new Map(),
    accepted: new Map(),
    extensions: [],
    adjustments: [],
    formOnTask,
    duty: ['east', 'west'],
  };
  if (setup.state !== 'draft' && !withheld)
    note(world, 'import', { from: setup.state, by: null, reason: null });
  for (const period of periods) {
    for (const unit of ['east', 'west'] as const) owe(world, { form: 'county', unit, period });
    owe(world, { form: 'station', unit: 'e1', period });
  }
  if (setup.state === 'in-progress') openNotes(world);
  if (setup.reported) report(world);
  return world;
}

function report(world: World): void {
  world.reports.push({
    ...reportedSlot,
    onTask: world.formOnTask,
    state: 'accepted',
    revision: 1,
    acceptedRevision: 1,
    version: 4,
    data: reportedData,
    comment: null,
    mode: 'filled',
    filledBy: 'reporterWest',
    writers: ['reporterWest'],
    filledFor: false,
    submittedBy: 'reporterWest',
    signedBy: 'headWest',
    revisions: new Map([[1, reportedData]]),
  });
  const key = keyOf(reportedSlot);
  world.accepted.set(key, { slot: reportedSlot, data: reportedData, revision: 1 });
  Object.assign(world.owed.get(key) as Owed, { received: true, firstSignedOn: start });
}

/** A task with a form of its own has a target as well, once it is more than a draft. */
export const hasTarget = ({ area, restricted, state }: Setup): boolean =>
  area === 'trial' && !restricted && state !== 'withheld' && state !== 'draft';
