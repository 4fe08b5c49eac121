export * from './audit.js';
export * from './calendar.js';
export * from './common.js';
export * from './figure.js';
export * from './identity.js';
export * from './plan.js';
export * from './report.js';
export * from './unit.js';
