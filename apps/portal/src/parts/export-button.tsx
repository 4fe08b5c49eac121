import type { ExportRequestBody, ExportView } from '@duban/contract';
import { api, useChange } from '@duban/portal-kit';
import { Button, type ButtonProps } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { ExportState } from './export-state.js';
import { fileOf, isOpen, touchedByExport, useExports } from './exports.js';
import { ProblemNote } from './problem-note.js';

/** Few documents ask back: nobody loads the dialog for the others. */
const ExportWarning = lazy(() => import('./export-warning.js'));

/**
 * Has a document made, shows how far it is, and fetches it when it is done. Whoever leaves the page finds it among
 * their documents.
 */
export function ExportButton({
  request,
  label,
  warning,
  size,
  type,
}: {
  request: ExportRequestBody;
  label: string;
  /** Asked back before it is made. */
  warning?: string | null;
} & Pick<ButtonProps, 'size' | 'type'>) {
  const [asked, setAsked] = useState<{ id: string; request: string } | null>(null);
  const [asks, setAsks] = useState(false);
  const fetched = useRef<string | null>(null);
  const exports = useExports();
  const start = useChange<ExportRequestBody, ExportView>(
    (given, idempotencyKey) => api.post('/api/exports', given, { idempotencyKey }),
    touchedByExport,
  );
  // Of another choice than what is on screen by now it is told in the list of documents alone.
  const mine = asked?.request === JSON.stringify(request) ? asked.id : null;
  const job = exports.data?.items.find((each) => each.id === mine);
  const runs = job !== undefined && isOpen(job);
  useEffect(() => {
    if (job?.state !== 'done' || fetched.current === job.id) return;
    fetched.current = job.id;
    const link = document.createElement('a');
    link.href = fileOf(job);
    link.download = '';
    link.click();
  }, [job]);
  const order = () =>
    start.mutate(request, { onSuccess: ({ id }) => setAsked({ id, request: JSON.stringify(request) }) });
  return (
    <span className="export-button">
      <Button
        size={size}
        type={type}
        loading={start.isPending}
        disabled={runs}
        onClick={warning ? () => setAsks(true) : order}
      >
        {label}
      </Button>
      {asks && warning ? (
        <Suspense fallback={null}>
          <ExportWarning
            title={label}
            warning={warning}
            onMake={() => {
              setAsks(false);
              order();
            }}
            onClose={() => setAsks(false)}
          />
        </Suspense>
      ) : null}
      {job ? <ExportState job={job} /> : null}
      <ProblemNote error={start.error} />
    </span>
  );
}
