import { commandIntegration } from './tasks/command-integration.js';
import { crimeFighting } from './tasks/crime-fighting.js';
import { cyberspace } from './tasks/cyberspace.js';
import { grassroots } from './tasks/grassroots.js';
import { majorRisk } from './tasks/major-risk.js';
import { publicRelations } from './tasks/public-relations.js';
import { publicService } from './tasks/public-service.js';
import { ruleOfLaw } from './tasks/rule-of-law.js';
import { teamBuilding } from './tasks/team-building.js';
import { trafficManagement } from './tasks/traffic-management.js';
import type { PlanSeed } from './types.js';

/** The plan as its outline and text give it: facts and figures, none of the prose. */
export const plan2024: PlanSeed = {
  year: 2024,
  title: '市公安局2024年工作计划',
  // The text says so; its outline lists 54. The difference is shown, nothing is invented.
  announcedTasks: 55,
  areas: [
    majorRisk,
    commandIntegration,
    crimeFighting,
    grassroots,
    cyberspace,
    trafficManagement,
    publicService,
    ruleOfLaw,
    teamBuilding,
    publicRelations,
  ],
};
