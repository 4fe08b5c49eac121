import type { TaskDetail } from '@duban/contract';
import { Adjustments } from './adjustments.js';
import { Contests } from './contests.js';
import { Extensions } from './extensions.js';
import { Instructions } from './instructions.js';
import { Urgings } from './urgings.js';

/** What keeps the task on course: urging, instructions, objections, extensions, adjustments. */
export function Steering({ task }: { task: TaskDetail }) {
  return (
    <>
      <Urgings task={task} />
      <Instructions task={task} />
      <Contests task={task} />
      <Extensions task={task} />
      <Adjustments task={task} />
    </>
  );
}
