import { defineAreaPortal } from '@duban/portal-kit';

export default defineAreaPortal('rule-of-law', {
  panels: [
    {
      key: 'standards-in-room',
      slot: 'room',
      title: { zh: '执法规范化建设', en: 'Standards of enforcement' },
      permission: 'meeting.read',
      component: () => import('./portal/standards-in-room.js'),
    },
  ],
});
