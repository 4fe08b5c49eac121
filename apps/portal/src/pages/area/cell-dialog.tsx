import { cellState, cellStateTitles, type ExpectationView } from '@duban/contract';
import { api, PortalLink, useChange, usePeriodText, usePlan, useText } from '@duban/portal-kit';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { useAllows } from '../../app/use-allows.js';
import { Dialog } from '../../parts/dialog.js';
import { Labelled } from '../../parts/labelled.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';
import { Reopening } from './reopening.js';

const touched = [['expectations'], ['work'], ['board'], ['tasks'], ['series']] as const;

/** What may be done about one expected report: open it, waive it (免报) or take that back, urge. */
export function CellDialog({
  expectation,
  onUrge,
  onClose,
}: {
  expectation: ExpectationView;
  onUrge: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('area');
  const text = useText();
  const periodText = usePeriodText();
  const plan = usePlan();
  const allows = useAllows();
  const [reason, setReason] = useState('');
  const path = `/api/expectations/${expectation.id}/waive`;
  const waive = useChange(
    (given: string, idempotencyKey) => api.post<ExpectationView>(path, { reason: given }, { idempotencyKey }),
    touched,
  );
  const expect = useChange(() => api.delete<ExpectationView>(path), touched);
  const state = cellState(expectation, plan.businessDate);
  const subject = { areaId: expectation.areaId, unitId: expectation.unitId };
  const handedIn = ['submitted', 'signed', 'accepted'].includes(expectation.reportState ?? '');
  const mayWaive = allows('report.waive', subject);
  return (
    <Dialog open title={expectation.unitName} footer={null} onCancel={onClose}>
      <p>
        {periodText(expectation.period)} · {text(cellStateTitles[state])} ·{' '}
        {t('reports.due', { date: expectation.dueOn })}
      </p>
      {expectation.waivedReason ? (
        <p>{t('reports.waivedBecause', { reason: expectation.waivedReason })}</p>
      ) : null}
      <div className="cell-actions">
        {expectation.reportId ? (
          <PortalLink className="ant-btn ant-btn-default" href={addresses.report(expectation.reportId)}>
            {t('reports.open')}
          </PortalLink>
        ) : null}
        {state === 'late' && allows('urging.issue', subject) ? (
          <Button onClick={onUrge}>{t('reports.urge')}</Button>
        ) : null}
        {expectation.waived && mayWaive ? (
          <Button loading={expect.isPending} onClick={() => expect.mutate(undefined, { onSuccess: onClose })}>
            {t('reports.expectAgain')}
          </Button>
        ) : null}
      </div>
      {!expectation.waived && !handedIn && mayWaive ? (
        <form
          className="dialog-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim()) waive.mutate(reason.trim(), { onSuccess: onClose });
          }}
        >
          <Labelled label={t('reports.waiveReason')} said={saidOf(waive.error, 'reason')}>
            {(props) => (
              <Input
                {...props}
                maxLength={2000}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Labelled>
          <Button htmlType="submit" disabled={!reason.trim()} loading={waive.isPending}>
            {t('reports.waive')}
          </Button>
        </form>
      ) : null}
      <ProblemNote error={waive.error ?? expect.error} shownAt={['reason']} />
      <Reopening expectation={expectation} onDone={onClose} />
    </Dialog>
  );
}
