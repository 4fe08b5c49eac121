import type { AreaId, Unit, Who } from './cast.js';

/** Business days of the model: a Friday in the running period, the working days after it, and what lies around. */
export const today = '2024-09-20';
export const nextWorkingDay = '2024-09-23';
export const thirdWorkingDay = '2024-09-25';
/** When a task was closed that begins as closed. */
export const closedBefore = '2024-09-10';
export const periods = ['2024-08', '2024-09', '2024-10'] as const;
type Period = (typeof periods)[number];
/** The running month is open, the next one is not; both end today or later. */
const running: readonly Period[] = ['2024-09', '2024-10'];
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
  due: string;
}

interface HistoryRow {
  move: string;
  from: TaskState;
  to: TaskState;
  by: Who | null;
  reason: string | null;
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
  responsible: Unit[];
  waived: Unit[];
  dueDate: string | null;
  originalDueDate: string | null;
  milestone: boolean;
  evidence: boolean;
  issuedOn: string | null;
  acceptBy: string | null;
  acceptedOn: string | null;
  closedOn: string | null;
  declined: boolean;
  proposedBy: Who | null;
  requestedBy: Who | null;
  preApprovedBy: Who | null;
  pending: { move: string; by: Who; reason: string | null; title: string | null } | null;
  history: HistoryRow[];
}

type FormName = 'county' | 'station' | 'note';
export interface Slot {
  form: FormName;
  unit: Unit;
  period: Period;
}
export const keyOf = ({ form, unit, period }: Slot) => `${form} ${unit} ${period}`;

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
  filledFor: boolean;
  submittedBy: Who | null;
  signedBy: Who | null;
  /** Every text that was handed in, by revision. */
  revisions: Map<number, Data>;
}

export interface ExtensionModel {
  state: 'asked' | 'approved' | 'granted' | 'refused';
  dueDate: string;
  askedBy: Who;
  deciders: Who[];
  version: number;
}
export type Change = { kind: 'date'; dueDate: string } | { kind: 'units'; lead: Unit };
export interface AdjustmentModel {
  change: Change;
  state: 'proposed' | 'approved' | 'applied' | 'refused';
  effectiveOn: string;
  proposedBy: Who;
  version: number;
}

export interface World {
  task: TaskModel;
  /** Expected reports, by slot. */
  owed: Map<string, { slot: Slot; received: boolean; firstSignedOn: string | null }>;
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

function owe(world: World, slot: Slot): void {
  if (!world.owed.has(keyOf(slot)))
    world.owed.set(keyOf(slot), { slot, received: false, firstSignedOn: null });
}

/** The units that answer for the task owe a note of every month that ends today or later. */
export function openNotes(world: World): void {
  const { lead, responsible } = world.task;
  for (const unit of [...(lead ? [lead] : []), ...responsible])
    for (const period of running) owe(world, { form: 'note', unit, period });
}

/** Notes of months that have not begun are owed no more. */
export function stopNotes(world: World): void {
  drop(world, (slot) => slot.form === 'note' && slot.period > '2024-09');
}

/** What nobody has begun and is owed no more. */
function drop(world: World, which: (slot: Slot) => boolean): void {
  for (const [key, { slot }] of world.owed) {
    const begun = world.reports.some((report) => keyOf(report) === key);
    if (which(slot) && !begun) world.owed.delete(key);
  }
}

/** Another unit leads from today on: the forms of periods that end from today on are its own, unless begun. */
export function handOver(world: World, from: Unit, to: Unit): void {
  const late = (slot: Slot) => running.includes(slot.period);
  drop(world, (slot) => slot.form === 'note' && slot.unit === from && late(slot));
  if (!world.formOnTask || !world.duty.includes(from)) return;
  world.duty = [...world.duty.filter((unit) => unit !== from), to];
  drop(world, (slot) => slot.form === 'county' && slot.unit === from && late(slot));
  for (const period of running) owe(world, { form: 'county', unit: to, period });
}

export function openWorld(setup: Setup): World {
  const withheld = setup.state === 'withheld';
  const is = (lack: Setup['lacks']) => withheld || (setup.state === 'draft' && setup.lacks === lack);
  const dueDate = is('due date') ? null : setup.due;
  const task: TaskModel = {
    area: setup.area,
    restricted: setup.restricted && !withheld,
    printed: setup.printed || withheld,
    state: setup.state,
    version: 1,
    title: withheld ? null : 'Task',
    leader: is('leader') ? null : setup.leader,
    lead: is('lead unit') ? null : 'east',
    responsible: withheld ? [] : ['west'],
    waived: setup.waived && !withheld ? ['west'] : [],
    dueDate,
    originalDueDate: dueDate,
    milestone: !is('milestone'),
    evidence: setup.evidence && !withheld,
    issuedOn: null,
    acceptBy: null,
    acceptedOn: null,
    closedOn: setup.state === 'closed' ? closedBefore : null,
    declined: false,
    proposedBy: null,
    requestedBy: null,
    preApprovedBy: null,
    pending: null,
    history: [],
  };
  if (setup.state !== 'draft' && !withheld)
    task.history.push({ move: 'import', from: setup.state, to: setup.state, by: null, reason: null });
  const world: World = {
    task,
    owed: new Map(),
    reports: [],
    waiting: new Map(),
    accepted: new Map(),
    extensions: [],
    adjustments: [],
    formOnTask: setup.area === 'trial' && !setup.restricted && !withheld,
    duty: ['east', 'west'],
  };
  for (const period of periods) {
    for (const unit of ['east', 'west'] as const) owe(world, { form: 'county', unit, period });
    owe(world, { form: 'station', unit: 'e1', period });
  }
  if (setup.state === 'in-progress') openNotes(world);
  return world;
}
