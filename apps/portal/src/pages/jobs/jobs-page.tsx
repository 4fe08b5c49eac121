import type { JobRun, jobRunPage, SnapshotsVerified } from '@duban/contract';
import { api, EmptyState, PageLayout, QueryView, Section, useChange } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { useAllows } from '../../app/use-allows.js';
import { printTime } from '../../parts/print-time.js';
import { ProblemNote } from '../../parts/problem-note.js';

/** 夜间任务: what each business date brought, and whether it came through. */
export function JobsPage() {
  const { t } = useTranslation('jobs');
  const allows = useAllows();
  const runs = useQuery({
    queryKey: ['jobs'],
    queryFn: ({ signal }) => api.get<z.infer<typeof jobRunPage>>('/api/system/jobs', { limit: 60 }, signal),
  });
  const run = useChange(
    (_: null, idempotencyKey) => api.post<JobRun>('/api/system/jobs/nightly', {}, { idempotencyKey }),
    [['jobs'], ['board'], ['tasks'], ['work'], ['notifications']],
  );
  return (
    <PageLayout
      title={t('title')}
      note={t('note')}
      toolbar={
        allows('job.run') ? (
          <Button loading={run.isPending} onClick={() => run.mutate(null)}>
            {t('run')}
          </Button>
        ) : null
      }
    >
      <ProblemNote error={run.error} />
      <SnapshotHealth />
      <Section title={t('title')}>
        <QueryView query={runs} lines={8}>
          {({ items }) => (items.length === 0 ? <EmptyState title={t('none')} /> : <Runs items={items} />)}
        </QueryView>
      </Section>
    </PageLayout>
  );
}

/** Whether the frozen pictures of the meetings are still what was frozen. */
function SnapshotHealth() {
  const { t } = useTranslation('jobs');
  const verified = useQuery({
    queryKey: ['snapshots-verified'],
    queryFn: ({ signal }) => api.get<SnapshotsVerified>('/api/system/snapshots', {}, signal),
  });
  return (
    <Section title={t('snapshots.title')}>
      <QueryView query={verified} lines={1}>
        {({ checked, altered }) => (
          <p className="section-body">
            {altered.length === 0 ? (
              t('snapshots.sound', { count: checked })
            ) : (
              <strong className="overdue">
                {t('snapshots.altered', { count: altered.length })}{' '}
                {altered
                  .map(({ meetingId, sequence }) => t('snapshots.one', { meeting: meetingId, sequence }))
                  .join(' · ')}
              </strong>
            )}
          </p>
        )}
      </QueryView>
    </Section>
  );
}

function Runs({ items }: { items: JobRun[] }) {
  const { t } = useTranslation('jobs');
  const did = (run: JobRun) =>
    Object.entries(run.counts)
      .filter(([, count]) => count > 0)
      .map(([name, count]) => t(`counts.${name}`, { count }))
      .join(' · ');
  return (
    <div className="table-box">
      <table className="grid" aria-label={t('title')}>
        <thead>
          <tr>
            <th scope="col">{t('date')}</th>
            <th scope="col">{t('outcome')}</th>
            <th scope="col" className="grow">
              {t('did')}
            </th>
            <th scope="col" className="wide-only">
              {t('finished')}
            </th>
            <th scope="col" className="number wide-only">
              {t('attempts')}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((run) => (
            <tr key={run.id}>
              <td className="figure">{run.businessDate}</td>
              <td className={run.outcome === 'failed' ? 'overdue' : undefined}>{t(run.outcome)}</td>
              <td className="grow">{run.error ?? did(run)}</td>
              <td className="figure wide-only">{run.finishedAt ? printTime(run.finishedAt) : '–'}</td>
              <td className="figure number wide-only">{run.attempts}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
