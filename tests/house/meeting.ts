import type { MeetingView } from '@duban/contract';
import type { DemoHouse } from './demo-house.js';

export interface OpenMeeting {
  id: string;
  snapshotId: string;
  decisionId: string;
}

/** A meeting on the demo that froze its picture, opened, and has decided on one thing. */
export async function openMeeting(house: DemoHouse): Promise<OpenMeeting> {
  const office = await house.as('planoffice');
  const planned = await office.post<MeetingView>('/api/meetings', {
    planId: house.planId,
    title: '三季度推进会',
    heldOn: '2024-09-25',
    period: '2024-08',
    collectBy: '2024-09-20',
  });
  const path = `/api/meetings/${planned.id}`;
  const collecting = await office.post<MeetingView>(`${path}/moves`, { move: 'collect' }, planned.version);
  const frozen = await office.post<MeetingView>(`${path}/snapshot`, {}, collecting.version);
  await office.post(`${path}/moves`, { move: 'open' }, frozen.version);
  const decision = await office.post<{ id: string }>(`${path}/decisions`, {
    text: '各县月底前完成一次回访',
    areaId: 'grassroots',
    leadUnitId: house.unit('ZA'),
    dueDate: '2024-10-31',
  });
  return { id: planned.id, snapshotId: frozen.snapshot?.id ?? '', decisionId: decision.id };
}
