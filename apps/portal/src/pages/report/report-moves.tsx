import type { MoveOffer, ReportView } from '@duban/contract';
import { queries, useText } from '@duban/portal-kit';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MoveDialog, type MoveValues } from '../../parts/move-dialog.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { ReturnReport } from './return-report.js';
import { useReportMove } from './use-report-move.js';

/** Sign, accept, return, unlock: what the reader may do with a report that is not theirs to write. */
export function ReportMoves({ report }: { report: ReportView }) {
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
      {asking?.move === 'return' ? (
        <ReturnReport report={report} onClose={() => setAsking(null)} />
      ) : asking ? (
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
        />
      ) : null}
    </div>
  );
}
