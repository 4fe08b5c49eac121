import type { ExportView } from '@duban/contract';
import { api, useChange } from '@duban/portal-kit';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { fileOf, isOpen, touchedByExport } from './exports.js';
import './exports.css';
import { ProblemNote } from './problem-note.js';

/** How far a document is, and what can be done with it: cancelled while it is made, then fetched. */
export function ExportState({ job }: { job: ExportView }) {
  const { t } = useTranslation('exports');
  const cancel = useChange(() => api.delete<ExportView>(`/api/exports/${job.id}`), touchedByExport);
  if (job.state === 'done')
    return (
      <span className="export-state">
        <a href={fileOf(job)} download>
          {t('download')}
        </a>
        <span className="dim figure">{t('size', { kilobytes: Math.ceil((job.size ?? 0) / 1024) })}</span>
      </span>
    );
  if (job.state === 'failed') return <span className="export-state export-failed">{job.error?.detail}</span>;
  if (!isOpen(job)) return <span className="export-state dim">{t('state.cancelled')}</span>;
  return (
    <span className="export-state">
      <progress
        className="export-progress"
        value={job.total > 0 ? job.done : 0}
        max={Math.max(1, job.total)}
        aria-label={t('progress')}
      />
      <span className="figure" role="status">
        {job.state === 'waiting' ? t('state.waiting') : t('steps', { done: job.done, total: job.total })}
      </span>
      <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate(undefined)}>
        {t('cancel')}
      </Button>
      <ProblemNote error={cancel.error} />
    </span>
  );
}
