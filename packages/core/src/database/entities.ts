import { PlanArea } from '../areas/plan-area.entity.js';
import { Attachment } from '../attachments/attachment.entity.js';
import { CalendarDay } from '../calendar/calendar-day.entity.js';
import { AccessToken, RoleGrant, Session, User } from '../identity/identity.entity.js';
import { Plan } from '../plans/plan.entity.js';
import { Target } from '../targets/target.entity.js';
import { Assignment } from '../tasks/assignment.entity.js';
import { Milestone } from '../tasks/milestone.entity.js';
import { Task } from '../tasks/task.entity.js';
import { Unit, UnitGroupMember, UnitPlacement } from '../units/unit.entity.js';

/** Every entity of the features, for TypeORM. */
export const entities = [
  Unit,
  UnitPlacement,
  UnitGroupMember,
  User,
  RoleGrant,
  Session,
  AccessToken,
  CalendarDay,
  PlanArea,
  Plan,
  Attachment,
  Target,
  Task,
  Assignment,
  Milestone,
];
