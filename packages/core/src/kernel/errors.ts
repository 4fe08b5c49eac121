import { defineError } from '@duban/server-kit';

/** Refusals that every feature shares, in the order in which they are made (5-interfaces.md). */
export const unreadableBody = defineError('unreadable-body', 400, {
  zh: '请求内容无法读取',
  en: 'The request body cannot be read',
});
export const unknownParameter = defineError('unknown-parameter', 400, {
  zh: '含有未知的查询参数',
  en: 'A query parameter is unknown',
});
export const notSignedIn = defineError('not-signed-in', 401, { zh: '请先登录', en: 'Sign in first' });
export const validationFailed = defineError('validation-failed', 422, {
  zh: '填写的内容有误，请按提示修改',
  en: 'Some values are not valid; see the errors',
});
export const notFound = defineError('not-found', 404, {
  zh: '未找到，或无权查看',
  en: 'Not found, or not visible to you',
});
export const forbidden = defineError('forbidden', 403, {
  zh: '没有权限进行此操作',
  en: 'You are not permitted to do this',
});
export const foreignOrigin = defineError('foreign-origin', 403, {
  zh: '请求来源不正确',
  en: 'The request comes from another site; send a same-origin Origin or Sec-Fetch-Site',
});
export const passwordMustChange = defineError('password-must-change', 403, {
  zh: '请先修改初始密码',
  en: 'Change your initial password first',
});
export const keyReused = defineError('idempotency-key-reused', 422, {
  zh: '同一幂等键已用于不同的内容',
  en: 'The idempotency key was used with another body',
});
export const inProgress = defineError('in-progress', 409, {
  zh: '相同的请求正在处理',
  en: 'The same request is in progress',
});
export const preconditionRequired = defineError('precondition-required', 428, {
  zh: '缺少 If-Match，请先读取最新版本',
  en: 'Send If-Match with the version that you read',
});
export const stale = defineError('stale-version', 412, {
  zh: '内容已被他人修改，请核对后重试',
  en: 'It was changed meanwhile; read it again',
});
export const alreadyExists = defineError('already-exists', 409, { zh: '已存在', en: 'It exists already' });
export const unavailable = defineError('unavailable', 503, {
  zh: '系统暂时不可用，请稍后再试',
  en: 'The system is not available now; try again shortly',
});
export const internal = defineError('internal', 500, {
  zh: '系统内部错误，请将请求编号告知管理员',
  en: 'Something went wrong; tell an admin the request id',
});
