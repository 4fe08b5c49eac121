import { defineArea } from '@duban/contract';
import { caseCentres, caseCentresMetrics, twoUnifications } from './forms/case-centres.js';
import { enforcementOversight, enforcementOversightMetrics } from './forms/enforcement-oversight.js';
import { legalCapability, legalCapabilityMetrics } from './forms/legal-capability.js';
import { onlineCaseHandling, onlineCaseHandlingMetrics } from './forms/online-case-handling.js';
import { petitions, petitionsMetrics } from './forms/petitions.js';

export default defineArea({
  contract: 1,
  id: 'rule-of-law',
  version: '1.0.0',
  title: { zh: '法治公安建设', en: 'Rule of law' },
  forms: [caseCentres, twoUnifications, enforcementOversight, legalCapability, onlineCaseHandling, petitions],
  metrics: [
    ...caseCentresMetrics,
    ...enforcementOversightMetrics,
    ...legalCapabilityMetrics,
    ...onlineCaseHandlingMetrics,
    ...petitionsMetrics,
  ],
});
