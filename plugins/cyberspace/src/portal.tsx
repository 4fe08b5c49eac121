import { defineAreaPortal } from '@duban/portal-kit';

export default defineAreaPortal('cyberspace', {
  panels: [
    {
      key: 'screen-control',
      slot: 'area',
      title: { zh: '显示屏管控', en: 'Screens under control' },
      permission: 'figure.read',
      component: () => import('./portal/screen-control.js'),
    },
    {
      key: 'screens-in-room',
      slot: 'room',
      title: { zh: '显示屏管控', en: 'Screens under control' },
      permission: 'meeting.read',
      component: () => import('./portal/screens-in-room.js'),
    },
  ],
});
