import { describeArea } from '@duban/testkit/conformance';
import manifest from './manifest.js';
import { samples } from './samples.testing.js';
import server from './server.js';

describeArea({ manifest, samples, server });
