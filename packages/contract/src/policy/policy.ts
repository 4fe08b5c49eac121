import type { Level } from '../area/form.js';
import type { Role } from './roles.js';

/**
 * How far a grant reaches:
 * `plan` everything; `unit` the grant's own unit; `subtree` that unit and all below; `area` the grant's area;
 * `led` tasks whose responsible leader the actor is; `lead-unit` tasks that the grant's unit leads;
 * `review` reports that the role is the nearest reviewer of.
 */
export type Scope = 'plan' | 'unit' | 'subtree' | 'area' | 'led' | 'lead-unit' | 'review';

export interface Grant {
  role: Role;
  unitId: string | null;
  /** Path of the unit today; null when the grant is bound to none. */
  unitPath: string | null;
  areaId: string | null;
}

export interface Actor {
  id: string;
  name: string;
  unitId: string | null;
  grants: Grant[];
}

/** What a decision rests on; a loader fills in what it knows of the thing. */
export interface Subject {
  areaId?: string | null;
  unitId?: string | null;
  unitPath?: string | null;
  unitKind?: Level | string | null;
  leadUnitId?: string | null;
  leaderId?: string | null;
  /** Of a report: every reviewer above wrote or signed some of it; the area lead takes their place. */
  reviewersTookPart?: boolean;
  /** Set on a restricted task and all below it: the ids of those who may know (知悉范围). */
  knownTo?: readonly string[] | null;
}

type Rule = readonly [Role, Scope];
const business: Rule[] = (
  ['plan-office', 'leader', 'area-lead', 'reviewer', 'unit-head', 'reporter'] as const
).map((role) => [role, 'plan']);
const readers: Rule[] = [...business, ['system-admin', 'plan'], ['viewer', 'plan']];
const reportReaders: Rule[] = [
  ['reporter', 'unit'],
  ['unit-head', 'subtree'],
  ['reviewer', 'subtree'],
  ['area-lead', 'area'],
  ['plan-office', 'plan'],
  ['leader', 'plan'],
];
const reviewers: Rule[] = [
  ['reviewer', 'review'],
  ['area-lead', 'review'],
];

/** Who may do what: the whole table (7-trust.md). The API enforces it; the portal draws from the same one. */
export const policy = {
  'plan.read': readers,
  'plan.keep': [['plan-office', 'plan']],
  'plan.issue': [['leader', 'plan']],
  'task.read': readers,
  'task.propose': [
    ['plan-office', 'plan'],
    ['area-lead', 'area'],
  ],
  'task.move': [
    ['plan-office', 'plan'],
    ['area-lead', 'area'],
    ['leader', 'led'],
    ['unit-head', 'lead-unit'],
    ['reporter', 'lead-unit'],
  ],
  'extension.ask': [['unit-head', 'lead-unit']],
  'extension.decide': [
    ['plan-office', 'plan'],
    ['leader', 'led'],
  ],
  'adjustment.propose': [['plan-office', 'plan']],
  'adjustment.decide': [['leader', 'led']],
  // A proposal by its office, what was approved for a day to come by whoever approved it.
  'adjustment.withdraw': [
    ['plan-office', 'plan'],
    ['leader', 'led'],
  ],
  'urging.issue': [
    ['plan-office', 'plan'],
    ['area-lead', 'area'],
  ],
  'urging.move': [
    ['plan-office', 'plan'],
    ['area-lead', 'area'],
    ['leader', 'led'],
    ['unit-head', 'unit'],
    ['reporter', 'unit'],
  ],
  'light.contest': [['unit-head', 'unit']],
  'light.answer': [['plan-office', 'plan']],
  // A unit's part in a task: whoever reports for the unit takes it on, its head divides it among the units below.
  'share.accept': [
    ['unit-head', 'unit'],
    ['reporter', 'unit'],
  ],
  'share.break-down': [['unit-head', 'unit']],
  'instruction.write': [['leader', 'plan']],
  'instruction.move': [
    ['plan-office', 'plan'],
    ['leader', 'plan'],
    ['unit-head', 'lead-unit'],
    ['reporter', 'lead-unit'],
  ],
  'task.override-light': [['plan-office', 'plan']],
  'figure.read': readers,
  // Units held against one another: never for those who are ranked.
  'ranking.read': [
    ['plan-office', 'plan'],
    ['leader', 'plan'],
  ],
  'prior.import': [
    ['plan-office', 'plan'],
    ['system-admin', 'plan'],
  ],
  'target.propose': [
    ['system-admin', 'plan'],
    ['area-lead', 'area'],
    ['plan-office', 'plan'],
  ],
  'target.confirm': [['plan-office', 'plan']],
  'report.read': reportReaders,
  'report.write': [
    ['reporter', 'unit'],
    ['unit-head', 'unit'],
    ['reviewer', 'subtree'],
  ],
  'report.submit': [
    ['reporter', 'unit'],
    ['unit-head', 'unit'],
    ['reviewer', 'subtree'],
  ],
  'report.sign': [['unit-head', 'unit']],
  'deputy.name': [['unit-head', 'unit']],
  'report.accept': reviewers,
  'report.return': [['unit-head', 'unit'], ...reviewers],
  'report.unlock': reviewers,
  'report.waive': [
    ['plan-office', 'plan'],
    ['area-lead', 'area'],
  ],
  // Lets one report of a closed period through.
  'report.reopen': [
    ['plan-office', 'plan'],
    ['area-lead', 'area'],
  ],
  'unit.read': [...readers, ['security-admin', 'plan']],
  'unit.keep': [['system-admin', 'plan']],
  'user.read': [
    ['system-admin', 'plan'],
    ['security-admin', 'plan'],
  ],
  'user.keep': [['system-admin', 'plan']],
  // Those who name others: to a meeting, as a leader, a handler, a deputy.
  'people.read': (['plan-office', 'leader', 'area-lead', 'reviewer', 'unit-head'] as const).map(
    (role) => [role, 'plan'] as const,
  ),
  'role.grant': [['security-admin', 'plan']],
  'session.keep': [['security-admin', 'plan']],
  'audit.read': [['auditor', 'plan']],
  'area.read': readers,
  'area.configure': [
    ['system-admin', 'plan'],
    ['area-lead', 'area'],
    ['plan-office', 'plan'],
  ],
  'area.confirm': [['plan-office', 'plan']],
  'area.enable': [['system-admin', 'plan']],
  'calendar.keep': [['system-admin', 'plan']],
  'system.read': [['system-admin', 'plan']],
  'job.run': [['system-admin', 'plan']],
  'meeting.read': business,
  'meeting.keep': [['plan-office', 'plan']],
  'meeting.collect': [
    ['plan-office', 'plan'],
    ['area-lead', 'area'],
  ],
  'meeting.decide': [
    ['plan-office', 'plan'],
    ['leader', 'plan'],
  ],
} as const satisfies Record<string, readonly Rule[]>;
export type Permission = keyof typeof policy;
export const permissions = Object.keys(policy) as Permission[];

/** Levels whose reports the area lead reviews; those below go to the reviewer nearest above. */
const reviewedByLead: readonly string[] = ['bureau', 'department', 'county'];

function reaches(scope: Scope, grant: Grant, actor: Actor, subject: Subject): boolean {
  switch (scope) {
    case 'plan':
      return true;
    case 'unit':
      return grant.unitId !== null && grant.unitId === subject.unitId;
    case 'subtree':
      return (
        reaches('unit', grant, actor, subject) ||
        (!!grant.unitPath && !!subject.unitPath?.startsWith(grant.unitPath))
      );
    case 'area':
      return grant.areaId !== null && grant.areaId === subject.areaId;
    case 'led':
      return subject.leaderId === actor.id;
    case 'lead-unit':
      return grant.unitId !== null && grant.unitId === subject.leadUnitId;
    case 'review':
      return reviewedByLead.includes(subject.unitKind ?? '')
        ? grant.role === 'area-lead' && reaches('area', grant, actor, subject)
        : (grant.role === 'reviewer' && reaches('subtree', grant, actor, subject)) ||
            (subject.reviewersTookPart === true &&
              grant.role === 'area-lead' &&
              reaches('area', grant, actor, subject));
  }
}

/** Whether a grant of the actor's gives the permission over the subject. What is restricted is for those named only. */
export function allows(actor: Actor, permission: Permission, subject: Subject = {}): boolean {
  if (subject.knownTo && !subject.knownTo.includes(actor.id)) return false;
  const rules: readonly Rule[] = policy[permission];
  return actor.grants.some((grant) =>
    rules.some(([role, scope]) => role === grant.role && reaches(scope, grant, actor, subject)),
  );
}

/** The permissions that the actor has over something, somewhere: for menus, never for a decision. */
export function permissionsOf(actor: Actor): Permission[] {
  return permissions.filter((permission) =>
    (policy[permission] as readonly Rule[]).some(([role]) =>
      actor.grants.some((grant) => grant.role === role),
    ),
  );
}
