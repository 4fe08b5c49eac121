import type { ImportView, Page } from '@duban/contract';
import {
  api,
  EmptyState,
  PageLayout,
  PortalLink,
  QueryView,
  queries,
  Section,
  useChange,
  usePeriodText,
  usePlan,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { FilePicker } from '../../parts/file-picker.js';
import { printTime } from '../../parts/print-time.js';
import { ProblemNote } from '../../parts/problem-note.js';

const touched = [['imports'], ['reports'], ['work'], ['expectations']] as const;
/** Milliseconds between two looks at an import that is under way. */
const lookAgain = 700;

/** 导入: workbooks of drafts sent in, how far each is, and what came of it. Leaving the page stops nothing. */
export function ImportsPage() {
  const { t } = useTranslation('imports');
  const imports = useQuery({
    queryKey: ['imports'],
    queryFn: ({ signal }) => api.get<Page<ImportView>>('/api/imports', {}, signal),
    refetchInterval: (query) =>
      query.state.data?.items.some((each) => each.state === 'checking') ? lookAgain : false,
  });
  const upload = useChange((file: File) => api.upload<ImportView>('/api/imports', file), touched);
  return (
    <PageLayout
      title={t('title')}
      note={
        <>
          {t('note')} {t('how')} <PortalLink href={addresses.grid()}>{t('grid')}</PortalLink>
        </>
      }
      toolbar={
        <FilePicker label={t('upload')} busy={upload.isPending} onPick={(file) => upload.mutate(file)} />
      }
    >
      <ProblemNote error={upload.error} />
      <Section title={t('title')}>
        <QueryView query={imports} lines={6}>
          {({ items }) => (items.length === 0 ? <EmptyState title={t('none')} /> : <Runs runs={items} />)}
        </QueryView>
      </Section>
    </PageLayout>
  );
}

function Runs({ runs }: { runs: ImportView[] }) {
  const { t } = useTranslation('imports');
  return (
    <div className="table-box">
      <table className="grid" aria-label={t('title')}>
        <thead>
          <tr>
            {['at', 'form', 'period', 'stateTitle', 'progress', 'actions'].map((key) => (
              <th key={key} scope="col">
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <Run key={run.id} run={run} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Run({ run }: { run: ImportView }) {
  const { t } = useTranslation('imports');
  const text = useText();
  const periodText = usePeriodText();
  const plan = usePlan();
  const forms = useQuery(queries.forms(plan.id, run.areaId));
  const cancel = useChange(() => api.delete<ImportView>(`/api/imports/${run.id}`), touched);
  const form = forms.data?.items.find((each) => each.key === run.formKey);
  return (
    <tr>
      <td className="figure">{printTime(run.at)}</td>
      <td className="grow">
        <PortalLink href={addresses.grid({ areaId: run.areaId, formKey: run.formKey, period: run.period })}>
          {text(form?.title) || run.formKey}
        </PortalLink>
      </td>
      <td>{periodText(run.period)}</td>
      <td>
        {t(`state.${run.state}`)}
        {run.error ? <div className="dim">{run.error.detail}</div> : null}
        {run.faulty > 0 ? <span className="dim"> · {t('faulty', { count: run.faulty })}</span> : null}
      </td>
      <td>
        {run.state === 'checking' ? (
          <Progress size="small" percent={Math.round((run.checked / Math.max(1, run.total)) * 100)} />
        ) : (
          <span className="figure">{t('progressOf', { checked: run.checked, total: run.total })}</span>
        )}
      </td>
      <td>
        {run.state === 'checking' ? (
          <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate(undefined)}>
            {t('cancel')}
          </Button>
        ) : run.state === 'saved' || run.state === 'refused' ? (
          <Button size="small" href={`/api/imports/${run.id}/result.xlsx`} download>
            {t('result')}
          </Button>
        ) : null}
        <ProblemNote error={cancel.error} />
      </td>
    </tr>
  );
}
