import { allows, type BreakdownBody, type ShareAction, type TaskState } from '@duban/contract';
import { defineError, type FieldError, type RequestContext } from '@duban/server-kit';
import { actorOf, type LoadedSubject } from '../kernel/index.js';
import { moveNotPossible } from '../plans/refusals.js';
import type { AssignmentRow } from '../tasks/assignments.service.js';
import type { SeenTask } from '../tasks/tasks.service.js';
import type { OwedTarget } from './share-targets.js';
import type { MilestoneRow } from './shares.repository.js';

const notAccepted = defineError('share-not-accepted', 409, {
  zh: '本单位尚未签收该分工',
  en: 'The unit has not accepted its share yet; accept it first',
});

/** A share changes while its task is with its units; afterwards it is what was agreed on. */
export const changeable: readonly TaskState[] = ['issued', 'in-progress'];

/** The share as the policy sees it: something of its task, which belongs to its unit. */
export function subjectOf(task: LoadedSubject, share: AssignmentRow): LoadedSubject {
  return { ...task, unitId: share.unit.id, unitPath: share.unitPath, unitKind: share.unitKind };
}

export function requireAccepted(share: AssignmentRow): void {
  if (share.role === 'cooperating') throw moveNotPossible();
  if (share.acceptedOn === null) throw notAccepted();
}

/** Waits too long to be accepted, or did; nobody is late in a task that was called off. */
export function isLate(
  { acceptBy, acceptedOn }: Pick<AssignmentRow, 'acceptBy' | 'acceptedOn'>,
  state: TaskState,
  today: string,
): boolean {
  if (acceptBy === null) return false;
  return acceptedOn === null ? changeable.includes(state) && acceptBy < today : acceptedOn > acceptBy;
}

/** What the caller may do with the share as things stand. */
export function actionsOn(
  ctx: RequestContext,
  task: Pick<SeenTask, 'state'>,
  whole: LoadedSubject,
  share: AssignmentRow,
): ShareAction[] {
  if (!changeable.includes(task.state) || share.role === 'cooperating') return [];
  const subject = subjectOf(whole, share);
  const actor = actorOf(ctx);
  const heads = allows(actor, 'share.break-down', subject);
  const accepted = share.acceptedOn !== null;
  const actions: [ShareAction, boolean][] = [
    ['accept', share.role === 'responsible' && !accepted && allows(actor, 'share.accept', subject)],
    ['break-down', accepted && heads],
    ['handler', heads],
    ['milestones', accepted && heads],
    ['complete', accepted && task.state === 'in-progress' && allows(actor, 'report.write', subject)],
  ];
  return actions.filter(([, may]) => may).map(([action]) => action);
}

/** These parts and all parts of them. */
export function linesOf(parts: readonly AssignmentRow[], tops: readonly AssignmentRow[]): AssignmentRow[] {
  return tops.flatMap((top) => [
    top,
    ...linesOf(
      parts,
      parts.filter((part) => part.parentId === top.id),
    ),
  ]);
}

export function reasonMissing(begun: readonly AssignmentRow[]): FieldError {
  const names = begun.map((part) => part.unit.name);
  return {
    path: 'reason',
    code: 'required',
    message: {
      zh: `${names.join('、')}已签收或已完成节点，取消其分工须说明理由`,
      en: `${names.join(', ')} accepted the share or did a step of it; say why it is taken away`,
    },
  };
}

/** Whether a unit's part would be another one than it is. `own` is what it owes, `whole` what it is a part of. */
export function differs(
  child: BreakdownBody['children'][number],
  present: AssignmentRow,
  {
    own,
    whole,
    milestones,
  }: { own: readonly OwedTarget[]; whole: readonly OwedTarget[]; milestones: readonly MilestoneRow[] },
): boolean {
  const targets = (list: readonly { metric: string; value: number; dueDate?: string | null | undefined }[]) =>
    list.map(({ metric, value, dueDate }) => [
      metric,
      value,
      dueDate ?? whole.find((each) => each.metric === metric)?.dueDate,
    ]);
  const steps = (list: readonly { title: string; dueDate: string }[]) =>
    list.map(({ title, dueDate }) => [dueDate, title]);
  const same = (one: unknown[], other: unknown[]) =>
    JSON.stringify(one.map(String).sort()) === JSON.stringify(other.map(String).sort());
  return !(
    child.text === present.text &&
    (child.handlerId === undefined || child.handlerId === (present.handler?.id ?? null)) &&
    same(targets(child.targets), targets(own.filter((each) => each.source === 'share'))) &&
    same(
      steps(child.milestones),
      steps(milestones.filter((each) => each.shareId === present.id && each.given && !each.doneOn)),
    )
  );
}
