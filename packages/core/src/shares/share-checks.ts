import { type BreakdownBody, divide, type GivenMilestone, type Text } from '@duban/contract';
import type { FieldError } from '@duban/server-kit';
import type { AssignmentRow } from '../tasks/assignments.service.js';
import type { OwedTarget } from './share-targets.js';
import type { MilestoneRow } from './shares.repository.js';

/** What a breakdown is checked against. */
export interface BreakdownFacts {
  share: AssignmentRow;
  /** What the share owes, to be divided. */
  owed: readonly OwedTarget[];
  /** All parts of the task. */
  parts: readonly AssignmentRow[];
  /** Units that stand below the share's today, by id. */
  below: ReadonlyMap<string, string>;
  /** Persons who may handle a part, each with the unit that they may handle it for. */
  handlers: readonly { userId: string; unitId: string }[];
  milestones: readonly MilestoneRow[];
}

const error = (path: string, code: string, message: Text): FieldError => ({ path, code, message });

export const noHandler = (path: string): FieldError =>
  error(path, 'not-of-unit', {
    zh: '承办人须为该单位在岗人员，并在任务知悉范围内',
    en: 'must be an active person of the unit who may know of the task',
  });

/** What stops a breakdown, each by its field. Pure. */
export function breakdownFaults({ children }: BreakdownBody, facts: BreakdownFacts): FieldError[] {
  const ids = children.map((child) => child.unitId);
  return [
    ...children.flatMap((child, at) => {
      const path = `children.${at}`;
      return [
        ...unitFaults(child.unitId, `${path}.unitId`, ids.indexOf(child.unitId) !== at, facts),
        ...(child.handlerId &&
        !facts.handlers.some((each) => each.userId === child.handlerId && each.unitId === child.unitId)
          ? [noHandler(`${path}.handlerId`)]
          : []),
        ...targetFaults(child.targets, `${path}.targets`, facts.owed),
        ...milestoneFaults(
          child.milestones,
          `${path}.milestones`,
          facts.milestones.filter((each) => each.given && each.shareId === shareOf(facts, child.unitId)?.id),
        ),
      ];
    }),
    ...divisionFaults(children, facts.owed),
  ];
}

const shareOf = ({ parts, share }: BreakdownFacts, unitId: string) =>
  parts.find((part) => part.unit.id === unitId && part.parentId === share.id);

function unitFaults(
  unitId: string,
  path: string,
  twice: boolean,
  { below, parts, share }: BreakdownFacts,
): FieldError[] {
  if (!below.has(unitId))
    return [
      error(path, 'not-below', {
        zh: `不是${share.unit.name}的下级单位，或已撤销`,
        en: `does not stand below ${share.unit.name} today`,
      }),
    ];
  if (twice || parts.some((part) => part.unit.id === unitId && part.parentId !== share.id))
    return [
      error(path, 'assigned-twice', {
        zh: '该单位在本任务中已有分工',
        en: 'the unit has a part in the task already',
      }),
    ];
  return [];
}

function targetFaults(
  targets: BreakdownBody['children'][number]['targets'],
  path: string,
  owed: readonly OwedTarget[],
): FieldError[] {
  const metrics = targets.map((each) => each.metric);
  return targets.flatMap(({ metric, dueDate }, at) => {
    const whole = owed.find((each) => each.metric === metric);
    if (!whole)
      return [
        error(`${path}.${at}.metric`, 'unknown-metric', {
          zh: '本单位在该任务中没有这项指标的目标值，无从分解',
          en: 'the unit owes nothing of this metric in the task, so there is nothing to divide',
        }),
      ];
    if (metrics.indexOf(metric) !== at)
      return [
        error(`${path}.${at}.metric`, 'given-twice', {
          zh: '同一指标只能有一个分解目标',
          en: 'is given twice',
        }),
      ];
    if (dueDate && whole.dueDate && dueDate > whole.dueDate)
      return [
        error(`${path}.${at}.dueDate`, 'after-parent', {
          zh: `晚于本单位的期限 ${whole.dueDate}`,
          en: `lies after ${whole.dueDate}, when the whole is due`,
        }),
      ];
    return [];
  });
}

/** An id has to be one of these; what was done is not changed any more. */
export function milestoneFaults(
  milestones: readonly GivenMilestone[],
  path: string,
  present: readonly MilestoneRow[],
): FieldError[] {
  return milestones.flatMap(({ id }, at) => {
    if (!id) return [];
    const known = present.find((each) => each.id === id);
    if (!known || milestones.findIndex((each) => each.id === id) !== at)
      return [
        error(`${path}.${at}.id`, 'unknown-milestone', {
          zh: '没有这个节点',
          en: 'no such step of the share',
        }),
      ];
    return known.doneOn === null
      ? []
      : [
          error(`${path}.${at}.id`, 'milestone-done', {
            zh: '节点已完成，不能再改',
            en: 'the step was done and cannot be changed',
          }),
        ];
  });
}

/** The sub-targets that are given of a metric ask no less than the whole. One that is given to nobody stays undivided. */
function divisionFaults(children: BreakdownBody['children'], owed: readonly OwedTarget[]): FieldError[] {
  return owed.flatMap((whole) => {
    const places = children.flatMap((child, at) =>
      child.targets.flatMap(({ metric, value }, place) =>
        metric === whole.metric ? [{ value, path: `children.${at}.targets.${place}.value` }] : [],
      ),
    );
    if (places.length === 0) return [];
    const { total, verdict, short } = divide(
      whole,
      places.map((each) => each.value),
    );
    if (verdict !== 'short') return [];
    const limit = whole.direction === 'at-most';
    const code = limit ? 'above-parent' : 'below-parent';
    const { value, measure, title } = whole;
    if (total !== null)
      return [
        error(`targets.${whole.metric}`, code, {
          zh: `${title.zh}分解合计 ${total}${measure}，${limit ? '高于' : '低于'}本单位的 ${value}${measure}`,
          en: `${title.en}: the parts add up to ${total} ${measure}, ${limit ? 'more' : 'less'} than the ${value} ${measure} of the whole`,
        }),
      ];
    return short.map((at) =>
      error(places[at]?.path ?? 'children', code, {
        zh: `不得${limit ? '高于' : '低于'}本单位的 ${value}${measure}`,
        en: `must be no ${limit ? 'more' : 'less'} than the ${value} ${measure} of the whole`,
      }),
    );
  });
}
