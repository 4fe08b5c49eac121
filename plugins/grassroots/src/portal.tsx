import { defineAreaPortal } from '@duban/portal-kit';

export default defineAreaPortal('grassroots', {
  panels: [
    {
      key: 'calls-in-room',
      slot: 'room',
      title: { zh: '纠纷类警情：分流与重复报警', en: 'Dispute calls: diverted and repeated' },
      permission: 'meeting.read',
      component: () => import('./portal/calls-in-room.js'),
    },
  ],
});
