import { defineAreaPortal } from '@duban/portal-kit';

export default defineAreaPortal('team-building', {
  panels: [
    {
      key: 'care-in-room',
      slot: 'room',
      title: { zh: '教育训练与爱警暖警', en: 'Training and care' },
      permission: 'meeting.read',
      component: () => import('./portal/care-in-room.js'),
    },
  ],
});
