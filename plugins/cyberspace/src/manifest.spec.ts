import { describeArea } from '@duban/testkit/conformance';
import manifest from './manifest.js';
import { samples } from './samples.testing.js';

describeArea({ manifest, samples });
