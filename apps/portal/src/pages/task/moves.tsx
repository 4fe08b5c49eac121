import type { MoveOffer, TaskDetail } from '@duban/contract';
import { api, queries, useChange, usePlan, useText } from '@duban/portal-kit';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MoveDialog, type MoveValues } from '../../parts/move-dialog.js';
import { touchedByTask } from './task-queries.js';

/** Moves that lead on; the others stand as plain buttons. */
const forward = ['propose', 'issue', 'accept', 'request-closure', 'pre-approve', 'approve-closure'];

/** The moves that the reader may make now, as buttons; each asks for exactly what it needs. */
export function Moves({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('task');
  const text = useText();
  const moves = useQuery(queries.taskMoves(task.id));
  const [open, setOpen] = useState<MoveOffer | null>(null);
  return (
    <>
      {moves.data?.map((offer) => (
        <Button
          key={offer.move}
          type={forward.includes(offer.move) || task.pending?.move === offer.move ? 'primary' : 'default'}
          onClick={() => setOpen(offer)}
        >
          {task.pending?.move === offer.move
            ? t('pending.agreeTo', { move: text(offer.title) })
            : offer.behalfOf
              ? t('moves.behalf', { move: text(offer.title), name: offer.behalfOf.name })
              : text(offer.title)}
        </Button>
      ))}
      {open ? <Move task={task} offer={open} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

function Move({ task, offer, onClose }: { task: TaskDetail; offer: MoveOffer; onClose: () => void }) {
  const { t } = useTranslation('task');
  const plan = usePlan();
  const client = useQueryClient();
  const move = useChange(
    (values: MoveValues, idempotencyKey) =>
      api.post<TaskDetail>(
        `/api/tasks/${task.id}/moves`,
        { move: offer.move, ...values },
        { ifMatch: task.version, idempotencyKey },
      ),
    touchedByTask,
  );
  const agreeing = task.pending !== null && task.pending.move === offer.move;
  return (
    <MoveDialog
      offer={offer}
      note={
        agreeing
          ? t('pending.agree', { name: task.pending?.by.name })
          : t('moves.note', { task: task.title ?? t('withheld') })
      }
      busy={move.isPending}
      error={move.error}
      today={plan.businessDate}
      onMake={(values) => move.mutate(values, { onSuccess: onClose })}
      onReload={() => {
        void client.invalidateQueries({ queryKey: ['tasks'] });
        onClose();
      }}
      onClose={onClose}
    />
  );
}
