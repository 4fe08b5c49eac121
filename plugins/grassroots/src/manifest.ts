import { defineArea } from '@duban/contract';
import { campusSafety, campusSafetyMetrics } from './forms/campus-safety.js';
import { disputeDiversion, disputeDiversionMetrics } from './forms/dispute-diversion.js';
import { disputeMediation, disputeMediationMetrics } from './forms/dispute-mediation.js';
import { ecoPolicing, ecoPolicingMetrics, ecoSystems } from './forms/eco-policing.js';
import { intellectualProperty, intellectualPropertyMetrics } from './forms/intellectual-property.js';
import { preventionCentre, preventionCentreMetrics } from './forms/prevention-centre.js';
import { preventionSystem, preventionSystemMetrics, ratingRules } from './forms/prevention-system.js';
import { primaryPrevention, primaryPreventionMetrics } from './forms/primary-prevention.js';
import { safetySupervision, safetySupervisionMetrics } from './forms/safety-supervision.js';
import { sourceGovernance, sourceGovernanceMetrics } from './forms/source-governance.js';
import { stationBuilding, stationBuildingMetrics } from './forms/station-building.js';

export default defineArea({
  contract: 1,
  id: 'grassroots',
  version: '1.0.0',
  title: { zh: '基层基础巩固', en: 'Grassroots foundations' },
  forms: [
    stationBuilding,
    primaryPrevention,
    preventionCentre,
    disputeMediation,
    safetySupervision,
    preventionSystem,
    ratingRules,
    campusSafety,
    sourceGovernance,
    disputeDiversion,
    ecoPolicing,
    ecoSystems,
    intellectualProperty,
  ],
  metrics: [
    ...stationBuildingMetrics,
    ...primaryPreventionMetrics,
    ...preventionCentreMetrics,
    ...disputeMediationMetrics,
    ...safetySupervisionMetrics,
    ...preventionSystemMetrics,
    ...campusSafetyMetrics,
    ...sourceGovernanceMetrics,
    ...disputeDiversionMetrics,
    ...ecoPolicingMetrics,
    ...intellectualPropertyMetrics,
  ],
});
