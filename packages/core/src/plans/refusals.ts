import { defineError, type FieldError } from '@duban/server-kit';

/** Conflicts that every two-person or stateful change of a plan's things may end in. */
export const samePerson = defineError('same-person', 409, {
  zh: '申请人与审批人不能是同一人',
  en: 'Whoever asked may not approve it; somebody else has to',
});
export const moveNotPossible = defineError('move-not-possible', 409, {
  zh: '当前状态不能进行此操作',
  en: 'This cannot be done in the present state; read it again',
});

export const carriedOver = defineError('carried-over', 409, {
  zh: '任务已结转至下一年度计划，请先撤回结转',
  en: 'The task is carried over into the next plan; take that back first',
});

/** A day that is over where one to come is asked for. */
export const datePassed = (path: string, today: string): FieldError => ({
  path,
  code: 'date-passed',
  message: { zh: `早于今天(${today})`, en: `lies before today, ${today}` },
});
