import { type ExpectationView, periodEnd, type ReopenBody } from '@duban/contract';
import { api, useChange, usePlan } from '@duban/portal-kit';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAllows } from '../../app/use-allows.js';
import { DateField, Labelled } from '../../parts/labelled.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';

const touched = [['expectations'], ['reports'], ['work'], ['tasks'], ['board']] as const;

/** Lets one report of a closed period through until a day, or closes it again; absent where the period is open. */
export function Reopening({ expectation, onDone }: { expectation: ExpectationView; onDone: () => void }) {
  const { t } = useTranslation('area');
  const plan = usePlan();
  const allows = useAllows();
  const [until, setUntil] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const path = `/api/expectations/${expectation.id}/reopening`;
  const reopen = useChange(
    (body: ReopenBody, idempotencyKey) => api.post<ExpectationView>(path, body, { idempotencyKey }),
    touched,
  );
  const close = useChange(() => api.delete<ExpectationView>(path), touched);
  const { reopenedUntil } = expectation;
  const isClosed = plan.closedThrough !== null && periodEnd(expectation.period) <= plan.closedThrough;
  if (!isClosed) return null;
  const isReopened = reopenedUntil !== null && reopenedUntil >= plan.businessDate;
  const mayReopen = allows('report.reopen', { areaId: expectation.areaId, unitId: expectation.unitId });
  return (
    <>
      <p>{isReopened ? t('closing.reopened', { date: reopenedUntil }) : t('closing.closed')}</p>
      {mayReopen && isReopened ? (
        <Button loading={close.isPending} onClick={() => close.mutate(undefined, { onSuccess: onDone })}>
          {t('closing.again')}
        </Button>
      ) : null}
      {mayReopen && !isReopened ? (
        <form
          className="dialog-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (until && reason.trim())
              reopen.mutate({ until, reason: reason.trim() }, { onSuccess: onDone });
          }}
        >
          <Labelled label={t('closing.until')} said={saidOf(reopen.error, 'until')}>
            {(props) => <DateField {...props} min={plan.businessDate} value={until} onChange={setUntil} />}
          </Labelled>
          <Labelled label={t('closing.reason')} said={saidOf(reopen.error, 'reason')}>
            {(props) => (
              <Input
                {...props}
                maxLength={2000}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Labelled>
          <Button htmlType="submit" disabled={!until || !reason.trim()} loading={reopen.isPending}>
            {t('closing.reopen')}
          </Button>
        </form>
      ) : null}
      <ProblemNote error={reopen.error ?? close.error} shownAt={['until', 'reason']} />
    </>
  );
}
