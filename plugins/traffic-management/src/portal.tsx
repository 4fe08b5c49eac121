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
  ],
});
