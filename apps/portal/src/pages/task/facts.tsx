import type { CarriedTask, TaskDetail } from '@duban/contract';
import { PortalLink, Section } from '@duban/portal-kit';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { useAllows } from '../../app/use-allows.js';
import { DraftDialog } from './draft/draft-dialog.js';
import { LeaderHandover } from './leader-handover.js';
import { AwaitSuperior, WaivePart } from './marks.js';
import { TakeBack } from './take-back.js';

/** Who answers for the task, by when, and on what ground. */
export function Facts({ task }: { task: TaskDetail }) {
  const { t } = useTranslation(['task', 'draft']);
  const allows = useAllows();
  const [editing, setEditing] = useState(false);
  const names = (refs: { id: string; name: string }[]) =>
    refs.length === 0 ? null : refs.map((each) => each.name).join(t('comma'));
  const carried = (other: CarriedTask | null) =>
    other ? (
      <PortalLink href={addresses.task(other.id, { plan: other.plan.id })}>
        {t('fact.carried', {
          year: other.plan.year,
          task: [other.number, other.title].filter((part) => part !== null).join('. '),
        })}
      </PortalLink>
    ) : null;
  const moved = task.originalDueDate !== null && task.originalDueDate !== task.dueDate;
  const rows: Record<string, ReactNode> = {
    leader:
      task.leader && task.leaderActive === false ? (
        <span className="overdue">{t('fact.leaderLeft', { name: task.leader.name })}</span>
      ) : (
        task.leader?.name
      ),
    leadUnit: task.leadUnit?.name,
    responsible: names(task.responsibleUnits),
    cooperating: names(task.cooperatingUnits),
    due: task.dueDate ? (
      <span className="figure">
        {task.dueDate}
        {moved ? (
          <>
            {' '}
            <span className="due-original">{task.originalDueDate}</span>{' '}
            <span className="dim">{t('fact.original')}</span>
          </>
        ) : null}
      </span>
    ) : null,
    multiYear: task.multiYearUntil,
    carriedFrom: carried(task.carriedFrom),
    carriedInto: carried(task.carriedInto),
    acceptBy: task.state === 'issued' ? task.acceptBy : null,
    closedOn: task.closedOn,
    origin: t(`origin.${task.origin}`),
    basis: task.basis,
    knowers: names(task.knowers),
    awaiting: task.awaitingSuperior ? t('fact.yes') : null,
    waived: names(
      task.assignments
        .filter((each) => each.waivedReason !== null)
        .map(({ unit, waivedReason }) => ({ id: unit.id, name: `${unit.name}(${waivedReason})` })),
    ),
    preApproved: task.state === 'closure-review' ? t(task.preApproved ? 'fact.yes' : 'fact.no') : null,
  };
  return (
    <Section
      title={t('facts')}
      extra={
        <>
          {task.state === 'draft' && allows('task.propose', { areaId: task.areaId }) ? (
            <Button size="small" onClick={() => setEditing(true)}>
              {t('draft:edit')}
            </Button>
          ) : null}
          <TakeBack task={task} />
          <AwaitSuperior task={task} />
          <WaivePart task={task} />
          <LeaderHandover task={task} />
        </>
      }
    >
      <div className="section-body">
        {task.summary ? <p className="task-summary">{task.summary}</p> : null}
        <dl className="facts">
          {Object.entries(rows)
            .filter(([, value]) => value)
            .map(([key, value]) => (
              <div key={key} className="fact">
                <dt>{t(`fact.${key}`)}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
      </div>
      {editing ? <DraftDialog task={task} onClose={() => setEditing(false)} /> : null}
    </Section>
  );
}
