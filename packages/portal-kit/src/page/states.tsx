import type { UseQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { asProblem, noAnswer } from '../api/problem.js';
import { useKitText } from '../text/use-text.js';

/** What stands where content would: a headline, what to do next, and what can be done about it. */
function State({
  title,
  hint,
  requestId,
  action,
  alert = false,
}: {
  title: string;
  hint?: ReactNode;
  requestId?: string | null;
  action?: ReactNode;
  alert?: boolean;
}) {
  const t = useKitText();
  return (
    <div className="state" role={alert ? 'alert' : 'status'}>
      <p className="state-title">{title}</p>
      {hint ? <p className="state-hint">{hint}</p> : null}
      {requestId ? (
        <p className="state-request">
          {t('state.requestId')} <code>{requestId}</code>
        </p>
      ) : null}
      {action}
    </div>
  );
}

export function EmptyState({
  title,
  hint,
  action,
}: {
  title?: string;
  hint?: ReactNode;
  action?: ReactNode;
}) {
  const t = useKitText();
  return <State title={title ?? t('state.empty')} hint={hint} action={action} />;
}

/** Lines in the place of content, so that the page does not jump when it arrives. */
export function LoadingState({ lines = 6 }: { lines?: number }) {
  const t = useKitText();
  return (
    <div className="skeleton" role="status" aria-live="polite">
      <span className="visually-hidden">{t('state.loading')}</span>
      {Array.from({ length: lines }, (_, at) => `line-${at}`).map((key) => (
        <span key={key} className="skeleton-line" />
      ))}
    </div>
  );
}

export function ForbiddenState() {
  const t = useKitText();
  return <State alert title={t('state.forbidden')} hint={t('state.forbiddenHint')} />;
}

export function MissingState() {
  const t = useKitText();
  return <State alert title={t('state.missing')} hint={t('state.missingHint')} />;
}

/** Any failure: forbidden, not found, offline, or what the server said, with its request id. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useKitText();
  const problem = asProblem(error);
  const retry = onRetry ? <Button onClick={onRetry}>{t('state.retry')}</Button> : null;
  if (problem.status === 403) return <ForbiddenState />;
  if (problem.status === 404) return <MissingState />;
  if (problem.status === noAnswer && problem.code === 'network') {
    return <State alert title={t('state.offline')} hint={t('state.offlineHint')} action={retry} />;
  }
  return (
    <State
      alert
      title={t('state.error')}
      hint={
        <>
          {problem.detail ? <span className="state-detail">{problem.detail}</span> : null}
          {t('state.errorHint')}
        </>
      }
      requestId={problem.requestId}
      action={retry}
    />
  );
}

/** A read on its way to the screen: loading, failed, or the content. What is shown stays during a refresh. */
export function QueryView<T>({
  query,
  lines,
  children,
}: {
  query: UseQueryResult<T>;
  lines?: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <LoadingState lines={lines} />;
}
