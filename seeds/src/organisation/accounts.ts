import type { Role } from '@duban/contract';
import { plan2024 } from '../plan-2024/index.js';
import { type DepartmentCode, departments } from './departments.js';
import { rootCode } from './units.js';

export interface AccountSeed {
  username: string;
  name: string;
  role: Role;
  /** Where the person works, and what a role that is bound to a unit is bound to. */
  unitCode: string;
  areaId?: string;
}

/** The department that leads an area, and that its lead works in. */
const leadDepartments: Record<string, DepartmentCode> = {
  'major-risk': 'ZA',
  'command-integration': 'ZHZX',
  'crime-fighting': 'XZ',
  grassroots: 'ZA',
  cyberspace: 'WA',
  'traffic-management': 'JJ',
  'public-service': 'SP',
  'rule-of-law': 'FZ',
  'team-building': 'ZZ',
  'public-relations': 'XC',
};

const office: AccountSeed[] = [
  { username: 'admin', name: '系统管理员', role: 'system-admin', unitCode: 'KX' },
  { username: 'security', name: '安全管理员', role: 'security-admin', unitCode: 'KX' },
  { username: 'auditor', name: '审计员', role: 'auditor', unitCode: 'DC' },
  { username: 'leader', name: '分管领导甲', role: 'leader', unitCode: rootCode },
  { username: 'leader2', name: '分管领导乙', role: 'leader', unitCode: rootCode },
  { username: 'planoffice', name: '督查室', role: 'plan-office', unitCode: 'BGS' },
];

const leads: AccountSeed[] = plan2024.areas.map((area) => ({
  username: `lead-${area.id}`,
  name: `${area.title.zh}牵头人`,
  role: 'area-lead',
  unitCode: leadDepartments[area.id] ?? 'BGS',
  areaId: area.id,
}));

/** Counties and stations whose people get passwords; their reports of the running month are left to them. */
export const staffedCounties = ['X1', 'X2'];
export const staffedStations = ['X1S01', 'X1S02', 'X2S01'];

/** The reporter and the head of a unit. */
export function staffOf(unitCode: string, unitName: string): AccountSeed[] {
  const code = unitCode.toLowerCase();
  return [
    { username: `reporter-${code}`, name: `${unitName}填报员`, role: 'reporter', unitCode },
    { username: `head-${code}`, name: `${unitName}负责人`, role: 'unit-head', unitCode },
  ];
}

export function reviewerOf(unitCode: string, unitName: string): AccountSeed {
  return {
    username: `reviewer-${unitCode.toLowerCase()}`,
    name: `${unitName}审核员`,
    role: 'reviewer',
    unitCode,
  };
}

/** Everybody who gets a password, those whom scripts look for first. Unit names come from the organisation. */
export function demoAccounts(nameOf: (unitCode: string) => string): AccountSeed[] {
  return [
    ...office,
    ...leads,
    ...staffedCounties.flatMap((code) => staffOf(code, nameOf(code))),
    ...staffedStations.flatMap((code) => staffOf(code, nameOf(code))),
    ...staffedCounties.map((code) => reviewerOf(code, nameOf(code))),
    { username: 'viewer', name: '查阅人员', role: 'viewer', unitCode: 'BGS' },
    ...departments.flatMap(([code, name]) => staffOf(code, name)),
  ];
}
