import type { Manifest, ManifestInput } from '@duban/contract';
import { languageFaults, readManifest, referenceFaults } from './declaration.js';
import type { Fault } from './fault.js';
import { metricFaults } from './metric-faults.js';
import { privacyFaults, restraintFaults } from './privacy.js';
import { sampleFaults } from './sample-faults.js';
import type { AreaSamples } from './samples.js';
import { totalFaults } from './totals.js';

/** All that keeps a manifest and its samples from conforming; empty when they do. Pure, and never throws. */
export function conformanceFaults(input: Manifest | ManifestInput, samples: AreaSamples): Fault[] {
  const { manifest, faults } = readManifest(input);
  if (!manifest) return faults;
  return [
    ...faults,
    ...referenceFaults(manifest),
    ...languageFaults(manifest),
    ...privacyFaults(manifest),
    ...restraintFaults(manifest),
    ...metricFaults(manifest, samples),
    ...sampleFaults(manifest, samples),
    ...totalFaults(manifest, samples),
  ];
}
