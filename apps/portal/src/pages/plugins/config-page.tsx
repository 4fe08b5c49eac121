import type { AreaConfigView, AreaView, FormView } from '@duban/contract';
import { MissingState, PageLayout, PortalLink, QueryView, usePlan, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useBlocker } from '@tanstack/react-router';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { ClosedUnits } from './closed-units.js';
import { useConfigDraft } from './config-draft.js';
import { configQueries } from './config-queries.js';
import { DutiesTab } from './duties-tab.js';
import { FieldsTab } from './fields-tab.js';
import { FormsTab } from './forms-tab.js';
import { LightsTab } from './lights-tab.js';
import { OwnTab } from './own-tab.js';
import { ProposalNote } from './proposal-note.js';
import { SavePanel } from './save-panel.js';
import { TargetsTab } from './targets-tab.js';
import { UrgingTab } from './urging-tab.js';
import { VersionsTab } from './versions-tab.js';
import './plugins.css';

const route = getRouteApi('/shell/plugins/$areaId');

/** One area's configuration in the plan: looked at, changed, previewed, decided on, and taken back. */
export function ConfigPage() {
  const { t } = useTranslation('plugins');
  const text = useText();
  const plan = usePlan();
  const { areaId } = route.useParams();
  const area = plan.areas.find((each) => each.id === areaId);
  const config = useQuery({ ...configQueries.config(plan.id, areaId), enabled: area !== undefined });
  const forms = useQuery(configQueries.installedForms(areaId));
  if (!area) return <MissingState />;
  return (
    <PageLayout
      title={text(area.title)}
      note={
        <>
          {t('plugin', { id: area.id, version: area.plugin.version, contract: area.plugin.contract })}
          {area.enabled ? null : ` · ${t('disabled')}`}
          {config.data
            ? ` · ${t(`configState.${config.data.state}`, { version: t('versionNumber', { version: config.data.inForce }) })}`
            : null}
        </>
      }
    >
      <QueryView query={config} lines={10}>
        {(now) => (
          <QueryView query={forms} lines={10}>
            {({ items }) => (
              <Editor area={area} config={now} forms={items} onReload={() => void config.refetch()} />
            )}
          </QueryView>
        )}
      </QueryView>
    </PageLayout>
  );
}

function Editor({
  area,
  config,
  forms,
  onReload,
}: {
  area: AreaView;
  config: AreaConfigView;
  forms: readonly FormView[];
  onReload: () => void;
}) {
  const { t } = useTranslation('plugins');
  const { tab = 'forms' } = route.useSearch();
  const draft = useConfigDraft(config.value);
  const blocker = useBlocker({
    withResolver: true,
    enableBeforeUnload: () => draft.isChanged,
    shouldBlockFn: ({ current, next }) => draft.isChanged && current.pathname !== next.pathname,
  });
  const own = { forms, draft };
  const tabs = {
    forms: <FormsTab {...own} />,
    fields: <FieldsTab {...own} />,
    duties: <DutiesTab {...own} />,
    targets: <TargetsTab areaId={area.id} draft={draft} />,
    lights: <LightsTab schema={config.schema} draft={draft} />,
    urging: <UrgingTab draft={draft} />,
    own: <OwnTab fields={config.ownFields} draft={draft} />,
    versions: <VersionsTab areaId={area.id} />,
  };
  return (
    <>
      {config.closedUnits.length > 0 ? (
        <ClosedUnits areaId={area.id} units={config.closedUnits} draft={draft} />
      ) : null}
      {config.proposal ? <ProposalNote areaId={area.id} proposal={config.proposal} /> : null}
      {draft.isChanged ? <SavePanel config={config} draft={draft} onReload={onReload} /> : null}
      <nav className="page-tabs" aria-label={t('title')}>
        {Object.keys(tabs).map((key) => (
          <PortalLink key={key} href={addresses.plugin(area.id, { tab: key })} current={key === tab}>
            {t(`tab.${key}`)}
          </PortalLink>
        ))}
      </nav>
      {tabs[tab]}
      {blocker.status === 'blocked' ? (
        <Modal
          open
          title={t('leaveTitle')}
          okText={t('leave')}
          onOk={blocker.proceed}
          onCancel={blocker.reset}
        >
          {t('leaveHint')}
        </Modal>
      ) : null}
    </>
  );
}
