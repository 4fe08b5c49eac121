import { type MeetingView, meetingStateTitles } from '@duban/contract';
import {
  createAppColumnHelper,
  DataTable,
  PageLayout,
  PortalLink,
  QueryView,
  Section,
  useCan,
  useGo,
  usePeriodText,
  usePlan,
  useTableView,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { printTime } from '../../parts/print-time.js';
import { MeetingDialog } from './meeting-dialog.js';
import { meetingAddresses, meetingReads } from './meeting-queries.js';
import './meetings.css';

const route = getRouteApi('/shell/meetings');
const column = createAppColumnHelper<MeetingView>();

/** 推进会: every meeting of the plan, latest first; the plan office plans new ones. */
export function MeetingsPage() {
  const { t } = useTranslation('meetings');
  const text = useText();
  const can = useCan();
  const go = useGo();
  const plan = usePlan();
  const { state } = route.useSearch();
  const navigate = route.useNavigate();
  const meetings = useQuery(meetingReads.list(plan.id));
  const columns = useMeetingColumns();
  const [view, setView] = useTableView();
  const [planning, setPlanning] = useState(false);
  return (
    <PageLayout
      title={t('title')}
      note={t('note')}
      toolbar={
        can('meeting.keep') ? (
          <Button type="primary" onClick={() => setPlanning(true)}>
            {t('plan')}
          </Button>
        ) : null
      }
    >
      <Section title={t('list')}>
        <QueryView query={meetings} lines={8}>
          {({ items }) => (
            <DataTable
              label={t('title')}
              data={state ? items.filter((meeting) => meeting.state === state) : items}
              columns={columns}
              rowId={(meeting) => meeting.id}
              view={view}
              onView={setView}
              onOpen={(meeting) => go(meetingAddresses.one(meeting.id))}
              filters={
                <Select
                  className="filter"
                  allowClear
                  aria-label={t('state')}
                  placeholder={t('allStates')}
                  value={state}
                  options={Object.entries(meetingStateTitles).map(([value, title]) => ({
                    value: value as MeetingView['state'],
                    label: text(title),
                  }))}
                  onChange={(next?: MeetingView['state']) =>
                    void navigate({ search: (before) => ({ ...before, state: next }) })
                  }
                />
              }
              empty={t('empty')}
            />
          )}
        </QueryView>
      </Section>
      {planning ? (
        <MeetingDialog
          meeting={null}
          onClose={() => setPlanning(false)}
          onDone={(meeting) => go(meetingAddresses.one(meeting.id))}
        />
      ) : null}
    </PageLayout>
  );
}

function useMeetingColumns() {
  const { t } = useTranslation('meetings');
  const text = useText();
  const periodText = usePeriodText();
  return useMemo(
    () =>
      column.columns([
        column.accessor('heldOn', { header: t('heldOn'), meta: { label: t('heldOn') } }),
        column.accessor('title', {
          header: t('name'),
          meta: { label: t('name'), grow: true },
          cell: ({ row: { original } }) => (
            <PortalLink href={meetingAddresses.one(original.id)}>{original.title}</PortalLink>
          ),
        }),
        column.accessor((meeting) => text(meetingStateTitles[meeting.state]), {
          id: 'state',
          header: t('state'),
          meta: { label: t('state') },
        }),
        column.accessor((meeting) => periodText(meeting.period), {
          id: 'period',
          header: t('period'),
          meta: { label: t('period'), wideOnly: true },
        }),
        column.accessor('collectBy', {
          header: t('collectBy'),
          meta: { label: t('collectBy'), wideOnly: true },
        }),
        column.accessor((meeting) => (meeting.snapshot ? printTime(meeting.snapshot.takenAt) : ''), {
          id: 'snapshot',
          header: t('dataUntil'),
          meta: { label: t('dataUntil'), wideOnly: true },
        }),
      ]),
    [t, text, periodText],
  );
}
