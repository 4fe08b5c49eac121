import type { Difference, Snapshot, SnapshotTask } from '@duban/contract';

/** Grey is no rank: a task of which nothing speaks any more has not recovered. */
const rank: Record<string, number> = { green: 0, yellow: 1, red: 2 };
const rankOf = ({ colour }: SnapshotTask): number => rank[colour ?? 'grey'] ?? Number.NaN;
const named = ({ id, number, title }: SnapshotTask) => ({ taskId: id, number, title });

/** What changed from an earlier meeting's snapshot to this one. Pure; without an earlier one, only what is due is told. */
export function differenceOf(
  from: { meetingId: string; title: string; snapshot: Snapshot } | null,
  now: Snapshot,
): Difference {
  const decisions = {
    done: now.lastDecisions.filter((each) => each.done).length,
    open: now.lastDecisions.filter((each) => !each.done).length,
    overdue: now.lastDecisions.filter(
      (each) => !each.done && each.dueDate !== null && each.dueDate < now.asOf,
    ).length,
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
    added: [],
    gone: [],
    decisions,
  };
  if (!from) return nothing;
  const before = new Map(from.snapshot.tasks.map((task) => [task.id, task]));
  const after = new Set(now.tasks.map((task) => task.id));
  const pairs = now.tasks.flatMap((task) => {
    const was = before.get(task.id);
    return was ? [{ was, task }] : [];
  });
  const isRunning = (task: SnapshotTask) => task.closed === null && task.state !== 'terminated';
  const unitNames = new Map(now.units.map((unit) => [unit.id, unit.name]));
  return {
    from: { meetingId: from.meetingId, title: from.title, asOf: from.snapshot.asOf },
    turnedRed: pairs
      .filter(({ was, task }) => task.colour === 'red' && was.colour !== 'red')
      .map(({ was, task }) => ({ ...named(task), was: was.colour })),
    recovered: pairs
      .filter(({ was, task }) => isRunning(task) && rankOf(was) > rankOf(task))
      .map(({ was, task }) => ({ ...named(task), was: was.colour, now: task.colour })),
    datesMoved: pairs
      .filter(({ was, task }) => was.dueDate !== task.dueDate)
      .map(({ was, task }) => ({ ...named(task), was: was.dueDate, now: task.dueDate })),
    targetsChanged: targetPairs(from.snapshot.targets, now.targets)
      .filter(({ was, target }) => was.value !== target.value)
      .map(({ was, target }) => ({
        metric: target.metric,
        unit: unitNames.get(target.unitId) ?? '',
        was: was.value,
        now: target.value,
      })),
    closed: pairs
      .filter(({ was, task }) => task.closed !== null && was.closed === null)
      .map(({ task }) => ({ ...named(task), closedOn: task.closedOn, onTime: task.closed === 'on-time' })),
    reopened: pairs
      .filter(({ was, task }) => was.closed !== null && task.closed === null)
      .map(({ task }) => named(task)),
    terminated: pairs
      .filter(({ was, task }) => task.state === 'terminated' && was.state !== 'terminated')
      .map(({ task }) => named(task)),
    added: now.tasks.filter((task) => !before.has(task.id)).map(named),
    gone: from.snapshot.tasks.filter((task) => !after.has(task.id)).map(named),
    decisions,
  };
}

type Target = Snapshot['targets'][number];

/**
 * Each target beside what it was. One that was adjusted is another row that follows the ended one: it is the same in
 * all but its value.
 */
function targetPairs(before: readonly Target[], after: readonly Target[]): { was: Target; target: Target }[] {
  const same = new Map(before.map((target) => [target.id, target]));
  const stands = new Set(after.map((target) => target.id));
  const ended = before.filter((target) => !stands.has(target.id));
  return after.flatMap((target) => {
    const kept = same.get(target.id);
    if (kept) return [{ was: kept, target }];
    const at = ended.findIndex((each) => slotOf(each) === slotOf(target));
    return at < 0 ? [] : ended.splice(at, 1).map((was) => ({ was, target }));
  });
}

function slotOf({ taskId, metric, unitId, direction, dueDate, firm }: Target): string {
  return [taskId, metric, unitId, direction, dueDate, firm].join(' ');
}
