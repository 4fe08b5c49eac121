import { type Bulk, moveMany, refuseBulk, refuseSheet, type Sheet, saveSheet } from './bulk-model.js';
import { everybody, type Refusal, type Who } from './cast.js';
import {
  type AskExtension,
  applyDue,
  ask,
  type Decide,
  makeDecision,
  type Propose,
  propose,
  refuseAsk,
  refuseDecision,
  refusePropose,
  shownAdjustment,
  shownExtension,
} from './change-model.js';
import {
  type Close,
  close,
  type Excuse,
  excuse,
  type LetThrough,
  letThrough,
  refuseClose,
  refuseExcuse,
  refuseLetThrough,
  shownOwed,
  shownPlan,
} from './period-model.js';
import {
  type Begin,
  begin,
  moveReport,
  type ReportMove,
  refuseBegin,
  refuseReportMove,
  refuseSave,
  reportMoves,
  reportOffersTo,
  type Save,
  save,
  shownReport,
} from './report-model.js';
import {
  type AcceptShare,
  acceptShare,
  type Given,
  makeMove,
  offersTo,
  refuseAcceptShare,
  refuseMove,
  refuseWaive,
  sees,
  shownShare,
  shownTask,
  type TaskMove,
  taskMoves,
  type Waive,
  waive,
} from './task-model.js';
import {
  type Change,
  type Data,
  daysAfter,
  keyOf,
  type ReportModel,
  type Slot,
  start,
  type World,
} from './world.js';

/** Asks what one may do with the task, or with a report. */
interface Look {
  do: 'look';
  who: Who;
  report: number | null;
}
/** Days pass, each with its night: nobody's doing. */
interface Pass {
  do: 'pass';
  days: number;
}
export type Action =
  | TaskMove
  | Waive
  | AcceptShare
  | Begin
  | Save
  | ReportMove
  | Bulk
  | Sheet
  | Excuse
  | Close
  | LetThrough
  | AskExtension
  | Propose
  | Decide
  | Look
  | Pass;

/** What the model expects: a refusal, or what is shown afterwards. */
export type Expected = { refused: Refusal } | { shows: Record<string, unknown> } | { offers: string[] };

/** Why the action is refused as things stand; null where it is not. Changes nothing. */
export function refusalOf(world: World, action: Action): Refusal | null {
  switch (action.do) {
    case 'move':
      return refuseMove(world, action);
    case 'waive':
      return refuseWaive(world, action);
    case 'begin':
      return refuseBegin(world, action);
    case 'save':
      return refuseSave(world, action);
    case 'report':
      return refuseReportMove(world, action);
    case 'ask-extension':
      return refuseAsk(world, action);
    case 'propose-adjustment':
      return refusePropose(world, action);
    case 'accept-share':
      return refuseAcceptShare(world, action);
    case 'bulk':
      return refuseBulk(action);
    case 'sheet':
      return refuseSheet(action);
    case 'excuse':
      return refuseExcuse(world, action);
    case 'close':
      return refuseClose(world, action);
    case 'let-through':
      return refuseLetThrough(world, action);
    case 'pass':
      return null;
    case 'look':
      return sees(action.who, world.task) ? null : { status: 404, code: 'not-found' };
    default:
      return refuseDecision(world, action);
  }
}

/** Says what comes of an action, and carries it out in the model. */
export function perform(world: World, action: Action): Expected {
  if (action.do === 'look' && action.report !== null) {
    const offers = reportOffersTo(world, action.report, action.who);
    return Array.isArray(offers) ? { offers } : { refused: offers };
  }
  const refused = refusalOf(world, action);
  if (refused) return { refused };
  switch (action.do) {
    case 'move':
      makeMove(world, action);
      return { shows: shownTask(world) };
    case 'waive':
      waive(world, action);
      return { shows: shownTask(world) };
    case 'accept-share':
      return { shows: shownShare(acceptShare(world, action)) };
    case 'bulk':
      return { shows: { results: moveMany(world, action) } };
    case 'sheet':
      return { shows: { results: saveSheet(world, action) } };
    case 'excuse':
      return { shows: shownOwed(excuse(world, action)) };
    case 'close':
      return { shows: shownPlan(close(world, action)) };
    case 'let-through':
      return { shows: shownOwed(letThrough(world, action)) };
    case 'pass':
      for (let day = 0; day < action.days; day += 1) {
        world.today = daysAfter(world.today, 1);
        applyDue(world);
      }
      world.lit = true;
      return { shows: { today: world.today } };
    case 'begin':
      return { shows: shownReport(begin(world, action)) };
    case 'save':
      save(world, action);
      return { shows: shownReport(world.reports[action.report] as ReportModel) };
    case 'report':
      moveReport(world, action);
      return { shows: shownReport(world.reports[action.report] as ReportModel) };
    case 'ask-extension':
      return { shows: shownExtension(ask(world, action)) };
    case 'propose-adjustment':
      return { shows: shownAdjustment(propose(world, action)) };
    case 'look':
      return { offers: offersTo(world, action.who) };
    case 'decide-extension':
      makeDecision(world, action);
      return { shows: shownExtension(world.extensions[action.at] as World['extensions'][number]) };
    case 'decide-adjustment':
      makeDecision(world, action);
      return { shows: shownAdjustment(world.adjustments[action.at] as World['adjustments'][number]) };
  }
}

const slots: Slot[] = [
  ...(['2024-08', '2024-09', '2024-10'] as const).flatMap((period): Slot[] => [
    { form: 'county', unit: 'east', period },
    { form: 'county', unit: 'west', period },
    { form: 'station', unit: 'e1', period },
    { form: 'note', unit: 'west', period },
  ]),
  { form: 'note', unit: 'east', period: '2024-09' },
  { form: 'note', unit: 'north', period: '2024-09' },
  { form: 'county', unit: 'north', period: '2024-09' },
  { form: 'county', unit: 'e1', period: '2024-09' },
];

const everything: Given = {
  reason: 'r',
  dueDate: '2024-12-15',
  title: 'Disclosed',
  reviewedBy: 'Reviewer',
  reviewedOn: start,
  unclassified: true,
};

/** Figures by a number: mostly right, now and then a part that is too large, a gap, a doubtful whole. */
function dataBy(pick: number): Data {
  const whole = pick % 19 === 0 ? 1200 : 5 + (pick % 40);
  const part = pick % 17 === 0 ? whole + 1 : pick % (whole + 1);
  const level = pick % 3 === 0 ? {} : { level: pick % 7 };
  return pick % 23 === 0 ? { whole, ...level } : { whole, part, ...level };
}

export const focuses = ['task', 'report', 'bulk', 'change', 'all'] as const;
/** Those, and narrower ones in which a fault shows sooner. */
export type Focus = (typeof focuses)[number] | 'move' | 'period' | 'adjust';
const reporting = ['begin', 'save', 'report', 'bulk', 'sheet', 'excuse', 'close', 'let-through'] as const;
const changing = ['ask-extension', 'propose-adjustment', 'decide-extension', 'decide-adjustment'] as const;
const focused: Record<Focus, readonly Action['do'][]> = {
  move: ['move', 'look'],
  period: ['begin', 'report', 'sheet', 'excuse', 'close', 'let-through', 'pass'],
  adjust: ['propose-adjustment', 'decide-adjustment', 'pass'],
  task: ['move', 'waive', 'accept-share', 'look', 'pass'],
  report: ['begin', 'save', 'report', 'look', 'pass'],
  bulk: [...reporting, 'look', 'pass'],
  change: [...changing, 'move', 'pass'],
  all: ['move', 'waive', 'accept-share', 'look', 'pass', ...reporting, ...changing],
};

/** What could be tried at all, said by whoever it is: one entry for each thing, rightly filled in. */
export function attempts(world: World, focus: Focus, pick: number): ((who: Who) => Action)[] {
  const sent = 'fresh' as const;
  const all: ((who: Who) => Action)[] = [
    ...taskMoves.map((move) => (who: Who) => ({ do: 'move' as const, who, move, given: everything, sent })),
    (who) => ({ do: 'waive', who, unit: pick % 5 === 0 ? 'north' : 'west' }),
    (who) => ({ do: 'accept-share', who, unit: pick % 5 ? 'west' : pick % 3 ? 'north' : 'east', sent }),
    // Mostly a day or two, now and then into the next month.
    () => ({ do: 'pass', days: pick % 15 === 0 ? 11 : pick % 3 === 0 ? 2 : 1 }),
    (who) => ({ do: 'sheet', who, ...sheetBy(pick) }),
    (who) => ({ do: 'excuse', who, slot: owedBy(world, pick, false), back: false, reason: 'r' }),
    (who) => ({ do: 'excuse', who, slot: owedBy(world, pick, true), back: true }),
    (who) => ({ do: 'close', who, through: closings[pick % closings.length] ?? null, reason: 'r', sent }),
    (who) => ({
      do: 'let-through',
      who,
      slot: owedBy(world, pick, null),
      until: untilBy(world, pick),
      reason: 'r',
    }),
    ...(world.reports.length > 0
      ? (['submit', 'sign', 'accept', 'return'] as const).map(
          (move) =>
            (who: Who): Action => ({ do: 'bulk', who, move, ...manyBy(world, pick), reason: 'r' }),
        )
      : []),
    ...slots
      .filter((slot) => pick % 9 === 0 || !world.reports.some((each) => keyOf(each) === keyOf(slot)))
      .map((slot) => (who: Who) => ({ do: 'begin' as const, who, slot, ...contentBy(slot, pick) })),
    ...world.reports.flatMap((_, report) => [
      (who: Who): Action => ({
        do: 'save',
        who,
        report,
        data: dataBy(pick),
        comment: pick % 2 ? 'c' : null,
        sent,
      }),
      ...reportMoves.map(
        (move) =>
          (who: Who): Action => ({ do: 'report', who, report, move, reason: 'r', sent }),
      ),
    ]),
    (who) => ({
      do: 'ask-extension',
      who,
      dueDate: ['2024-09-30', '2024-12-02', '2024-12-20'][pick % 3] as string,
    }),
    ...changesBy(world, pick).map(
      (change) =>
        (who: Who): Action => ({ do: 'propose-adjustment', who, change, effectiveOn: effectBy(world, pick) }),
    ),
    ...world.extensions.flatMap((_, at) => decisions('decide-extension', at)),
    ...world.adjustments.flatMap((_, at) => decisions('decide-adjustment', at)),
    (who) => ({
      do: 'look',
      who,
      report: pick % 2 && world.reports.length > 0 ? pick % world.reports.length : null,
    }),
  ];
  const someone = everybody[0] as Who;
  return all.filter((make) => focused[focus].includes(make(someone).do));
}

function decisions(kind: Decide['do'], at: number): ((who: Who) => Action)[] {
  return (['approve', 'approve', 'refuse'] as const).map((move) => (who) => ({
    do: kind,
    who,
    at,
    move,
    reason: 'r',
    sent: 'fresh',
  }));
}

function contentBy(slot: Slot, pick: number): Pick<Begin, 'mode' | 'data'> {
  if (pick % 11 === 0) return { mode: 'no-progress', data: {} };
  if (pick % 7 === 0) return { mode: 'zero', data: {} };
  return { mode: 'filled', data: slot.form === 'note' ? {} : dataBy(pick) };
}

/** One of each kind. */
function changesBy(world: World, pick: number): Change[] {
  const soon = daysAfter(world.today, pick % 4);
  return [
    { kind: 'date', dueDate: [soon, '2024-12-28', '2024-10-28'][pick % 3] as string },
    { kind: 'target', value: 80 + (pick % 20) },
    {
      kind: 'milestone',
      title: pick % 2 ? 'Whole' : null,
      dueDate: pick % 3 ? soon : null,
      firm: pick % 4 < 2 ? pick % 4 === 0 : null,
    },
    { kind: 'units', lead: pick % 3 ? 'north' : 'east', responsible: null },
    { kind: 'units', lead: pick % 5 ? null : 'north', responsible: shares[pick % shares.length] ?? [] },
    { kind: 'merge' },
  ];
}
const shares: Slot['unit'][][] = [[], ['west'], ['west', 'north'], ['north']];

/** Today, a day soon to come, or one that has passed. */
const effectBy = ({ today }: World, pick: number): string =>
  daysAfter(today, pick % 13 === 0 ? -1 : pick % 5 < 2 ? 1 + (pick % 3) : 0);

const closings = ['2024-08-31', '2024-08-31', null, '2024-09-30'];
const untilBy = ({ today }: World, pick: number): string | null =>
  pick % 4 === 0 ? null : daysAfter(today, pick % 11 === 0 ? -1 : pick % 4);

/** Something that is owed: waived, not waived, or (null) of the month that is closed first. */
function owedBy(world: World, pick: number, waived: boolean | null): Slot {
  const all = [...world.owed.values()].filter((owed) =>
    waived === null ? owed.slot.period === '2024-08' : owed.waived === waived,
  );
  const slot = pick % 9 === 0 ? undefined : all[pick % Math.max(all.length, 1)]?.slot;
  return slot ?? (slots[pick % slots.length] as Slot);
}

/** Some of the reports in some order, one of them read before it was changed. */
function manyBy({ reports }: World, pick: number): Pick<Bulk, 'reports' | 'stale' | 'dryRun'> {
  const first = pick % reports.length;
  const all = reports.map((_, at) => (at + first) % reports.length).slice(0, 4);
  return { reports: all, stale: pick % 8 === 0 ? (all.at(-1) ?? null) : null, dryRun: pick % 7 === 0 };
}

function sheetBy(pick: number): Pick<Sheet, 'form' | 'period' | 'items'> {
  const form = pick % 4 === 0 ? 'station' : 'county';
  const units: Slot['unit'][] =
    form === 'station' ? ['e1'] : pick % 3 ? ['east', 'west'] : ['west', 'north', 'east'];
  return {
    form,
    period: pick % 3 === 1 ? '2024-09' : pick % 10 === 0 ? '2024-10' : '2024-08',
    items: units.map((unit, at) => ({
      unit,
      data: dataBy(pick + at),
      ...(pick % 3 ? { comment: 'c' } : {}),
      stale: (pick + at) % 12 === 0,
    })),
  };
}
