import type { Action } from './actions.js';
import { absent, forbidden, invalid, type Refusal, readsTasks, type Who } from './cast.js';
import {
  begin,
  contradicts,
  isClosed,
  leadsTo,
  moveReport,
  type ReportMove,
  refuseReportMove,
  save,
  writes,
} from './report-model.js';
import { type Data, keyOf, opens, type Period, type ReportModel, type Slot, type World } from './world.js';

/** One move of many reports, each as it was read or not (`stale`). */
export interface Bulk {
  do: 'bulk';
  who: Who;
  move: Exclude<ReportMove['move'], 'unlock'>;
  reports: number[];
  stale: number | null;
  dryRun: boolean;
  reason?: string | undefined;
}
/** One form and period over some units, as a sheet is saved. */
export interface Sheet {
  do: 'sheet';
  who: Who;
  form: 'county' | 'station';
  period: Period;
  items: { unit: Slot['unit']; data: Data; comment?: string; stale: boolean }[];
}
/** What came of each, in their order. */
export type Outcome = Record<string, unknown>;

export function refuseBulk({ who, move, reason, dryRun }: Omit<Bulk, 'do'>): Refusal | null {
  if (move === 'return' && !reason && !dryRun) return invalid;
  return readsTasks(who) ? null : forbidden;
}

/** Each on its own: what is refused holds up nothing, and is refused as a single move would be. */
export function moveMany(
  world: World,
  { who, move, reports, stale, dryRun, reason }: Omit<Bulk, 'do'>,
): Outcome[] {
  return reports.map((at): Outcome => {
    const report = world.reports[at] as ReportModel;
    const sent = at === stale ? 'stale' : 'fresh';
    const refused = refuseReportMove(world, { who, report: at, move, reason, sent });
    if (refused) {
      const { state, version } = refused.status === 404 ? { state: null, version: null } : report;
      return { outcome: 'refused', state, version, code: refused.code };
    }
    if (dryRun) return { outcome: 'possible', state: leadsTo[move], version: report.version, code: null };
    moveReport(world, { who, report: at, move });
    return { outcome: 'done', state: report.state, version: report.version, code: null };
  });
}

export const refuseSheet = ({ who }: Omit<Sheet, 'do'>): Refusal | null => (readsTasks(who) ? null : absent);

/** Drafts are begun or replaced; a row that is wrong, or that one may not write now, is refused by itself. */
export function saveSheet(world: World, { who, form, period, items }: Omit<Sheet, 'do'>): Outcome[] {
  return items.map(({ unit, data, comment, stale }): Outcome => {
    const slot: Slot = { form, unit, period };
    const code =
      lockOf(world, who, slot) ?? (stale ? 'stale-version' : contradicts(data) ? 'part-of-whole' : null);
    if (code) return { outcome: 'refused', version: null, code };
    const at = world.reports.findIndex((each) => keyOf(each) === keyOf(slot));
    const report =
      at < 0 ? begin(world, { who, slot, mode: 'filled', data }) : (world.reports[at] as ReportModel);
    if (at < 0) report.comment = comment ?? null;
    else save(world, { who, report: at, data, comment: comment ?? report.comment });
    return { outcome: 'saved', version: report.version, code: null };
  });
}

function lockOf(world: World, who: Who, slot: Slot): string | null {
  const owed = world.owed.get(keyOf(slot));
  if (!owed) return 'not-expected';
  if (!writes(who, slot)) return 'forbidden';
  if (owed.waived) return 'waived';
  if (opens(slot.period) > world.today) return 'not-open';
  if (isClosed(world, slot)) return 'closed';
  const report = world.reports.find((each) => keyOf(each) === keyOf(slot));
  return report && report.state !== 'draft' && report.state !== 'returned' ? 'handed-in' : null;
}

/** Whether anything comes of it: a move of many, or a sheet, is made although all of it is refused. */
export function touches(world: World, action: Action): boolean {
  if (action.do === 'bulk')
    return action.reports.some(
      (report) => refuseReportMove(world, { ...action, report, sent: 'fresh' }) === null,
    );
  if (action.do === 'sheet')
    return action.items.some(({ unit }) => {
      const { who, form, period } = action;
      return lockOf(world, who, { form, unit, period }) === null;
    });
  return true;
}

/** Whether a sheet has a row that its writer could write but for a waiver, or for the closing of the period. */
export function isShut(world: World, action: Action): boolean {
  if (action.do !== 'sheet' || !readsTasks(action.who)) return false;
  const { who, form, period } = action;
  const locks = action.items.map(({ unit }) => lockOf(world, who, { form, unit, period }));
  return locks.some((lock) => lock === 'waived' || lock === 'closed');
}
