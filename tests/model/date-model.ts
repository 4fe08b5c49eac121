import { type TaskModel, type World, workingDaysUntil } from './world.js';

/** A date of the year's last day is settled in January: no sequence reaches it. */
const settles = (date: string) => date.endsWith('-12-31');

/** What an open date says of itself: near three working days before, overdue after it; silent once a closure was asked for in time. */
function said(date: string, { requestedOn }: TaskModel, today: string): string | null {
  if ((requestedOn !== null && requestedOn <= date) || settles(date)) return null;
  if (today > date) return 'date-overdue';
  return workingDaysUntil(today, date) <= 3 ? 'date-near' : null;
}

/** The reasons of the task's light that its dates give, as of today. */
export function dateReasons({ task, today }: World): { part: string; code: string }[] {
  if (!['issued', 'in-progress', 'closure-review'].includes(task.state)) return [];
  return [
    { part: 'milestone', date: task.milestone?.dueDate ?? null },
    { part: 'date', date: task.dueDate },
  ].flatMap(({ part, date }) => {
    const code = date && said(date, task, today);
    return code ? [{ part, code }] : [];
  });
}

/** How an open task stands to the date first set and to the one that holds; null where no rate counts it. */
export function onTime({ task, today }: World): { original: string | null; extended: string | null } | null {
  const judged = ['issued', 'in-progress', 'closure-review', 'closed', 'archived'].includes(task.state);
  if (!judged || task.restricted || task.dueDate === null) return null;
  const against = (date: string) => {
    if (task.closedOn) return (task.requestedOn ?? task.closedOn) <= date ? 'on-time' : 'late';
    return (task.requestedOn ?? today) > date ? 'late' : null;
  };
  const extended = against(task.dueDate);
  return extended && { original: against(task.originalDueDate ?? task.dueDate), extended };
}
