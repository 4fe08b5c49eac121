import { everybody, type Refusal, type Who } from './cast.js';
import {
  type AskExtension,
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
  type Given,
  makeMove,
  offersTo,
  refuseMove,
  refuseWaive,
  sees,
  shownTask,
  type TaskMove,
  taskMoves,
  type Waive,
  waive,
} from './task-model.js';
import { type Data, keyOf, type ReportModel, type Slot, today, type World } from './world.js';

/** Asks what one may do with the task, or with a report. */
interface Look {
  do: 'look';
  who: Who;
  report: number | null;
}
export type Action = TaskMove | Waive | Begin | Save | ReportMove | AskExtension | Propose | Decide | Look;

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
  reviewedOn: today,
  unclassified: true,
};

/** Figures by a number: mostly right, now and then a part that is too large, a gap, a doubtful whole. */
function dataBy(pick: number): Data {
  const whole = pick % 19 === 0 ? 1200 : 5 + (pick % 40);
  const part = pick % 17 === 0 ? whole + 1 : pick % (whole + 1);
  const level = pick % 3 === 0 ? {} : { level: pick % 7 };
  return pick % 23 === 0 ? { whole, ...level } : { whole, part, ...level };
}

export type Focus = 'task' | 'report' | 'change' | 'all';
const focused: Record<Focus, readonly Action['do'][]> = {
  task: ['move', 'waive', 'look'],
  report: ['begin', 'save', 'report', 'look'],
  change: ['ask-extension', 'propose-adjustment', 'decide-extension', 'decide-adjustment', 'move'],
  all: [
    ...['move', 'waive', 'look', 'begin', 'save', 'report', 'ask-extension', 'propose-adjustment'],
    ...['decide-extension', 'decide-adjustment'],
  ] as Action['do'][],
};

/** What could be tried at all, said by whoever it is: one entry for each thing, rightly filled in. */
export function attempts(world: World, focus: Focus, pick: number): ((who: Who) => Action)[] {
  const sent = 'fresh' as const;
  const all: ((who: Who) => Action)[] = [
    ...taskMoves.map((move) => (who: Who) => ({ do: 'move' as const, who, move, given: everything, sent })),
    (who) => ({ do: 'waive', who, unit: pick % 5 === 0 ? 'north' : 'west' }),
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
    (who) => ({ do: 'propose-adjustment', who, ...changeBy(pick) }),
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

function changeBy(pick: number): Pick<Propose, 'change' | 'effectiveOn'> {
  const effectiveOn = pick % 5 === 0 ? '2024-10-08' : pick % 13 === 0 ? '2024-09-19' : today;
  if (pick % 2)
    return { change: { kind: 'date', dueDate: pick % 3 ? '2024-12-28' : '2024-10-28' }, effectiveOn };
  return { change: { kind: 'units', lead: pick % 3 ? 'north' : 'east' }, effectiveOn };
}
