import { defineError } from '@duban/server-kit';

export const configProposed = defineError('config-proposed', 409, {
  zh: '已有一版设置待督查室确认，请先由督查室确认或退回(提交人可重新提交)',
  en: 'A version waits for the plan office; it is decided on first, or proposed anew by whoever proposed it',
});
export const nothingChanged = defineError('nothing-changed', 409, {
  zh: '与现行设置相同，无需保存',
  en: 'This is what stands already; there is nothing to save',
});
export const notProposed = defineError('not-proposed', 409, {
  zh: '该版设置不在待确认状态',
  en: 'This version does not wait for a decision; read the configuration again',
});
export const configOutdated = defineError('config-outdated', 409, {
  zh: '提交之后填报责任或目标值已另有变动，请退回后按现状重新提交',
  en: 'Duties or targets were changed since it was proposed; refuse it and propose it anew on what stands now',
});
export const namesClosedUnit = defineError('names-closed-unit', 409, {
  zh: '该版设置指名的单位已撤销，请退回后改选其他单位重新提交',
  en: 'It names a unit that was closed since; refuse it and have it proposed anew with another unit',
});
export const neverInForce = defineError('never-in-force', 409, {
  zh: '该版设置未曾生效，不能恢复',
  en: 'This version was never decided on, so there is nothing to go back to',
});
