export { describeArea } from './describe-area.js';
export { type Aspect, aspects, type Fault } from './fault.js';
export { conformanceFaults } from './faults.js';
export type { AreaSamples, AreaUnderTest, Change, FormSamples, Total, ValidSample } from './samples.js';
export { aggregate } from './totals.js';
