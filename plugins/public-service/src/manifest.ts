import { defineArea } from '@duban/contract';
import { enterpriseServices, enterpriseServicesMetrics } from './forms/enterprise-services.js';
import { governmentServices, governmentServicesMetrics } from './forms/government-services.js';
import { immigrationServices, immigrationServicesMetrics } from './forms/immigration-services.js';
import { integrityBuilding, integrityBuildingMetrics } from './forms/integrity-building.js';
import { jointSupervision, jointSupervisionMetrics } from './forms/joint-supervision.js';
import { regionalCooperation, regionalCooperationMetrics } from './forms/regional-cooperation.js';

export default defineArea({
  contract: 1,
  id: 'public-service',
  version: '1.0.0',
  title: { zh: '增值服务改革', en: 'Public service reform' },
  forms: [
    governmentServices,
    enterpriseServices,
    immigrationServices,
    jointSupervision,
    integrityBuilding,
    regionalCooperation,
  ],
  metrics: [
    ...governmentServicesMetrics,
    ...enterpriseServicesMetrics,
    ...immigrationServicesMetrics,
    ...jointSupervisionMetrics,
    ...integrityBuildingMetrics,
    ...regionalCooperationMetrics,
  ],
});
