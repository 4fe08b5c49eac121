import { defineAreaPortal } from '@duban/portal-kit';

export default defineAreaPortal('traffic-management', {
  panels: [
    {
      key: 'congestion-trend',
      slot: 'area',
      title: { zh: '拥堵走势', en: 'Congestion trend' },
      permission: 'figure.read',
      component: () => import('./portal/congestion-trend.js'),
    },
    {
      key: 'roads-in-room',
      slot: 'room',
      title: { zh: '缓堵与隐患治理', en: 'Congestion and hazards' },
      permission: 'meeting.read',
      component: () => import('./portal/roads-in-room.js'),
    },
  ],
});
