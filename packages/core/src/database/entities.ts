import { PlanArea } from '../areas/plan-area.entity.js';
import { Plan } from '../plans/plan.entity.js';

/** Every entity of the features, for TypeORM. */
export const entities = [PlanArea, Plan];
