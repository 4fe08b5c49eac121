import type { AreaConfigView, ConfigVersionView } from '@duban/contract';
import { api, QueryView, Section, useChange, usePlan } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../parts/dialog.js';
import { Words } from '../../parts/labelled.js';
import { printTime } from '../../parts/print-time.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';
import { ChangesTable } from './changes-table.js';
import { configPath, configQueries, touchedByConfig } from './config-queries.js';

/** Every version of the configuration: what it changed, how it differs from another, and the way back. */
export function VersionsTab({ areaId }: { areaId: string }) {
  const { t } = useTranslation('plugins');
  const plan = usePlan();
  const versions = useQuery(configQueries.versions(plan.id, areaId));
  const [chosen, setChosen] = useState<number | null>(null);
  const [back, setBack] = useState<number | null>(null);
  return (
    <div className="page">
      <Section title={t('versions')}>
        <QueryView query={versions} lines={4}>
          {({ items }) => (
            <div className="table-box">
              <table className="grid" aria-label={t('versions')}>
                <thead>
                  <tr>
                    <th scope="col">{t('versionColumn')}</th>
                    <th scope="col">{t('state')}</th>
                    <th scope="col">{t('effectiveFrom')}</th>
                    <th scope="col" className="grow">
                      {t('reason')}
                    </th>
                    <th scope="col">{t('by')}</th>
                    <th scope="col">{t('decidedBy')}</th>
                    <th scope="col">{t('act')}</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((version) => (
                    <VersionRow
                      key={version.version}
                      version={version}
                      onShow={() => setChosen(version.version)}
                      onBack={() => setBack(version.version)}
                    />
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </QueryView>
      </Section>
      {chosen === null ? null : (
        <VersionDiff
          key={chosen}
          areaId={areaId}
          version={chosen}
          versions={versions.data?.items.map((each) => each.version) ?? []}
        />
      )}
      {back === null ? null : <RollbackDialog areaId={areaId} version={back} onClose={() => setBack(null)} />}
    </div>
  );
}

function VersionRow({
  version,
  onShow,
  onBack,
}: {
  version: ConfigVersionView;
  onShow: () => void;
  onBack: () => void;
}) {
  const { t } = useTranslation('plugins');
  return (
    <tr>
      <th scope="row" className="plugin-name">
        {t('versionNumber', { version: version.version })}
      </th>
      <td>{t(`versionState.${version.state}`)}</td>
      <td>{version.effectiveFrom}</td>
      <td className="grow">
        {version.version === 0 ? t('setUp') : version.reason}
        {version.rollbackOf === null ? null : (
          <span className="under">{t('rollbackOf', { version: version.rollbackOf })}</span>
        )}
      </td>
      <td>
        {version.by?.name}
        {version.at ? <span className="under">{printTime(version.at)}</span> : null}
      </td>
      <td>
        {version.decidedBy?.name}
        {version.decidedAt ? <span className="under">{printTime(version.decidedAt)}</span> : null}
        {version.decisionReason ? <span className="under">{version.decisionReason}</span> : null}
      </td>
      <td>
        <span className="plugin-acts">
          {version.version > 0 ? (
            <Button size="small" onClick={onShow}>
              {t('diff')}
            </Button>
          ) : null}
          {version.state === 'proposed' || version.state === 'refused' ? null : (
            <Button size="small" onClick={onBack}>
              {t('rollback')}
            </Button>
          )}
        </span>
      </td>
    </tr>
  );
}

function VersionDiff({
  areaId,
  version,
  versions,
}: {
  areaId: string;
  version: number;
  versions: readonly number[];
}) {
  const { t } = useTranslation('plugins');
  const plan = usePlan();
  const [to, setTo] = useState<number | undefined>(undefined);
  const diff = useQuery(configQueries.diff(plan.id, areaId, version, to));
  return (
    <Section
      title={t('versionNumber', { version })}
      note={t('diff')}
      extra={
        <Select
          aria-label={t('compareWith')}
          className="plugin-choice"
          value={to ?? -1}
          onChange={(next: number) => setTo(next < 0 ? undefined : next)}
          options={[
            { value: -1, label: t('asChanged') },
            ...versions
              .filter((each) => each !== version)
              .map((each) => ({ value: each, label: t('comparedTo', { version: each }) })),
          ]}
        />
      }
    >
      <QueryView query={diff} lines={3}>
        {({ changes }) => <ChangesTable changes={changes} />}
      </QueryView>
    </Section>
  );
}

function RollbackDialog({
  areaId,
  version,
  onClose,
}: {
  areaId: string;
  version: number;
  onClose: () => void;
}) {
  const { t } = useTranslation('plugins');
  const plan = usePlan();
  const [reason, setReason] = useState('');
  const rollback = useChange(
    (input: { reason: string }, idempotencyKey) =>
      api.post<AreaConfigView>(`${configPath(plan.id, areaId)}/versions/${version}/rollback`, input, {
        idempotencyKey,
      }),
    touchedByConfig,
  );
  return (
    <Dialog
      open
      title={t('rollbackTo', { version })}
      okText={t('rollback')}
      okButtonProps={{ loading: rollback.isPending, disabled: reason.trim() === '' }}
      onOk={() => rollback.mutate({ reason }, { onSuccess: onClose })}
      onCancel={onClose}
    >
      <div className="dialog-form">
        <p className="dialog-note">{t('rollbackHint')}</p>
        <Words
          label={t('reason')}
          said={saidOf(rollback.error, 'reason')}
          value={reason}
          onChange={setReason}
        />
        <ProblemNote error={rollback.error} shownAt={['reason']} />
      </div>
    </Dialog>
  );
}
