import { House1704067200000 } from './1704067200000-house.js';

/** Every schema change, in order. Each works with the version before and after it. */
export const migrations = [House1704067200000];
