import { defineAreaPortal } from '@duban/portal-kit';

export default defineAreaPortal('public-relations', {
  panels: [
    {
      key: 'open-days-in-room',
      slot: 'room',
      title: { zh: '警民互动', en: 'Open days and feedback' },
      permission: 'meeting.read',
      component: () => import('./portal/open-days-in-room.js'),
    },
  ],
});
