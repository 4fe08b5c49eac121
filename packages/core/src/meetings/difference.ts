import {
  type Difference,
  type MeetingView,
  type Snapshot,
  type SnapshotTask,
  stateOfDecision,
} from '@duban/contract';

/** Grey is no rank: a task of which nothing speaks any more has not recovered. */
const rank: Record<string, number> = { green: 0, yellow: 1, red: 2 };
const rankOf = ({ colour }: SnapshotTask): number => rank[colour ?? 'grey'] ?? Number.NaN;
const hasEnded = ({ state }: SnapshotTask): boolean => state === 'terminated';
const named = ({ id, number, title }: SnapshotTask) => ({ taskId: id, number, title });

/**
 * What changed from an earlier meeting's snapshot to this one; of last year's plan only in tasks that were carried over.
 * Pure; without an earlier one, only what is due is told.
 */
export function differenceOf(
  from: { meetingId: string; title: string; snapshot: Snapshot } | null,
  now: Snapshot,
): Difference {
  const states = now.lastDecisions.map((each) => stateOfDecision(each, now.asOf));
  const count = (...of: typeof states) => states.filter((each) => of.includes(each)).length;
  const decisions = {
    done: count('done'),
    open: count('open', 'overdue'),
    overdue: count('overdue'),
    terminated: count('terminated'),
    merged: count('merged'),
  };
  const nothing: Difference = {
    from: null,
    turnedRed: [],
    recovered: [],
    datesMoved: [],
    targetsChanged: [],
    closed: [],
    reopened: [],
    terminated: [],
    carried: [],
    added: [],
    gone: [],
    decisions,
  };
  if (!from) return nothing;
  const before = new Map(from.snapshot.tasks.map((task) => [task.id, task]));
  const after = new Set(now.tasks.map((task) => task.id));
  const isOtherPlan = from.snapshot.plan.id !== now.plan.id;
  const pairs = now.tasks.flatMap((task) => {
    const was = before.get(isOtherPlan ? (task.carriedFrom ?? '') : task.id);
    return was ? [{ was, task }] : [];
  });
  const isRunning = (task: SnapshotTask) => task.closed === null && !hasEnded(task);
  const unitNames = new Map(now.units.map((unit) => [unit.id, unit.name]));
  return {
    from: {
      meetingId: from.meetingId,
      title: from.title,
      asOf: from.snapshot.asOf,
      otherYear: isOtherPlan ? from.snapshot.plan.year : null,
    },
    turnedRed: pairs
      .filter(({ was, task }) => task.colour === 'red' && was.colour !== 'red')
      .map(({ was, task }) => ({ ...named(task), was: was.colour })),
    recovered: pairs
      .filter(({ was, task }) => isRunning(task) && rankOf(was) > rankOf(task))
      .map(({ was, task }) => ({ ...named(task), was: was.colour, now: task.colour })),
    datesMoved: pairs.flatMap(({ was, task }) => [
      ...(was.dueDate === task.dueDate
        ? []
        : [{ ...named(task), milestone: null, was: was.dueDate, now: task.dueDate }]),
      ...milestonesMoved(was, task),
    ]),
    targetsChanged: (isOtherPlan ? [] : targetPairs(from.snapshot.targets, now.targets))
      .filter(({ was, target }) => saidOf(was) !== saidOf(target))
      .map(({ was, target }) => ({
        metric: target.metric,
        unit: unitNames.get(target.unitId) ?? '',
        was: was.value,
        now: target.value,
        dueDate: turned(was.dueDate, target.dueDate),
        direction: turned(was.direction, target.direction),
      })),
    closed: pairs
      .filter(({ was, task }) => task.closed !== null && was.closed === null)
      .map(({ task }) => ({ ...named(task), closedOn: task.closedOn, onTime: task.closed === 'on-time' })),
    reopened: pairs
      .filter(({ was, task }) => was.closed !== null && task.closed === null)
      .map(({ task }) => named(task)),
    terminated: pairs
      .filter(({ was, task }) => hasEnded(task) && !hasEnded(was) && !task.carriedOver)
      .map(({ task }) => named(task)),
    carried: pairs
      .filter(({ was, task }) => isOtherPlan || (task.carriedOver && hasEnded(task) && !hasEnded(was)))
      .map(({ task }) => named(task)),
    added: isOtherPlan ? [] : now.tasks.filter((task) => !before.has(task.id)).map(named),
    gone: isOtherPlan ? [] : from.snapshot.tasks.filter((task) => !after.has(task.id)).map(named),
    decisions,
  };
}

/**
 * Whether what changed since a meeting can be told in another one: it was not withdrawn, and is the one before, maybe of
 * last year's plan, or one of the same plan that was held earlier.
 */
export function comesBefore(
  since: Pick<MeetingView, 'id' | 'planId' | 'heldOn' | 'state'>,
  meeting: Pick<MeetingView, 'id' | 'planId' | 'heldOn' | 'previousId'>,
): boolean {
  if (since.id === meeting.id || since.state === 'withdrawn') return false;
  return (
    since.id === meeting.previousId || (since.planId === meeting.planId && since.heldOn <= meeting.heldOn)
  );
}

/** Steps that stood in both pictures, on another day each. */
function milestonesMoved(was: SnapshotTask, task: SnapshotTask): Difference['datesMoved'] {
  const before = new Map(was.facts.milestones.map((each) => [each.id, each]));
  return task.facts.milestones.flatMap(({ id, title, dueDate }) => {
    const step = before.get(id);
    return step && step.dueDate !== dueDate
      ? [{ ...named(task), milestone: title, was: step.dueDate, now: dueDate }]
      : [];
  });
}

type Target = Snapshot['targets'][number];

const turned = <T>(was: T, now: T) => (was === now ? null : { was, now });
/** What a target asks for, as one word to compare. */
const saidOf = ({ value, dueDate, direction }: Target): string => [value, dueDate, direction].join(' ');

/**
 * Each target beside what it was. One that was adjusted is another row that follows the ended one: the same measure of
 * the same unit in the same task, and of the same day and direction where there are several.
 */
function targetPairs(before: readonly Target[], after: readonly Target[]): { was: Target; target: Target }[] {
  const same = new Map(before.map((target) => [target.id, target]));
  const stands = new Set(after.map((target) => target.id));
  const ended = before.filter((target) => !stands.has(target.id));
  const follow = (target: Target, slotOf: (target: Target) => string): Target | undefined => {
    const at = ended.findIndex((each) => slotOf(each) === slotOf(target));
    return at < 0 ? undefined : ended.splice(at, 1)[0];
  };
  const followed = after.map((target) => ({
    target,
    was: same.get(target.id) ?? follow(target, narrowSlot),
  }));
  return followed.flatMap(({ target, was = follow(target, slot) }) => (was ? [{ was, target }] : []));
}

const slot = ({ taskId, metric, unitId, firm }: Target): string => [taskId, metric, unitId, firm].join(' ');
const narrowSlot = (target: Target): string => [slot(target), target.direction, target.dueDate].join(' ');
