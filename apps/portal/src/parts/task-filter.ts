import type { TaskView } from '@duban/contract';
import type { TaskTableSearch } from '../app/search.js';

const isClosed = (task: TaskView) => task.state === 'closed' || task.state === 'archived';

/**
 * Whether a row stays under the filters of the address. Colours count as on the board: closed tasks are counted
 * apart, as on time or late, and withheld ones have no light.
 */
export function matches(
  task: TaskView,
  search: Pick<TaskTableSearch, 'colour' | 'state' | 'closed'>,
): boolean {
  if (search.colour && (isClosed(task) || task.light.colour !== search.colour)) return false;
  if (search.state && task.state !== search.state && task.visibility !== search.state) return false;
  if (search.closed) {
    if (!isClosed(task)) return false;
    const isLate = task.closedOn !== null && task.dueDate !== null && task.closedOn > task.dueDate;
    if (isLate !== (search.closed === 'late')) return false;
  }
  return true;
}
