import { addDays, periodOf, shiftPeriod } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { personOf } from '../organisation/seed-accounts.js';
import type { Services } from '../services.js';
import type { World } from './world.js';

/** What two areas have handed in so far, by area. */
const materials: Record<
  string,
  { situation: string; problems: string; nextSteps: string; matters: string[] }
> = {
  grassroots: {
    situation: '基层所队结对共建已全面铺开，各县按月报送。',
    problems: '部分派出所同时承担多张报表，填报时间集中在月初。',
    nextSteps: '逐所核对填报负担，合并重复的报表项目。',
    matters: ['生态警务职能落实率连续两期未达目标，提请研究是否由牵头单位派员驻点指导。'],
  },
  'public-service': {
    situation: '便民服务事项按计划推进，为企服务月报基本按期。',
    problems: '个别分局月报逾期，影响全市合计。',
    nextSteps: '对逾期单位逐一提醒，九月底前补报到位。',
    matters: [],
  },
};

/** A review meeting in a week's time that is collecting: some areas have handed in, the others have days left. */
export async function seedMeeting(
  { meetings }: Services,
  ctx: RequestContext,
  { planId, people }: World,
): Promise<void> {
  const as = (username: string, name: string): RequestContext => ({
    ...ctx,
    actor: { id: personOf(people, username), name, unitId: null, grants: [] },
  });
  const office = as('planoffice', '督查室');
  const { id } = await meetings.create(office, {
    planId,
    title: '第三季度重点任务推进会',
    heldOn: addDays(ctx.today, 7),
    collectBy: addDays(ctx.today, 4),
    period: shiftPeriod(periodOf(ctx.today, 'month'), -1),
    place: '局机关三楼会议室',
    participantIds: ['leader', ...Object.keys(materials).map((areaId) => `lead-${areaId}`)].map((username) =>
      personOf(people, username),
    ),
  });
  await meetings.move(office, id, { move: 'collect' }, async () => null);
  for (const [areaId, content] of Object.entries(materials))
    await meetings.handIn(as(`lead-${areaId}`, '行动牵头负责人'), id, areaId, content);
}
