import { type TaskState, taskStateTitles } from '@duban/contract';
import { useText } from '@duban/portal-kit';

/** A task's state, in its words. */
export function TaskStateTag({ state }: { state: TaskState }) {
  const text = useText();
  return <span className="state-tag">{text(taskStateTitles[state])}</span>;
}
