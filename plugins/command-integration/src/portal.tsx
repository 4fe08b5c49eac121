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
  ],
});
