import { randomUUID } from 'node:crypto';
import type { RequestContext } from '@duban/server-kit';
import { insertMany } from '../bulk.js';
import { onDay } from '../dated.js';
import { unitOf } from '../organisation/seed-organisation.js';
import type { Services } from '../services.js';
import type { PlacedTask } from './seed-courses.js';
import { actorOf, type World } from './world.js';

/** Backs every request for closure with a file, as the lifecycle asks: one for each task that was ever so far. */
export async function seedEvidence(
  services: Services,
  ctx: RequestContext,
  world: World,
  placed: readonly PlacedTask[],
): Promise<void> {
  const rows = [];
  for (const { task, standing } of placed) {
    const request = standing.history.find((step) => step.move === 'request-closure');
    if (!request) continue;
    const headId = actorOf(world, task, request.by);
    const unitId = unitOf(world.units, task.leadCode).id;
    const day = {
      ...onDay(ctx, request.on),
      actor: { id: headId, name: `${unitOf(world.units, task.leadCode).name}负责人`, unitId, grants: [] },
    };
    const { id } = await services.attachments.upload(day, {
      name: `${task.title}办结报告(示例).txt`,
      bytes: Buffer.from(`${task.title}\n\n各项节点已完成，成果材料见单位存档。本文件为演示用示例。\n`),
    });
    rows.push({
      id: randomUUID(),
      plan_id: world.planId,
      task_id: task.id,
      attachment_id: id,
      added_by: headId,
      added_at: day.now,
    });
  }
  await insertMany(
    ctx,
    'task_evidence',
    {
      id: 'uuid',
      plan_id: 'uuid',
      task_id: 'uuid',
      attachment_id: 'uuid',
      added_by: 'uuid',
      added_at: 'timestamptz',
    },
    rows,
  );
}
