import type { Page, PriorImport, PriorValue } from '@duban/contract';
import {
  api,
  EmptyState,
  formatNumber,
  PageLayout,
  QueryView,
  queries,
  Section,
  useChange,
  useLanguage,
  usePeriodText,
  usePlan,
  useText,
  withQuery,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilePicker } from '../../parts/file-picker.js';
import { Labelled } from '../../parts/labelled.js';
import { MetricName } from '../../parts/metric-name.js';
import { printTime } from '../../parts/print-time.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';
import { ScrollBox } from '../../parts/scroll-box.js';

const route = getRouteApi('/shell/prior-values');
/** Values shown at once; a year of an area may hold thousands. */
const shownValues = 200;
const touched = [['prior-values'], ['board'], ['series'], ['drill']] as const;

/** 上年同期值: last year's values by workbook, with where they come from; what was imported, and what stands. */
export function PriorPage() {
  const { t } = useTranslation('prior');
  const text = useText();
  const plan = usePlan();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const areaId = plan.areas.find((area) => area.id === search.areaId)?.id ?? plan.areas[0]?.id ?? '';
  const path = `/api/plans/${plan.id}/prior-values`;
  return (
    <PageLayout
      title={t('title')}
      note={t('note')}
      toolbar={
        <>
          <Select
            className="grid-choice"
            aria-label={t('area')}
            value={areaId}
            popupMatchSelectWidth={240}
            options={plan.areas.map((area) => ({ value: area.id, label: text(area.title) }))}
            onChange={(next: string) => void navigate({ search: (before) => ({ ...before, areaId: next }) })}
          />
          <Button href={withQuery(`${path}/template.xlsx`, { areaId })} download>
            {t('template')}
          </Button>
        </>
      }
    >
      <Section title={t('upload')}>
        <Upload path={path} />
      </Section>
      <Section title={t('imports')}>
        <Imports path={path} />
      </Section>
      <Section title={t('values')}>
        <Values path={path} areaId={areaId} />
      </Section>
    </PageLayout>
  );
}

function Upload({ path }: { path: string }) {
  const { t } = useTranslation('prior');
  const [source, setSource] = useState('');
  const [reason, setReason] = useState('');
  const [reviewed, setReviewed] = useState(false);
  const upload = useChange(
    (file: File, idempotencyKey) =>
      api.upload<PriorImport>(
        withQuery(`${path}/imports`, {
          source: source.trim(),
          reason: reason.trim() || undefined,
          reviewed: 'true',
        }),
        file,
        { idempotencyKey },
      ),
    touched,
  );
  return (
    <div className="section-body dialog-form prior-upload">
      <Labelled label={t('source')} hint={t('sourceHint')} said={saidOf(upload.error, 'query.source')}>
        {(props) => (
          <Input
            {...props}
            maxLength={200}
            value={source}
            onChange={(event) => setSource(event.target.value)}
          />
        )}
      </Labelled>
      <Labelled
        optional
        label={t('reason')}
        hint={t('reasonHint')}
        said={saidOf(upload.error, 'query.reason')}
      >
        {(props) => (
          <Input
            {...props}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Labelled>
      <Checkbox checked={reviewed} onChange={(event) => setReviewed(event.target.checked)}>
        {t('reviewed')}
      </Checkbox>
      <div>
        <FilePicker
          label={t('upload')}
          busy={upload.isPending}
          disabled={!reviewed || source.trim() === ''}
          onPick={(file) => upload.mutate(file)}
        />
      </div>
      <ProblemNote error={upload.error} shownAt={['query.source', 'query.reason']} />
    </div>
  );
}

function Imports({ path }: { path: string }) {
  const { t } = useTranslation('prior');
  const imports = useQuery({
    queryKey: ['prior-values', 'imports', path],
    queryFn: ({ signal }) => api.get<Page<PriorImport>>(`${path}/imports`, {}, signal),
  });
  return (
    <QueryView query={imports} lines={3}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title={t('noImports')} />
        ) : (
          <ScrollBox label={t('imports')}>
            <table className="grid" aria-label={t('imports')}>
              <thead>
                <tr>
                  {['at', 'by', 'source', 'state', 'rows', 'result'].map((key) => (
                    <th key={key} scope="col" className={key === 'source' ? 'grow' : undefined}>
                      {t(key)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {items.map((each) => (
                  <tr key={each.id}>
                    <td className="figure">{printTime(each.at)}</td>
                    <td>{each.by?.name ?? t('system')}</td>
                    <td className="grow">
                      {each.source}
                      {each.reason ? <span className="under">{each.reason}</span> : null}
                    </td>
                    <td>
                      {t(each.state)}
                      {each.faulty > 0 ? (
                        <span className="under">{t('faulty', { count: each.faulty })}</span>
                      ) : null}
                    </td>
                    <td className="figure">{t('rowsOf', { rows: each.rows, replaced: each.replaced })}</td>
                    <td>
                      {each.hasResult ? (
                        <Button size="small" href={`${path}/imports/${each.id}/result.xlsx`} download>
                          {t('result')}
                        </Button>
                      ) : null}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollBox>
        )
      }
    </QueryView>
  );
}

function Values({ path, areaId }: { path: string; areaId: string }) {
  const { t } = useTranslation('prior');
  const text = useText();
  const language = useLanguage();
  const periodText = usePeriodText();
  const metrics = useQuery(queries.metrics(areaId));
  const values = useQuery({
    queryKey: ['prior-values', 'values', path, areaId],
    queryFn: ({ signal }) =>
      api.get<Page<PriorValue>>(path, { areaId, sort: 'metric', limit: shownValues }, signal),
  });
  return (
    <QueryView query={values} lines={6}>
      {({ items, total }) =>
        items.length === 0 ? (
          <EmptyState title={t('noValues')} />
        ) : (
          <>
            <ScrollBox label={t('values')} className="prior-values">
              <table className="grid" aria-label={t('values')}>
                <thead>
                  <tr>
                    {['metric', 'unit', 'period'].map((key) => (
                      <th key={key} scope="col" className={key === 'metric' ? 'grow' : undefined}>
                        {t(key)}
                      </th>
                    ))}
                    <th scope="col" className="num">
                      {t('value')}
                    </th>
                    <th scope="col" className="num">
                      {t('sides')}
                    </th>
                    <th scope="col" className="wide-only">
                      {t('source')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((each) => (
                    <tr key={`${each.metric} ${each.unit.id} ${each.period}`}>
                      <th scope="row" className="grow">
                        <MetricName
                          metric={each.metric}
                          title={text(metrics.data?.items.find(({ key }) => key === each.metric)?.title)}
                        />
                      </th>
                      <td>{each.unit.name}</td>
                      <td>{periodText(each.period)}</td>
                      <td className="num">{formatNumber(each.value, language)}</td>
                      <td className="num">
                        {each.denominator === null
                          ? ''
                          : `${formatNumber(each.numerator, language)} / ${formatNumber(each.denominator, language)}`}
                      </td>
                      <td className="wide-only">{each.source}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </ScrollBox>
            {total > items.length ? (
              <p className="section-body dim">{t('more', { shown: items.length, total })}</p>
            ) : null}
          </>
        )
      }
    </QueryView>
  );
}
