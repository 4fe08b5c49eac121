import { defineAreaPortal } from '@duban/portal-kit';

export default defineAreaPortal('public-service', {
  panels: [
    {
      key: 'windows-in-room',
      slot: 'room',
      title: { zh: '窗口服务', en: 'Service at the window' },
      permission: 'meeting.read',
      component: () => import('./portal/windows-in-room.js'),
    },
  ],
});
