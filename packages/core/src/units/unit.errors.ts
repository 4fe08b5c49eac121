import type { UnitView } from '@duban/contract';
import { defineError, type Problem } from '@duban/server-kit';
import { alreadyExists, validationFailed } from '../kernel/index.js';

const closed = defineError('unit-closed', 409, { zh: '单位已撤销', en: 'The unit is closed' });
export const circle = defineError('unit-circle', 409, {
  zh: '不能调整到本单位或其下级单位之下',
  en: 'A unit cannot stand under itself or under a unit below it; choose another parent',
});
export const alreadyThere = defineError('unit-already-there', 409, {
  zh: '单位已在该上级单位之下',
  en: 'The unit stands under that parent already',
});
const tooEarly = defineError('placement-too-early', 409, {
  zh: '生效日期早于现有隶属关系的开始日期',
  en: 'The day is before the present placement began',
});
export const fixedKind = defineError('unit-fixed', 409, {
  zh: '根单位和单位组不能调整隶属关系，也不能撤销',
  en: 'A root and a group have no place in the tree that could change or end',
});
export const hasUnits = defineError('unit-has-units', 409, {
  zh: '单位还有下级单位，请先调整其下级单位',
  en: 'Units still stand under it; move them first',
});
export const notClosed = defineError('unit-not-closed', 409, {
  zh: '单位没有撤销，无需恢复',
  en: 'The unit is not closed: there is nothing to take back',
});
export const notAGroup = defineError('not-a-group', 409, {
  zh: '只有单位组可以有成员',
  en: 'Only a group has members',
});

export function closedUnit({ name, closedOn }: UnitView): Problem {
  return closed({
    detail: {
      zh: `${name}已于${closedOn}撤销`,
      en: `${name} is closed as of ${closedOn}; choose its successor`,
    },
  });
}

/** @param on last day of a unit whose work was handed over */
export function standsUntil(name: string, on: string): Problem {
  return validationFailed({
    errors: [
      {
        path: 'from',
        code: 'date-passed',
        message: {
          zh: `${name}已于${on}撤销，应晚于该日`,
          en: `must lie after ${on}, the last day of ${name}`,
        },
      },
    ],
  });
}

export function aheadOf(today: string): Problem {
  return validationFailed({
    errors: [
      {
        path: 'from',
        code: 'date-ahead',
        message: { zh: `晚于今天(${today})`, en: `lies after today, ${today}` },
      },
    ],
  });
}

/** @param began first day of the placement that stands in the way */
export function beforeItBegan(name: string, began: string): Problem {
  return tooEarly({
    detail: {
      zh: `${name}现有隶属关系自${began}起，请选择之后的日期`,
      en: `${name} stands where it does since ${began}; choose a later day`,
    },
  });
}

export function taken(path: 'code' | 'name'): Problem {
  return alreadyExists({
    errors: [{ path, code: 'already-exists', message: `a unit has this ${path} already` }],
  });
}

/** A body names a unit that is not there, or that cannot be meant. */
export function unsuitableUnit(path: string, message = 'no such unit'): Problem {
  return validationFailed({ errors: [{ path, code: 'unknown-unit', message }] });
}
