export * from './area/expression.js';
export * from './area/field.js';
export * from './area/form.js';
export * from './area/manifest.js';
export * from './area/metric.js';
export * from './text.js';
export * from './time/calendar.js';
export * from './time/period.js';
