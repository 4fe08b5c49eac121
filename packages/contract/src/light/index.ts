export * from './dates.js';
export * from './describe.js';
export * from './facts.js';
export { judging } from './judging.js';
export * from './light.js';
export * from './pace.js';
export {
  type Light,
  type Reason,
  type ReasonCode,
  type ReasonFacts,
  type ReasonPart,
  worst,
} from './reason.js';
export * from './reports.js';
export * from './rules.js';
export { meets, type TargetLight, targetColour } from './target.js';
