import { asProblem, noAnswer } from '@duban/portal-kit';
import { useTranslation } from 'react-i18next';

/** Why signing in, or changing the password, was refused. */
export function EntryProblem({ error }: { error: unknown }) {
  const { t } = useTranslation('login');
  if (!error) return null;
  const problem = asProblem(error);
  return (
    <p className="entry-problem" role="alert">
      {problem.status === noAnswer ? t('offline') : problem.detail || t('failed')}
      {problem.errors.map((each) => (
        <span key={`${each.path} ${each.code}`}>{each.message}</span>
      ))}
      {problem.requestId ? <code>{problem.requestId}</code> : null}
    </p>
  );
}
