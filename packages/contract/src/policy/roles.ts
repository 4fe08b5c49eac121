import type { Text } from '../text.js';

export const roles = [
  'system-admin',
  'security-admin',
  'auditor',
  'plan-office',
  'leader',
  'area-lead',
  'reviewer',
  'unit-head',
  'reporter',
  'viewer',
] as const;
export type Role = (typeof roles)[number];

export const roleTitles: Record<Role, Text> = {
  'system-admin': { zh: '系统管理员', en: 'System admin' },
  'security-admin': { zh: '安全管理员', en: 'Security admin' },
  auditor: { zh: '审计员', en: 'Auditor' },
  'plan-office': { zh: '督查室', en: 'Plan office' },
  leader: { zh: '分管领导', en: 'Leader' },
  'area-lead': { zh: '行动牵头负责人', en: 'Area lead' },
  reviewer: { zh: '审核员', en: 'Reviewer' },
  'unit-head': { zh: '单位负责人', en: 'Unit head' },
  reporter: { zh: '填报员', en: 'Reporter' },
  viewer: { zh: '查阅人员', en: 'Viewer' },
};

/** 三员: nobody who holds one of these holds any other role. */
export const keeperRoles: readonly Role[] = ['system-admin', 'security-admin', 'auditor'];

/** What a role needs to be bound to. */
export const roleScope: Record<Role, 'none' | 'unit' | 'area'> = {
  'system-admin': 'none',
  'security-admin': 'none',
  auditor: 'none',
  'plan-office': 'none',
  leader: 'none',
  'area-lead': 'area',
  reviewer: 'unit',
  'unit-head': 'unit',
  reporter: 'unit',
  viewer: 'none',
};
