import { House1704067200000 } from './1704067200000-house.js';
import { TargetProposer1704067300000 } from './1704067300000-target-proposer.js';
import { Meetings1704067500000 } from './1704067500000-meetings.js';
import { AreaConfig1704067600000 } from './1704067600000-area-config.js';
import { Steering1704067700000 } from './1704067700000-steering.js';
import { ReportingDesk1704067750000 } from './1704067750000-reporting-desk.js';
import { UrgingTitle1704067840000 } from './1704067840000-urging-title.js';
import { Shares1704067900000 } from './1704067900000-shares.js';
import { Papers1704068000000 } from './1704068000000-papers.js';
import { SavedView1704068200000 } from './1704068200000-saved-view.js';
import { DeputedTasks1704068300000 } from './1704068300000-deputed-tasks.js';
import { LastYearAndMergers1704068400000 } from './1704068400000-last-year-and-mergers.js';
import { ValueHistory1704068500000 } from './1704068500000-value-history.js';
import { ReopenedPeriods1704068600000 } from './1704068600000-reopened-periods.js';
import { MinutesAndWithdrawals1704068900000 } from './1704068900000-minutes-and-withdrawals.js';
import { SettledNote1704069200000 } from './1704069200000-settled-note.js';
import { SettledSlips1704069300000 } from './1704069300000-settled-slips.js';
import { ReportWriters1704069500000 } from './1704069500000-report-writers.js';
import { CorrectedTargets1704069600000 } from './1704069600000-corrected-targets.js';
import { TakenBack1704069700000 } from './1704069700000-taken-back.js';
import { CarriedTasks1704069800000 } from './1704069800000-carried-tasks.js';
import { FailedImports1704070000000 } from './1704070000000-failed-imports.js';
import { HeldInstructions1704070000001 } from './1704070000001-held-instructions.js';

/** Every schema change, in order. Each works with the version before and after it. */
export const migrations = [
  House1704067200000,
  TargetProposer1704067300000,
  Meetings1704067500000,
  AreaConfig1704067600000,
  Steering1704067700000,
  ReportingDesk1704067750000,
  UrgingTitle1704067840000,
  Shares1704067900000,
  Papers1704068000000,
  SavedView1704068200000,
  DeputedTasks1704068300000,
  LastYearAndMergers1704068400000,
  ValueHistory1704068500000,
  ReopenedPeriods1704068600000,
  MinutesAndWithdrawals1704068900000,
  SettledNote1704069200000,
  SettledSlips1704069300000,
  ReportWriters1704069500000,
  CorrectedTargets1704069600000,
  TakenBack1704069700000,
  CarriedTasks1704069800000,
  FailedImports1704070000000,
  HeldInstructions1704070000001,
];
