import { type Closing, type PlanView, periodEnd, periodsOfYear } from '@duban/contract';
import { api, useChange, usePeriodText, usePlan } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAllows } from '../../app/use-allows.js';
import { Dialog } from '../../parts/dialog.js';
import { Labelled } from '../../parts/labelled.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';
import { ScrollBox } from '../../parts/scroll-box.js';

/** 关账: up to which month the plan's reports are closed; the plan office closes and opens. */
export function ClosedPeriods() {
  const { t } = useTranslation('area');
  const periodText = usePeriodText();
  const plan = usePlan();
  const allows = useAllows();
  const [asking, setAsking] = useState(false);
  const month = plan.closedThrough?.slice(0, 7);
  return (
    <>
      {month ? <span className="dim">{t('closing.through', { month: periodText(month) })}</span> : null}
      {allows('plan.keep') ? (
        <Button size="small" onClick={() => setAsking(true)}>
          {t('closing.change')}
        </Button>
      ) : null}
      {asking ? <ClosingDialog onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function ClosingDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('area');
  const periodText = usePeriodText();
  const plan = usePlan();
  const [through, setThrough] = useState(plan.closedThrough);
  const [reason, setReason] = useState('');
  const change = useChange(
    (body: { closedThrough: string | null; reason: string }) =>
      api.put<PlanView>(`/api/plans/${plan.id}/closed-through`, body, { ifMatch: plan.version }),
    [['plans'], ['reports'], ['expectations'], ['work'], ['tasks'], ['board']],
  );
  const closing = useQuery({
    queryKey: ['plans', plan.id, 'closing', through],
    queryFn: ({ signal }) =>
      api.get<Closing>(`/api/plans/${plan.id}/closing`, { closedThrough: through ?? undefined }, signal),
    enabled: through !== null && through !== plan.closedThrough,
  });
  const ended = periodsOfYear(plan.year, 'month').filter((month) => periodEnd(month) < plan.businessDate);
  return (
    <Dialog
      open
      title={t('closing.change')}
      okText={t('closing.save')}
      cancelText={t('closing.cancel')}
      okButtonProps={{ disabled: through === plan.closedThrough || !reason.trim() }}
      confirmLoading={change.isPending}
      onOk={() => change.mutate({ closedThrough: through, reason: reason.trim() }, { onSuccess: onClose })}
      onCancel={onClose}
    >
      <div className="dialog-form">
        <p className="dialog-note">{t('closing.note')}</p>
        <Labelled label={t('closing.month')} said={saidOf(change.error, 'closedThrough')}>
          {(props) => (
            <Select
              {...props}
              value={through ?? ''}
              options={[
                { value: '', label: t('closing.none') },
                ...ended.map((month) => ({ value: periodEnd(month), label: periodText(month) })),
              ]}
              onChange={(value: string) => setThrough(value || null)}
            />
          )}
        </Labelled>
        {through && closing.data ? <Open closing={closing.data} /> : null}
        <Labelled label={t('closing.reason')} said={saidOf(change.error, 'reason')}>
          {(props) => (
            <Input
              {...props}
              maxLength={2000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Labelled>
        <ProblemNote error={change.error} shownAt={['closedThrough', 'reason']} />
      </div>
    </Dialog>
  );
}

/** What would be shut out, of all and of each unit. */
function Open({ closing }: { closing: Closing }) {
  const { t } = useTranslation('area');
  const { units, unitCount, missing, submitted, signed } = closing;
  const counts = ['missing', 'submitted', 'signed'] as const;
  return (
    <>
      <p role="status">{t('closing.open', { missing, submitted, signed })}</p>
      {units.length > 0 ? (
        <ScrollBox label={t('closing.byUnit')} className="closing-units">
          <table className="grid" aria-label={t('closing.byUnit')}>
            <thead>
              <tr>
                <th scope="col">{t('closing.unit')}</th>
                {counts.map((count) => (
                  <th key={count} scope="col" className="num">
                    {t(`closing.${count}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {units.map((unit) => (
                <tr key={unit.id}>
                  <th scope="row">{unit.name}</th>
                  {counts.map((count) => (
                    <td key={count} className="num">
                      {unit[count]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      ) : null}
      {unitCount > units.length ? (
        <p className="dim">{t('closing.more', { shown: units.length, total: unitCount })}</p>
      ) : null}
    </>
  );
}
