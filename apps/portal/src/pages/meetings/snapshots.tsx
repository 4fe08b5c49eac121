import type { MeetingView, SnapshotRef } from '@duban/contract';
import { LightTag, PortalLink, QueryView, Section } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { printTime } from '../../parts/print-time.js';
import { meetingAddresses, meetingReads } from './meeting-queries.js';

/** Every frozen picture of the meeting: when, by whom, and the hash of its bytes. The newest is shown in the room. */
export function Snapshots({ meeting }: { meeting: MeetingView }) {
  const { t } = useTranslation('meetings');
  const snapshots = useQuery(meetingReads.snapshots(meeting.id));
  return (
    <Section title={t('snapshot.title')} note={t('snapshot.note')}>
      <QueryView query={snapshots} lines={2}>
        {({ items }) => (
          <div className="table-box">
            <table className="grid" aria-label={t('snapshot.title')}>
              <thead>
                <tr>
                  <th scope="col" className="num">
                    {t('snapshot.sequence')}
                  </th>
                  <th scope="col">{t('dataUntil')}</th>
                  <th scope="col" className="wide-only">
                    {t('snapshot.by')}
                  </th>
                  <th scope="col" className="grow">
                    {t('snapshot.hash')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {[...items]
                  .sort((a, b) => b.sequence - a.sequence)
                  .map((each) => (
                    <tr key={each.id}>
                      <td className="num">{each.sequence}</td>
                      <td className="figure">
                        <PortalLink href={meetingAddresses.handout(meeting.id, each.sequence)}>
                          {printTime(each.takenAt)}
                        </PortalLink>
                      </td>
                      <td className="wide-only">{each.by.name}</td>
                      <td className="grow">
                        <Hash snapshot={each} />
                      </td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </div>
        )}
      </QueryView>
    </Section>
  );
}

function Hash({ snapshot: { hash } }: { snapshot: SnapshotRef }) {
  const { t } = useTranslation('meetings');
  const [copied, setCopied] = useState(false);
  return (
    <span className="hash">
      <code title={hash}>{hash.slice(0, 12)}…</code>
      <Button
        size="small"
        onClick={() => void navigator.clipboard.writeText(hash).then(() => setCopied(true))}
      >
        {t(copied ? 'snapshot.copied' : 'snapshot.copy')}
      </Button>
    </span>
  );
}

/** Restricted tasks that were frozen apart; nothing at all for whoever may not know of any. */
export function Annexes({ meeting }: { meeting: MeetingView }) {
  const { t } = useTranslation('meetings');
  const { t: tasks } = useTranslation('tasks');
  const annexes = useQuery(meetingReads.annexes(meeting.id));
  const items = annexes.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Section title={t('annex.title')} note={t('annex.note')}>
      <div className="table-box">
        <table className="grid" aria-label={t('annex.title')}>
          <thead>
            <tr>
              <th scope="col">{t('light')}</th>
              <th scope="col" className="grow">
                {t('task')}
              </th>
              <th scope="col" className="wide-only">
                {t('lead')}
              </th>
              <th scope="col" className="wide-only">
                {t('due')}
              </th>
              <th scope="col" className="wide-only">
                {t('snapshot.hash')}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ taskId, hash, task }) => (
              <tr key={taskId}>
                <td>{task.closed ? tasks(`closed.${task.closed}`) : <LightTag colour={task.colour} />}</td>
                <td className="grow">{task.title}</td>
                <td className="wide-only">{task.leadUnit ?? ''}</td>
                <td className="wide-only figure">{task.dueDate ?? ''}</td>
                <td className="wide-only">
                  <code title={hash}>{hash.slice(0, 12)}…</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
