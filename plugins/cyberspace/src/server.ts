import { type ComputeInput, defineAreaServer } from '@duban/server-kit';
import manifest from './manifest.js';

/** Both classes together, sums over sums. One class alone would pass for both, so it takes the figures of both. */
function bothClasses({ 'class-one-control-rate': one, 'class-two-control-rate': two }: ComputeInput) {
  if (one?.numerator == null || two?.numerator == null) return null;
  if (one.denominator == null || two.denominator == null) return null;
  return {
    numerator: one.numerator + two.numerator,
    denominator: one.denominator + two.denominator,
  };
}

export default defineAreaServer(manifest, { compute: { 'classified-control-rate': bothClasses } });
