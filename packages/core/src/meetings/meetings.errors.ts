import { defineError } from '@duban/server-kit';

export const moveNotPossible = defineError('move-not-possible', 409, {
  zh: '会议当前状态不能进行此操作',
  en: 'The meeting cannot be moved so from its state',
});
export const notCollecting = defineError('not-collecting', 409, {
  zh: '会议不在收集材料阶段',
  en: 'The meeting does not collect material now',
});
export const notFreezable = defineError('not-freezable', 409, {
  zh: '会议须在收集材料后、开会前定稿',
  en: 'A snapshot is taken after collecting has begun and before the meeting opens',
});
export const notOpen = defineError('meeting-not-open', 409, {
  zh: '会议未开始或已结束',
  en: 'The meeting is not open',
});
export const locked = defineError('meeting-locked', 409, {
  zh: '会议已结束,内容已锁定',
  en: 'The meeting was closed and is locked',
});
export const notFrozen = defineError('not-frozen', 409, {
  zh: '会议尚未定稿',
  en: 'No snapshot was taken yet',
});
export const frozenOtherwise = defineError('frozen-otherwise', 409, {
  zh: '定稿后更改了统计期,请重新定稿后再开会',
  en: 'The period was changed after the plan was frozen; freeze it again before opening',
});
export const carriedOut = defineError('carried-out', 409, {
  zh: '该议定事项已落实到任务',
  en: 'The decision was carried out already',
});
export const incomplete = defineError('decision-incomplete', 409, {
  zh: '议定事项缺少牵头单位、时限或所属行动',
  en: 'The decision lacks its lead unit, date or area',
});
export const samePerson = defineError('same-person', 409, {
  zh: '起草、会签与签发须由不同人员办理',
  en: 'Whoever drafts, countersigns and issues are different people',
});
export const notLate = defineError('not-late', 409, {
  zh: '没有逾期未交的材料',
  en: 'No material is late: the date has not passed, or it was handed in',
});
