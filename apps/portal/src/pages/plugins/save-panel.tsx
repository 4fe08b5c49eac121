import type { AreaConfigView } from '@duban/contract';
import { api, Section, useChange, usePlan } from '@duban/portal-kit';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DateField, Labelled, Words } from '../../parts/labelled.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';
import type { ConfigDraft } from './config-draft.js';
import { configPath, touchedByConfig } from './config-queries.js';
import { PreviewPanel } from './preview-panel.js';

/** Day and reason of a change, its preview, and then its saving: nobody saves what they did not look at. */
export function SavePanel({
  config,
  draft,
  onReload,
}: {
  config: AreaConfigView;
  draft: ConfigDraft;
  onReload: () => void;
}) {
  const { t } = useTranslation('plugins');
  const plan = usePlan();
  const [reason, setReason] = useState('');
  const [effectiveFrom, setEffectiveFrom] = useState(plan.businessDate);
  const [previewed, setPreviewed] = useState<{ value: object; effectiveFrom: string } | null>(null);
  const save = useChange(
    (input: { value: object; reason: string; effectiveFrom: string }) =>
      api.put<AreaConfigView>(configPath(plan.id, config.areaId), input, { ifMatch: config.version }),
    touchedByConfig,
  );
  const change = { value: draft.change, effectiveFrom };
  const isLookedAt = JSON.stringify(previewed) === JSON.stringify(change);
  return (
    <>
      <Section title={t('unsaved')} extra={<Button onClick={draft.discard}>{t('discard')}</Button>}>
        <div className="section-body dialog-form">
          <div className="plugin-columns">
            <Labelled label={t('effectiveFrom')} said={saidOf(save.error, 'effectiveFrom')}>
              {(control) => (
                <DateField
                  {...control}
                  allowClear={false}
                  min={plan.businessDate}
                  value={effectiveFrom}
                  onChange={(date) => setEffectiveFrom(date ?? plan.businessDate)}
                />
              )}
            </Labelled>
          </div>
          <Words
            label={t('reason')}
            said={saidOf(save.error, 'reason')}
            value={reason}
            onChange={setReason}
          />
          <span className="plugin-acts">
            <Button type={isLookedAt ? 'default' : 'primary'} onClick={() => setPreviewed(change)}>
              {t('preview')}
            </Button>
            <Button
              type={isLookedAt ? 'primary' : 'default'}
              disabled={!isLookedAt || reason.trim() === ''}
              loading={save.isPending}
              onClick={() => save.mutate({ ...change, reason }, { onSuccess: draft.discard })}
            >
              {t('save')}
            </Button>
            {isLookedAt ? null : <span className="dim">{t('previewFirst')}</span>}
          </span>
          <ProblemNote error={save.error} shownAt={['reason', 'effectiveFrom']} onReload={onReload} />
        </div>
      </Section>
      {previewed && isLookedAt ? <PreviewPanel areaId={config.areaId} change={previewed} /> : null}
    </>
  );
}
