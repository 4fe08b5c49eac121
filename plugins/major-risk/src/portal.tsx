import { defineAreaPortal } from '@duban/portal-kit';

export default defineAreaPortal('major-risk', {
  panels: [
    {
      key: 'custody-in-room',
      slot: 'room',
      title: { zh: '监所隐患整改与健康检查', en: 'Custody: hazards and health checks' },
      permission: 'meeting.read',
      component: () => import('./portal/custody-in-room.js'),
    },
  ],
});
