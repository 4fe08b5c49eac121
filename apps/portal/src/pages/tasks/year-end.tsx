import type { NextPlanBody, PlanView } from '@duban/contract';
import { api, queries, useCan, useChange, useGo, usePlan } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, InputNumber } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { FormDialog } from '../../parts/form-dialog.js';
import { Labelled } from '../../parts/labelled.js';
import { saidOf } from '../../parts/problem-note.js';

const CarryOver = lazy(() => import('./carry-over.js'));

/** How a plan's year ends: the next year's plan is drafted, and what is unfinished goes on in it. */
export function YearEnd() {
  const { t } = useTranslation('year');
  const can = useCan();
  const plan = usePlan();
  const plans = useQuery(queries.plans());
  const [open, setOpen] = useState<'draft' | 'carry' | null>(null);
  const year = plan.year + 1;
  if (!can('plan.keep') || !plans.data) return null;
  const hasNext = plans.data.items.some((each) => each.year === year && each.rootUnitId === plan.rootUnitId);
  if (!hasNext && year > Number(plan.businessDate.slice(0, 4)) + 1) return null;
  const close = () => setOpen(null);
  return (
    <>
      <Button onClick={() => setOpen(hasNext ? 'carry' : 'draft')}>
        {hasNext ? t('carry') : t('draft', { year })}
      </Button>
      {open === 'draft' ? <DraftNext plan={plan} year={year} onClose={close} /> : null}
      {open === 'carry' ? (
        <Suspense fallback={null}>
          <CarryOver plan={plan} onClose={close} />
        </Suspense>
      ) : null}
    </>
  );
}

/** The next year's plan with the areas as they are set, before it has any task. */
function DraftNext({ plan, year, onClose }: { plan: PlanView; year: number; onClose: () => void }) {
  const { t } = useTranslation('year');
  const go = useGo();
  const [title, setTitle] = useState(plan.title.replaceAll(String(plan.year), String(year)));
  const [announced, setAnnounced] = useState<number | null>(null);
  const draft = useChange(
    (body: NextPlanBody, idempotencyKey) =>
      api.post<PlanView>(`/api/plans/${plan.id}/next`, body, { ifMatch: plan.version, idempotencyKey }),
    [['plans']],
  );
  return (
    <FormDialog
      title={t('draft', { year })}
      okText={t('make')}
      change={draft}
      ready={title.trim() !== ''}
      shownAt={['title', 'announcedTasks']}
      onSend={() =>
        draft.mutate(
          { year, title: title.trim(), announcedTasks: announced ?? 0 },
          {
            onSuccess: (next) => {
              onClose();
              go(addresses.tasks({ plan: next.id, origin: 'any' }));
            },
          },
        )
      }
      onClose={onClose}
      rereads={['plans']}
    >
      <p className="dialog-note">{t('draftNote', { title: plan.title })}</p>
      <Labelled label={t('title')} said={saidOf(draft.error, 'title')}>
        {(props) => (
          <Input
            {...props}
            autoFocus
            maxLength={200}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        )}
      </Labelled>
      <Labelled label={t('announced')} optional said={saidOf(draft.error, 'announcedTasks')}>
        {(props) => (
          <InputNumber
            {...props}
            min={0}
            max={10_000}
            precision={0}
            value={announced}
            onChange={setAnnounced}
          />
        )}
      </Labelled>
    </FormDialog>
  );
}
