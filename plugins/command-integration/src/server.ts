import { type ComputeInput, defineAreaServer } from '@duban/server-kit';
import manifest from './manifest.js';

/**
 * Whole sets that a county lacks to one half of what is planned for it; 0 once it is there. Null where either
 * number is missing, as for every unit above the counties.
 */
function lacking({ 'uav-equipment-due': due, 'uav-equipment-held': held }: ComputeInput) {
  if (due?.numerator == null || held?.numerator == null) return null;
  return { value: Math.max(0, Math.ceil(due.numerator / 2) - held.numerator) };
}

export default defineAreaServer(manifest, { compute: { 'uav-equipment-lacking': lacking } });
