import type { TaskView } from '@duban/contract';
import type { TaskTableSearch } from '../app/search.js';

/**
 * Whether a row stays under the filters of the address. They count as the board does: closed tasks apart, as on
 * time or late, and `withheld` for all that looks so.
 */
export function matches(
  task: Pick<TaskView, 'light' | 'state' | 'visibility'>,
  search: Pick<TaskTableSearch, 'colour' | 'state' | 'closed'>,
): boolean {
  if (search.colour && task.light.colour !== search.colour) return false;
  if (search.closed && task.light.closed !== search.closed) return false;
  if (search.state === 'withheld') return task.visibility === 'withheld';
  return search.state === undefined || task.state === search.state;
}
