import { type BeforeMove, defineAreaServer, defineError } from '@duban/server-kit';
import manifest from './manifest.js';

const stepOpen = defineError('crime-fighting.step-open', 409, {
  zh: '有必须完成的节点尚未办结或缺少佐证材料,不能办结。请先登记完成日期并上传佐证材料。',
  en: 'A firm milestone is not done or has no evidence, so the task cannot be closed. Enter the day it was done, and add evidence.',
});

const closing = new Set(['request-closure', 'approve-closure']);

/**
 * The centres that the plan wants built stand in no figure: their milestones are all that shows them. So a task
 * closes only when each firm one has its day and its evidence; what the plan merely strives for may stay open.
 */
const wantsEveryStep: BeforeMove = (_ctx, { move, milestones }) => {
  if (!closing.has(move)) return;
  const errors = milestones
    .filter(({ firm }) => firm)
    .flatMap(({ id, title, doneOn, evidence }) => [
      ...(doneOn === null
        ? [{ path: `milestones.${id}.doneOn`, code: 'missing', message: `${title}: not done` }]
        : []),
      ...(evidence === 0
        ? [{ path: `milestones.${id}.evidence`, code: 'missing', message: `${title}: no evidence` }]
        : []),
    ]);
  if (errors.length > 0) throw stepOpen({ errors });
};

export default defineAreaServer(manifest, { beforeMove: wantsEveryStep });
