import {
  above,
  absent,
  everybody,
  forbidden,
  holds,
  invalid,
  notPossible,
  postsOf,
  type Refusal,
  readsUnits,
  refusal,
  type Sent,
  samePerson,
  type Unit,
  versionRefusal,
  type Who,
} from './cast.js';
import { sees } from './task-model.js';
import { type Data, ends, keyOf, opens, type ReportModel, type Slot, slotOf, type World } from './world.js';

export const reportMoves = ['submit', 'sign', 'accept', 'return', 'unlock'] as const;
type ReportMoveName = (typeof reportMoves)[number];
type Mode = ReportModel['mode'];

export interface Begin {
  do: 'begin';
  who: Who;
  slot: Slot;
  mode: Mode;
  data: Data;
}
export interface Save {
  do: 'save';
  who: Who;
  report: number;
  data: Data;
  comment: string | null;
  sent: Sent;
}
export interface ReportMove {
  do: 'report';
  who: Who;
  report: number;
  move: ReportMoveName;
  reason?: string | undefined;
  sent: Sent;
}

export const ofUnit = (unit: Unit) => (post: { unit?: Unit }) => post.unit === unit;
const overUnit = (unit: Unit) => (post: { unit?: Unit }) =>
  post.unit !== undefined && above[unit].includes(post.unit);

/** Reporter own unit; head and reviewer own subtree; area lead own area; plan office and leaders all. */
export function reads(who: Who, slot: Slot, world: World): boolean {
  if (slot.form === 'note' && !sees(who, world.task)) return false;
  return (
    holds(who, 'reporter', ofUnit(slot.unit)) ||
    holds(who, 'unit-head', overUnit(slot.unit)) ||
    holds(who, 'reviewer', overUnit(slot.unit)) ||
    holds(who, 'area-lead', (post) => post.area === areaOf(slot, world)) ||
    holds(who, 'plan-office') ||
    holds(who, 'leader')
  );
}

export const areaOf = (slot: Slot, { task }: World) => (slot.form === 'note' ? task.area : 'trial');

/** The unit's own people fill it in; a county's reviewer may do so for its stations (代填). */
export const writes = (who: Who, { unit }: Slot) =>
  holds(who, 'reporter', ofUnit(unit)) ||
  holds(who, 'unit-head', ofUnit(unit)) ||
  holds(who, 'reviewer', overUnit(unit));

/**
 * The reviewer nearest above: the county's for a station, the area lead for a county, and for a station where a
 * reviewer had a part in the report and none is left who had none.
 */
function reviews(who: Who, slot: Slot, world: World): boolean {
  const leads = holds(who, 'area-lead', (post) => post.area === areaOf(slot, world));
  if (slot.unit !== 'e1') return leads;
  const report = world.reports.find((each) => keyOf(each) === keyOf(slot));
  const part = report ? tookPart(report) : [];
  const above = everybody.filter((each) => holds(each, 'reviewer', overUnit('e1')));
  const left = above.filter(
    (each) => !part.includes(each) && (slot.form !== 'note' || sees(each, world.task)),
  );
  const had = part.some((each) => each !== null && holds(each, 'reviewer', () => true));
  return holds(who, 'reviewer', overUnit('e1')) || (leads && had && left.length === 0);
}

function mayMove(who: Who, move: ReportMoveName, slot: Slot, world: World): boolean {
  const heads = holds(who, 'unit-head', ofUnit(slot.unit));
  switch (move) {
    case 'submit':
      return writes(who, slot);
    case 'sign':
      return heads;
    case 'return':
      return heads || reviews(who, slot, world);
    default:
      return reviews(who, slot, world);
  }
}

/** A part cannot be larger than its whole. */
export const contradicts = ({ whole, part }: Data) =>
  whole !== undefined && part !== undefined && part > whole;
const complete = ({ form }: Slot, { whole, part }: Data) =>
  form === 'note' || (whole !== undefined && part !== undefined);
/** A whole of more than a thousand is doubted: it takes a comment. */
const doubtful = ({ whole }: Data) => (whole ?? 0) > 1000;

export function refuseBegin(world: World, { who, slot, mode, data }: Omit<Begin, 'do'>): Refusal | null {
  const quick = slot.form === 'note' ? 'no-progress' : 'zero';
  if (mode !== 'filled' && mode !== quick) return invalid;
  if (mode === 'filled' && contradicts(data)) return invalid;
  const { task } = world;
  const unknown = task.state === 'withheld' || (task.restricted && !sees(who, task));
  if (slot.form === 'note' && unknown) return absent;
  if (!readsUnits(who)) return absent;
  if (!writes(who, slot)) return forbidden;
  const owed = world.owed.get(keyOf(slot));
  const begun = world.reports.find((each) => keyOf(each) === keyOf(slot));
  // What was begun before its task was merged stays with that one.
  if (!owed || (begun && begun.onTask !== carriedByTask(world, slot))) return refusal(409, 'not-expected');
  if (owed.waived) return reportWaived;
  if (opens(slot.period) > world.today) return refusal(409, 'period-not-open');
  if (isClosed(world, slot)) return periodClosed;
  return begun ? refusal(409, 'already-exists') : null;
}

export const carriedByTask = (world: World, { form }: Slot) =>
  form === 'note' || (form === 'county' && world.formOnTask);

/** Whether the plan office has closed the period, and nobody let this report through. */
export function isClosed({ plan, owed, today }: World, slot: Slot): boolean {
  if (plan.closedThrough === null || ends[slot.period] > plan.closedThrough) return false;
  return (owed.get(keyOf(slot))?.reopenedUntil ?? '') < today;
}
export const periodClosed = refusal(409, 'period-closed');
export const reportWaived = refusal(409, 'report-waived');

export function begin(world: World, { who, slot, mode, data }: Omit<Begin, 'do'>): ReportModel {
  const report: ReportModel = {
    ...slot,
    onTask: carriedByTask(world, slot),
    state: 'draft',
    revision: 1,
    acceptedRevision: null,
    version: 1,
    data: slot.form === 'note' ? {} : mode === 'zero' ? zeros(world, slot) : data,
    comment: null,
    mode,
    filledBy: who,
    writers: [who],
    filledFor: !postsOf(who).some(ofUnit(slot.unit)),
    submittedBy: null,
    signedBy: null,
    revisions: new Map(),
  };
  world.reports.push(report);
  return report;
}

/** A zero report sets flows to 0 and repeats the level that was last accepted before; where there is none, it has none. */
function zeros(world: World, slot: Slot): Data {
  const before = [...world.accepted.values()]
    .filter(({ slot: other }) => other.form === slot.form && other.unit === slot.unit)
    .filter(({ slot: other }) => other.period < slot.period)
    .sort((a, b) => a.slot.period.localeCompare(b.slot.period));
  const level = before.at(-1)?.data.level;
  return { whole: 0, part: 0, ...(level === undefined ? {} : { level }) };
}

export function refuseSave(world: World, { who, report: at, data, sent }: Omit<Save, 'do'>): Refusal | null {
  const report = world.reports[at] as ReportModel;
  if (!reads(who, report, world)) return absent;
  if (!writes(who, report)) return forbidden;
  const version = versionRefusal(sent);
  if (version) return version;
  if (contradicts(data)) return invalid;
  if (report.state !== 'draft' && report.state !== 'returned') return refusal(409, 'report-locked');
  return isClosed(world, report) ? periodClosed : null;
}

export function save(world: World, { who, report: at, data, comment }: Omit<Save, 'do' | 'sent'>): void {
  const report = world.reports[at] as ReportModel;
  // A zero report that is saved with its figures as they are is one still.
  const says = (['whole', 'part', 'level'] as const).every((key) => report.data[key] === data[key]);
  Object.assign(report, {
    data: report.form === 'note' ? {} : data,
    comment,
    mode: report.mode === 'zero' && says ? 'zero' : 'filled',
    filledBy: who,
    writers: [...report.writers, who],
    version: report.version + 1,
  });
}

export const leadsFrom: Record<ReportMoveName, ReportModel['state'][]> = {
  submit: ['draft', 'returned'],
  sign: ['submitted'],
  accept: ['signed'],
  return: ['submitted', 'signed'],
  unlock: ['accepted'],
};

export const leadsTo: Record<ReportMoveName, ReportModel['state']> = {
  submit: 'submitted',
  sign: 'signed',
  accept: 'accepted',
  return: 'returned',
  unlock: 'draft',
};

export function refuseReportMove(
  world: World,
  { who, report: at, move, reason, sent }: Omit<ReportMove, 'do'>,
): Refusal | null {
  const report = world.reports[at] as ReportModel;
  if ((move === 'return' || move === 'unlock') && !reason) return invalid;
  if (!reads(who, report, world)) return absent;
  if (!mayMove(who, move, report, world)) return forbidden;
  const version = versionRefusal(sent);
  if (version) return version;
  if (!leadsFrom[move].includes(report.state)) return notPossible;
  if (isSamePerson(who, move, report)) return samePerson;
  if ((move === 'submit' || move === 'unlock') && isClosed(world, report)) return periodClosed;
  if (move !== 'submit') return null;
  if (world.owed.get(keyOf(report))?.waived) return reportWaived;
  const unready = !complete(report, report.data) || (doubtful(report.data) && !report.comment);
  return unready ? invalid : null;
}

const tookPart = ({ writers, submittedBy, signedBy }: ReportModel) => [...writers, submittedBy, signedBy];

/** Who filled in a form of figures does not sign it; who wrote, handed in or signed any of it never accepts it. */
function isSamePerson(who: Who, move: ReportMoveName, report: ReportModel): boolean {
  const filled = [report.filledBy, report.submittedBy].includes(who);
  if (move === 'sign') return report.form !== 'note' && filled;
  return move === 'accept' && tookPart(report).includes(who);
}

export function moveReport(
  world: World,
  { who, report: at, move }: Pick<ReportMove, 'who' | 'report' | 'move'>,
): void {
  const report = world.reports[at] as ReportModel;
  const key = keyOf(report);
  const { form } = report;
  const slot = slotOf(report);
  const owed = world.owed.get(key);
  report.version += 1;
  switch (move) {
    case 'submit':
      if (report.state === 'returned') report.revision += 1;
      report.state = 'submitted';
      report.submittedBy = who;
      report.signedBy = null;
      report.revisions.set(report.revision, report.data);
      if (form !== 'note') world.waiting.set(key, { slot, data: report.data, revision: report.revision });
      break;
    case 'sign':
      report.state = 'signed';
      report.signedBy = who;
      if (owed) Object.assign(owed, { received: true, firstSignedOn: owed.firstSignedOn ?? world.today });
      break;
    case 'accept':
      report.state = 'accepted';
      report.acceptedRevision = report.revision;
      world.waiting.delete(key);
      world.accepted.set(key, { slot, data: report.data, revision: report.revision });
      break;
    case 'return':
      if (report.state === 'signed' && report.acceptedRevision === null && owed) owed.received = false;
      report.state = 'returned';
      report.signedBy = null;
      world.waiting.delete(key);
      break;
    case 'unlock':
      // The accepted revision, and all that rests on it, stands until the next one is accepted.
      report.state = 'draft';
      report.revision += 1;
      report.submittedBy = null;
      report.signedBy = null;
      report.comment = null;
      break;
  }
}

/** The moves of a report that somebody who may read it is offered. */
export function reportOffersTo(world: World, at: number, who: Who): string[] | Refusal {
  const report = world.reports[at] as ReportModel;
  if (!reads(who, report, world)) return absent;
  return reportMoves
    .filter(
      (move) =>
        mayMove(who, move, report, world) &&
        leadsFrom[move].includes(report.state) &&
        !isSamePerson(who, move, report),
    )
    .sort();
}

/** What the API shows of a report; the words of a note aside. */
export function shownReport(report: ReportModel): Record<string, unknown> {
  const { state, revision, acceptedRevision, version, mode, filledFor, comment, data, form } = report;
  return {
    state,
    revision,
    acceptedRevision,
    version,
    mode,
    filledFor,
    comment,
    ...(form === 'note' ? {} : { data }),
  };
}
