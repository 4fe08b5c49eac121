import { House1704067200000 } from './1704067200000-house.js';
import { TargetProposer1704067300000 } from './1704067300000-target-proposer.js';

/** Every schema change, in order. Each works with the version before and after it. */
export const migrations = [House1704067200000, TargetProposer1704067300000];
