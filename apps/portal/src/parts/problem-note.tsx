import { ApiProblem, asProblem, noAnswer } from '@duban/portal-kit';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';

/**
 * Why a change was refused, in the server's words. `shownAt` are the fields that tell their own part; a change
 * that somebody else overtook (412) offers to read anew.
 */
export function ProblemNote({
  error,
  shownAt = [],
  onReload,
}: {
  error: unknown;
  shownAt?: readonly string[];
  onReload?: () => void;
}) {
  const { t } = useTranslation('change');
  if (!error) return null;
  const problem = asProblem(error);
  const overtaken = problem.status === 412;
  const rest = problem.errors.filter((each) => !shownAt.some((field) => isWithin(each.path, field)));
  const title = overtaken
    ? t('overtaken')
    : problem.status === noAnswer && problem.code === 'network'
      ? t('offline')
      : problem.detail || t('failed');
  return (
    <Alert
      className="problem-note"
      type="warning"
      showIcon
      title={title}
      description={
        rest.length > 0 || (problem.requestId && problem.status >= 500) ? (
          <>
            {rest.map((each) => (
              <div key={`${each.path} ${each.code}`}>{each.message}</div>
            ))}
            {problem.status >= 500 ? <code>{problem.requestId}</code> : null}
          </>
        ) : undefined
      }
      action={
        overtaken && onReload ? (
          <Button size="small" onClick={onReload}>
            {t('reload')}
          </Button>
        ) : undefined
      }
    />
  );
}

/** What the server said of one field of the request, or of something in its list; null where it said nothing. */
export function saidOf(error: unknown, path: string): string | null {
  if (!(error instanceof ApiProblem)) return null;
  return error.at(path) ?? error.errors.find((each) => isWithin(each.path, path))?.message ?? null;
}

const isWithin = (path: string, field: string) => path === field || path.startsWith(`${field}.`);
