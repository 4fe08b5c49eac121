export { renderBriefing } from './briefing.js';
export { BriefingInputError } from './errors.js';
export { renderMinutes } from './minutes.js';
export { renderReport } from './report.js';
export { officialDate, officialInstant, officialNumber, officialPeriod, officialTimes } from './text.js';
export type * from './types.js';
