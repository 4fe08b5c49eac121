import { defineAreaPortal } from '@duban/portal-kit';

export default defineAreaPortal('command-integration', {
  panels: [
    {
      key: 'drill-calendar',
      slot: 'area',
      title: { zh: '红蓝对抗演练日历', en: 'Calendar of red-blue drills' },
      permission: 'figure.read',
      component: () => import('./portal/drill-calendar.js'),
    },
    {
      key: 'readiness-in-room',
      slot: 'room',
      title: { zh: '应急处突', en: 'Emergency response' },
      permission: 'meeting.read',
      component: () => import('./portal/readiness-in-room.js'),
    },
  ],
});
