import { type ExportView, exportTitles } from '@duban/contract';
import { EmptyState, PageLayout, PortalLink, QueryView, Section, useCan, useText } from '@duban/portal-kit';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { ExportState } from '../../parts/export-state.js';
import { useExports } from '../../parts/exports.js';
import { printTime } from '../../parts/print-time.js';

/** 我的文件: every document that I had made, how far it is, and until when it is kept. Leaving the page stops nothing. */
export function ExportsPage() {
  const { t } = useTranslation('exports');
  const can = useCan();
  const exports = useExports();
  return (
    <PageLayout
      title={t('title')}
      note={
        <>
          {t('note')}{' '}
          {can('report.write') ? <PortalLink href={addresses.imports}>{t('imports')}</PortalLink> : null}
        </>
      }
    >
      <Section title={t('title')}>
        <QueryView query={exports} lines={6}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title={t('none')} hint={t('noneHint')} />
            ) : (
              <Documents items={items} />
            )
          }
        </QueryView>
      </Section>
    </PageLayout>
  );
}

function Documents({ items }: { items: ExportView[] }) {
  const { t } = useTranslation('exports');
  const text = useText();
  return (
    <div className="table-box">
      <table className="grid" aria-label={t('title')}>
        <thead>
          <tr>
            <th scope="col" className="grow">
              {t('document')}
            </th>
            <th scope="col" className="wide-only">
              {t('at')}
            </th>
            <th scope="col">{t('stateTitle')}</th>
            <th scope="col" className="wide-only">
              {t('expires')}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((job) => (
            <tr key={job.id}>
              <td className="grow">
                {text(exportTitles[job.kind])}
                <span className="under">{job.fileName ?? job.title}</span>
                <span className="under figure narrow-only">{printTime(job.at)}</span>
              </td>
              <td className="figure wide-only">{printTime(job.at)}</td>
              <td>
                <ExportState job={job} />
              </td>
              <td className="figure wide-only">{job.expiresAt ? printTime(job.expiresAt) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
