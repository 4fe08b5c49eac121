import { defineError, type FieldError, type Problem } from '@duban/server-kit';
import { alreadyExists, validationFailed } from '../kernel/index.js';
import type { PasswordFault } from './password.js';

export const wrongCredentials = defineError('wrong-credentials', 401, {
  zh: '用户名或密码不正确',
  en: 'The username or the password is wrong',
});
export const locked = defineError('locked', 423, {
  zh: '登录失败次数过多，账号已锁定30分钟',
  en: 'Too many failures: the account is locked for 30 minutes',
});
export const rolesClash = defineError('roles-clash', 409, {
  zh: '系统管理员、安全管理员、审计员须由不同人员担任，且不得兼任其他角色',
  en: 'System admin, security admin and auditor are kept apart: who holds one holds no other role',
});
export const lastKeeper = defineError('last-keeper', 409, {
  zh: '系统至少须有一名有效的系统管理员和安全管理员，请先指定他人',
  en: 'An active system admin and security admin must remain; appoint another one first',
});
export const alreadySetUp = defineError('already-set-up', 409, {
  zh: '系统已完成初始设置',
  en: 'The system has users already; sign in as its admin',
});

export function usernameTaken(path = 'username'): Problem {
  return alreadyExists({
    errors: [{ path, code: 'already-exists', message: 'a user has this username already' }],
  });
}

export function grantedAlready(): Problem {
  return alreadyExists({
    errors: [{ path: 'role', code: 'already-exists', message: 'the user holds this role with this scope' }],
  });
}

const passwordMessages: Record<PasswordFault, string> = {
  common: 'is made of common words, keyboard walks or repeats; choose something less common',
  'contains-username': 'contains the username',
  'too-short': 'must have at least 12 characters',
};

export function weakPassword(fault: PasswordFault, path: string): Problem {
  return refusedField(path, `password-${fault}`, passwordMessages[fault]);
}

export function refusedField(path: string, code: string, message: string): Problem {
  return validationFailed({ errors: [{ path, code, message } satisfies FieldError] });
}
