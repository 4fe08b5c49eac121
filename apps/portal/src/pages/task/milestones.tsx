import type { MilestoneView, TaskDetail } from '@duban/contract';
import { api, EmptyState, Section, useChange, usePlan } from '@duban/portal-kit';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAllows } from '../../app/use-allows.js';
import { FormDialog } from '../../parts/form-dialog.js';
import { DateField, Labelled, Words } from '../../parts/labelled.js';
import { saidOf } from '../../parts/problem-note.js';
import { SteeringDialog } from '../../parts/steering/steering-dialog.js';
import { StepDialog } from './draft/step-dialog.js';
import { touchedByTask } from './task-queries.js';

/** The dated steps, in their order; one that is done says when. */
export function Milestones({ task }: { task: TaskDetail }) {
  const { t } = useTranslation(['task', 'draft']);
  const plan = usePlan();
  const allows = useAllows();
  const [drafted, setDrafted] = useState<MilestoneView | 'new' | null>(null);
  const mayDraft = task.state === 'draft' && allows('task.propose', { areaId: task.areaId });
  const [open, setOpen] = useState<MilestoneView | null>(null);
  const [undone, setUndone] = useState<MilestoneView | null>(null);
  const mayComplete =
    task.state === 'in-progress' &&
    [task.leadUnit, ...task.responsibleUnits].some(
      (unit) => unit && allows('report.write', { areaId: task.areaId, unitId: unit.id }),
    );
  return (
    <Section
      title={t('milestones.title')}
      extra={
        mayDraft ? (
          <Button size="small" onClick={() => setDrafted('new')}>
            {t('draft:addStep')}
          </Button>
        ) : null
      }
    >
      {task.milestones.length === 0 ? (
        <EmptyState title={t('milestones.none')} />
      ) : (
        <ul className="milestones">
          {task.milestones.map((each) => {
            const late = each.doneOn === null && each.dueDate !== null && each.dueDate < plan.businessDate;
            return (
              <li key={each.id}>
                <span aria-hidden="true" className="milestone-mark">
                  {each.doneOn ? '✓' : '○'}
                </span>
                <div>
                  {each.title}
                  {each.firm ? null : <span className="metric-mark">{t('stretch')}</span>}
                  <div className={late ? 'figure overdue' : 'figure dim'}>
                    {each.doneOn
                      ? t('milestones.done', { date: each.doneOn })
                      : each.dueDate
                        ? t(late ? 'milestones.late' : 'milestones.due', { date: each.dueDate })
                        : t('milestones.undated')}
                  </div>
                  {each.note ? <div className="dim">{each.note}</div> : null}
                </div>
                {mayComplete && each.doneOn === null ? (
                  <Button
                    size="small"
                    aria-label={t('milestones.completeOne', { title: each.title })}
                    onClick={() => setOpen(each)}
                  >
                    {t('milestones.complete')}
                  </Button>
                ) : null}
                {mayComplete && each.doneOn !== null ? (
                  <Button
                    size="small"
                    aria-label={t('milestones.undoOne', { title: each.title })}
                    onClick={() => setUndone(each)}
                  >
                    {t('milestones.undo')}
                  </Button>
                ) : null}
                {mayDraft ? (
                  <Button
                    size="small"
                    aria-label={t('draft:editStep', { title: each.title })}
                    onClick={() => setDrafted(each)}
                  >
                    {t('draft:editStepShort')}
                  </Button>
                ) : null}
              </li>
            );
          })}
        </ul>
      )}
      {drafted ? (
        <StepDialog task={task} step={drafted === 'new' ? null : drafted} onClose={() => setDrafted(null)} />
      ) : null}
      {undone ? (
        <SteeringDialog
          action={{
            title: t('milestones.undoOne', { title: undone.title }),
            note: t('milestones.undoHint'),
            path: `/api/tasks/${task.id}/milestones/${undone.id}/completion/withdrawal`,
            version: undone.version,
            fields: [{ name: 'reason', label: t('milestones.reason'), kind: 'text' }],
          }}
          onClose={() => setUndone(null)}
        />
      ) : null}
      {open ? <Complete taskId={task.id} milestone={open} onClose={() => setOpen(null)} /> : null}
    </Section>
  );
}

function Complete({
  taskId,
  milestone,
  onClose,
}: {
  taskId: string;
  milestone: MilestoneView;
  onClose: () => void;
}) {
  const { t } = useTranslation('task');
  const plan = usePlan();
  const [doneOn, setDoneOn] = useState<string | null>(plan.businessDate);
  const [note, setNote] = useState('');
  const complete = useChange(
    (body: { doneOn: string; note: string | null }, idempotencyKey) =>
      api.post<unknown>(`/api/tasks/${taskId}/milestones/${milestone.id}/completion`, body, {
        ifMatch: milestone.version,
        idempotencyKey,
      }),
    touchedByTask,
  );
  return (
    <FormDialog
      title={t('milestones.completeOne', { title: milestone.title })}
      okText={t('milestones.complete')}
      change={complete}
      ready={doneOn !== null}
      shownAt={['doneOn', 'note']}
      rereads={['tasks']}
      onSend={() => {
        if (doneOn) complete.mutate({ doneOn, note: note || null }, { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      <Labelled label={t('milestones.doneOn')} said={saidOf(complete.error, 'doneOn')}>
        {(props) => <DateField {...props} value={doneOn} max={plan.businessDate} onChange={setDoneOn} />}
      </Labelled>
      <Words
        label={t('milestones.note')}
        optional
        said={saidOf(complete.error, 'note')}
        value={note}
        onChange={setNote}
      />
    </FormDialog>
  );
}
