import { defineError } from '@duban/server-kit';

export const moveNotPossible = defineError('move-not-possible', 409, {
  zh: '当前状态不能进行此操作',
  en: 'The report cannot be moved so from its state',
});
export const reportLocked = defineError('report-locked', 409, {
  zh: '填报已提交，不能修改；请先退回或解锁',
  en: 'The report was submitted and cannot be edited; have it returned or unlocked first',
});
export const samePerson = defineError('same-person', 409, {
  zh: '填报、签发与审定须由不同人员办理',
  en: 'Whoever fills in, signs and accepts are different people',
});
export const notExpected = defineError('not-expected', 409, {
  zh: '该单位本期无此填报责任',
  en: 'The unit does not owe this form for this period',
});
export const periodNotOpen = defineError('period-not-open', 409, {
  zh: '该期填报尚未开始',
  en: 'The period has not begun yet',
});
export const periodClosed = defineError('period-closed', 409, {
  zh: '该期填报已关闭',
  en: 'The period is closed',
});
export const periodNotClosed = defineError('period-not-closed', 409, {
  zh: '该期填报未关闭，无需重新开放',
  en: 'The period is not closed',
});
export const waiverNotPossible = defineError('waiver-not-possible', 409, {
  zh: '已免报，或该期填报已提交；不能再免报',
  en: 'The report was waived already, or has been handed in; return or unlock it first',
});
export const notWaived = defineError('not-waived', 409, {
  zh: '该期未免报',
  en: 'The report was not waived',
});
export const waived = defineError('report-waived', 409, { zh: '该期已免报', en: 'The report was waived' });
