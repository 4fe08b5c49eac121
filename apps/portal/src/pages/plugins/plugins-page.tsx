import type { AreaView, ConfigVersionView } from '@duban/contract';
import {
  api,
  PageLayout,
  PortalLink,
  QueryView,
  queries,
  Section,
  useCan,
  useChange,
  usePlan,
  useText,
} from '@duban/portal-kit';
import { useQueries, useQuery } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { useAllows } from '../../app/use-allows.js';
import { printTime } from '../../parts/print-time.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { configQueries, touchedByConfig } from './config-queries.js';
import './plugins.css';

/** The plan's areas with what runs them; each opens its configuration. */
export function PluginsPage() {
  const { t } = useTranslation('plugins');
  const text = useText();
  const can = useCan();
  const plan = usePlan();
  const allows = useAllows();
  const areas = plan.areas.filter((area) => allows('area.configure', { areaId: area.id }));
  const forms = useQuery(configQueries.installedForms());
  const metrics = useQuery(queries.metrics());
  const versions = useQueries({
    queries: areas.map((area) => configQueries.versions(plan.id, area.id)),
  });
  const [turning, setTurning] = useState<AreaView | null>(null);
  const count = (items: readonly { areaId: string }[] | undefined, id: string) =>
    items?.filter((each) => each.areaId === id).length ?? '';
  return (
    <PageLayout title={t('title')} note={t('note')}>
      <Section title={t('areas')} note={t('count', { count: areas.length })}>
        <div className="table-box">
          <table className="grid" aria-label={t('areas')}>
            <thead>
              <tr>
                <th scope="col" className="num">
                  {t('number')}
                </th>
                <th scope="col">{t('area')}</th>
                <th scope="col">{t('state')}</th>
                <th scope="col">{t('version')}</th>
                <th scope="col" className="num">
                  {t('forms')}
                </th>
                <th scope="col" className="num">
                  {t('metrics')}
                </th>
                <th scope="col" className="grow">
                  {t('lastChange')}
                </th>
                {can('area.enable') ? <th scope="col">{t('act')}</th> : null}
              </tr>
            </thead>
            <tbody>
              {areas.map((area, at) => (
                <tr key={area.id}>
                  <td className="num">{area.number}</td>
                  <th scope="row" className="plugin-name">
                    <PortalLink href={addresses.plugin(area.id)}>{text(area.title)}</PortalLink>
                    <span className="under">{area.id}</span>
                  </th>
                  <td>{t(area.enabled ? 'enabled' : 'disabled')}</td>
                  <td>
                    {area.plugin.version}
                    <span className="under">{t('contract', { contract: area.plugin.contract })}</span>
                  </td>
                  {/* The progress note is the core's: it counts among no area's forms. */}
                  <td className="num">{forms.data ? Number(count(forms.data.items, area.id)) - 1 : ''}</td>
                  <td className="num">{count(metrics.data?.items, area.id)}</td>
                  <td className="grow">
                    {versions[at] ? (
                      <QueryView query={versions[at]} lines={1}>
                        {({ items }) => <LastChange version={items[0]} />}
                      </QueryView>
                    ) : null}
                  </td>
                  {can('area.enable') ? (
                    <td>
                      <Button
                        size="small"
                        aria-label={`${t(area.enabled ? 'disable' : 'enable')} ${text(area.title)}`}
                        onClick={() => setTurning(area)}
                      >
                        {t(area.enabled ? 'disable' : 'enable')}
                      </Button>
                    </td>
                  ) : null}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Section>
      {turning ? <TurnDialog area={turning} onClose={() => setTurning(null)} /> : null}
    </PageLayout>
  );
}

function LastChange({ version }: { version: ConfigVersionView | undefined }) {
  const { t } = useTranslation('plugins');
  if (!version?.at) return <span className="dim">{t('never')}</span>;
  return (
    <>
      {t('versionNumber', { version: version.version })} · {t(`versionState.${version.state}`)}
      <span className="under">
        {printTime(version.at)} · {version.by?.name} · {version.reason}
      </span>
    </>
  );
}

/** Says what switching an area off or on does, and does it. */
function TurnDialog({ area, onClose }: { area: AreaView; onClose: () => void }) {
  const { t } = useTranslation('plugins');
  const text = useText();
  const plan = usePlan();
  const turn = useChange(
    () =>
      api.patch<AreaView>(
        `/api/plans/${plan.id}/areas/${area.id}`,
        { enabled: !area.enabled },
        { ifMatch: area.version },
      ),
    [['plans'], ...touchedByConfig],
  );
  const act = t(area.enabled ? 'disable' : 'enable');
  return (
    <Modal
      open
      title={`${act} · ${text(area.title)}`}
      okText={act}
      okButtonProps={{ loading: turn.isPending, danger: area.enabled }}
      onOk={() => turn.mutate(undefined, { onSuccess: onClose })}
      onCancel={onClose}
    >
      <p>{t(area.enabled ? 'disableHint' : 'enableHint')}</p>
      <ProblemNote error={turn.error} />
    </Modal>
  );
}
