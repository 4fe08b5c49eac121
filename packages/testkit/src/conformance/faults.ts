import { languageFaults, readManifest, referenceFaults } from './declaration.js';
import type { Fault } from './fault.js';
import { metricFaults } from './metric-faults.js';
import { privacyFaults, restraintFaults } from './privacy.js';
import { sampleFaults } from './sample-faults.js';
import type { AreaUnderTest } from './samples.js';
import { serverFaults } from './server-faults.js';
import { totalFaults } from './totals.js';

/**
 * All that keeps an area from conforming; empty when it does. Never rejects. A computed metric's total is looked at
 * only where its function holds by itself.
 */
export async function conformanceFaults({
  manifest: input,
  samples,
  server,
}: AreaUnderTest): Promise<Fault[]> {
  const { manifest, faults } = readManifest(input);
  if (!manifest) return faults;
  const ofServer = await serverFaults(manifest, samples, server);
  return [
    ...faults,
    ...referenceFaults(manifest),
    ...languageFaults(manifest),
    ...privacyFaults(manifest),
    ...restraintFaults(manifest),
    ...metricFaults(manifest, samples),
    ...sampleFaults(manifest, samples),
    ...ofServer,
    ...(ofServer.some(({ aspect }) => aspect === 'computation')
      ? []
      : totalFaults(manifest, samples, server)),
  ];
}
