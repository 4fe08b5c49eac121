import { defineError } from '@duban/server-kit';

export const moveNotPossible = defineError('move-not-possible', 409, {
  zh: '会议当前状态不能进行此操作',
  en: 'The meeting cannot be moved so from its state',
});
export const notCollecting = defineError('not-collecting', 409, {
  zh: '材料在开始收集后、开会前提交；已经开会的，请在会上提出',
  en: 'Material is handed in from when collecting begins until the meeting opens; once it is open, bring it up there',
});
export const notFreezable = defineError('not-freezable', 409, {
  zh: '会议须在收集材料后、开会前定稿',
  en: 'A snapshot is taken after collecting has begun and before the meeting opens',
});
export const periodNotBegun = defineError('period-not-begun', 409, {
  zh: '统计期尚未开始，不能定稿',
  en: 'The period has not begun; there is nothing to freeze of it',
});
export const notOpen = defineError('meeting-not-open', 409, {
  zh: '会议未开始或已结束',
  en: 'The meeting is not open',
});
export const locked = defineError('meeting-locked', 409, {
  zh: '会议已结束，内容已锁定',
  en: 'The meeting was closed and is locked',
});
export const notFrozen = defineError('not-frozen', 409, {
  zh: '会议尚未定稿',
  en: 'No snapshot was taken yet',
});
export const frozenOtherwise = defineError('frozen-otherwise', 409, {
  zh: '定稿后更改了统计期，请重新定稿后再开会',
  en: 'The period was changed after the plan was frozen; freeze it again before opening',
});
export const lateMaterial = defineError('late-material', 409, {
  zh: '定稿后又有材料提交，未进入定稿；请重新定稿，或确认不含这些材料开会',
  en: 'Material was handed in after the plan was frozen; freeze it again, or confirm to open without it (withoutLate)',
});
export const carriedOut = defineError('carried-out', 409, {
  zh: '该议定事项已落实',
  en: 'The decision was carried out already',
});
export const samePerson = defineError('same-person', 409, {
  zh: '起草人不能会签、签发；会签人中只有领导可以签发',
  en: 'Whoever drafted does not countersign or issue, and of those who countersigned only a leader issues',
});
export const notLate = defineError('not-late', 409, {
  zh: '没有逾期未交的材料',
  en: 'No material is late: the date has not passed, or it was handed in',
});
export const notAsked = defineError('not-asked', 409, {
  zh: '会签名单中没有您',
  en: 'You are not among those who are asked to countersign',
});
export const unsigned = defineError('unsigned', 409, {
  zh: '会签名单中还有人没有会签',
  en: 'Not everybody who is asked to countersign has done so',
});
export const minutesIssued = defineError('minutes-issued', 409, {
  zh: '纪要已签发，不能再撤销；请另加更正',
  en: 'The minutes were issued: nothing is withdrawn any more; add a correction to them',
});
export const withdrawn = defineError('withdrawn', 409, {
  zh: '已经撤销',
  en: 'It was withdrawn',
});
export const decisionsStand = defineError('decisions-stand', 409, {
  zh: '会议还有未撤销的议定事项，请先逐项撤销',
  en: 'Decisions of the meeting still stand; withdraw them one by one first',
});
export const snapshotAltered = defineError('snapshot-altered', 409, {
  zh: '快照与定稿时的校验值不符，不能使用；请联系系统管理员核查',
  en: 'The snapshot does not match the hash it was frozen with and is not used; ask a system admin to look into it',
});
