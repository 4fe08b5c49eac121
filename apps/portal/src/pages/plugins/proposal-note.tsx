import type { AreaConfigView } from '@duban/contract';
import { api, Section, useCan, useChange, usePlan } from '@duban/portal-kit';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../parts/dialog.js';
import { Words } from '../../parts/labelled.js';
import { printTime } from '../../parts/print-time.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';
import { configPath, touchedByConfig } from './config-queries.js';
import { PreviewPanel } from './preview-panel.js';

type Proposal = NonNullable<AreaConfigView['proposal']>;

/** A version that waits for the plan office, with what it would do: the one who confirms sees what the author saw. */
export function ProposalNote({ areaId, proposal }: { areaId: string; proposal: Proposal }) {
  const { t } = useTranslation('plugins');
  const can = useCan();
  const plan = usePlan();
  const [refusing, setRefusing] = useState(false);
  const [reason, setReason] = useState('');
  const decide = useChange(
    (input: { how: 'confirm' | 'refuse'; reason?: string }, idempotencyKey) =>
      api.post<AreaConfigView>(
        `${configPath(plan.id, areaId)}/versions/${proposal.version}/${input.how}`,
        input.reason ? { reason: input.reason } : {},
        { idempotencyKey },
      ),
    touchedByConfig,
  );
  const decides = can('area.confirm') && !proposal.mine;
  // A day that is over takes effect on the day of the confirmation.
  const effectiveFrom = [proposal.effectiveFrom, plan.businessDate].sort().at(-1) ?? plan.businessDate;
  const changed = Object.entries(proposal.value).filter(([section]) => proposal.sections.includes(section));
  return (
    <>
      <Section
        title={t('waits', { version: proposal.version })}
        note={`${proposal.by?.name ?? ''} · ${proposal.at ? printTime(proposal.at) : ''}`}
        extra={
          decides ? (
            <span className="plugin-acts">
              <Button
                type="primary"
                loading={decide.isPending}
                onClick={() => decide.mutate({ how: 'confirm' })}
              >
                {t('confirm')}
              </Button>
              <Button onClick={() => setRefusing(true)}>{t('refuse')}</Button>
            </span>
          ) : null
        }
      >
        <p className="section-body">
          {proposal.reason} · {t('effectiveFrom')} {effectiveFrom}
          {proposal.mine ? <span className="under">{t('mine')}</span> : null}
        </p>
        {refusing ? null : <ProblemNote error={decide.error} />}
      </Section>
      <PreviewPanel
        areaId={areaId}
        isProposed
        change={{ value: Object.fromEntries(changed), effectiveFrom }}
      />
      {refusing ? (
        <Dialog
          open
          title={t('refuse')}
          okText={t('refuse')}
          okButtonProps={{ loading: decide.isPending, disabled: reason.trim() === '' }}
          onOk={() => decide.mutate({ how: 'refuse', reason })}
          onCancel={() => setRefusing(false)}
        >
          <div className="dialog-form">
            <Words
              label={t('reason')}
              said={saidOf(decide.error, 'reason')}
              value={reason}
              onChange={setReason}
            />
            <ProblemNote error={decide.error} shownAt={['reason']} />
          </div>
        </Dialog>
      ) : null}
    </>
  );
}
