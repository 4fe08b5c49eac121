import { defineAreaPortal } from '@duban/portal-kit';

export default defineAreaPortal('crime-fighting', {
  panels: [
    {
      key: 'fraud-free-in-room',
      slot: 'room',
      title: { zh: '标准化无诈单位创建', en: 'Fraud-free units' },
      permission: 'meeting.read',
      component: () => import('./portal/fraud-free-in-room.js'),
    },
  ],
});
