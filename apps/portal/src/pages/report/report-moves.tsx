import type { MoveOffer, ReportView } from '@duban/contract';
import { api, queries, useChange, useText } from '@duban/portal-kit';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Labelled } from '../../parts/labelled.js';
import { MoveDialog, type MoveValues } from '../../parts/move-dialog.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { touchedByReport } from './report-queries.js';
import type { ShownForm } from './use-report-form.js';

/** Sends a move of a report as it stands. */
export function useReportMove(id: string | undefined) {
  return useChange(
    ({ version, ...body }: MoveValues & { move: string; version: number }, idempotencyKey) =>
      api.post<ReportView>(`/api/reports/${id}/moves`, body, { ifMatch: version, idempotencyKey }),
    touchedByReport,
  );
}

/** Sign, accept, return, unlock: what the reader may do with a report that is not theirs to write. */
export function ReportMoves({ form, report }: { form: ShownForm; report: ReportView }) {
  const { t } = useTranslation('report');
  const text = useText();
  const client = useQueryClient();
  const moves = useQuery(queries.reportMoves(report.id));
  const move = useReportMove(report.id);
  const [asking, setAsking] = useState<MoveOffer | null>(null);
  const make = (offer: MoveOffer, values: MoveValues) =>
    move.mutate(
      { ...values, move: offer.move, version: report.version },
      { onSuccess: () => setAsking(null) },
    );
  const reload = () => {
    setAsking(null);
    move.reset();
    void client.invalidateQueries({ queryKey: ['reports'] });
  };
  if (!moves.data || moves.data.length === 0) return null;
  return (
    <div className="report-bar">
      {asking ? null : <ProblemNote error={move.error} onReload={reload} />}
      <span className="top-space" />
      {[...moves.data]
        .sort((a, b) => b.needs.length - a.needs.length)
        .map((offer) => (
          <Button
            key={offer.move}
            type={offer.needs.length === 0 ? 'primary' : 'default'}
            loading={move.isPending && move.variables.move === offer.move}
            onClick={() => {
              move.reset();
              if (offer.needs.length === 0) make(offer, {});
              else setAsking(offer);
            }}
          >
            {offer.behalfOf
              ? t('moves.behalf', { move: text(offer.title), name: offer.behalfOf.name })
              : text(offer.title)}
          </Button>
        ))}
      {asking ? (
        <MoveDialog
          offer={asking}
          busy={move.isPending}
          error={move.error}
          today=""
          onMake={(values) => make(asking, values)}
          onReload={reload}
          onClose={() => {
            setAsking(null);
            move.reset();
          }}
          more={
            asking.move === 'return'
              ? (values, set) => (
                  <FieldChoice form={form} value={values.field} onChange={(field) => set({ field })} />
                )
              : undefined
          }
        />
      ) : null}
    </div>
  );
}

/** The field that a return is about. */
function FieldChoice({
  form,
  value,
  onChange,
}: {
  form: ShownForm;
  value: string | undefined;
  onChange: (field: string | undefined) => void;
}) {
  const { t } = useTranslation('report');
  const text = useText();
  return (
    <Labelled label={t('returned.field')} optional>
      {(props) => (
        <Select
          {...props}
          allowClear
          value={value}
          options={form.fields.map((field) => ({ value: field.key, label: text(field.title) }))}
          onChange={onChange}
        />
      )}
    </Labelled>
  );
}
