import { periodOf, type TaskDetail } from '@duban/contract';
import {
  AreaSlot,
  LightTag,
  PageLayout,
  PortalLink,
  QueryView,
  queries,
  usePlan,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { usePlanOf } from '../../app/use-plan-of.js';
import { loadAreaPortal } from '../../areas.js';
import { Drill } from '../../parts/drill.js';
import { Steering } from '../../parts/steering/steering.js';
import { Decided } from './decided.js';
import { Evidence } from './evidence.js';
import { Facts } from './facts.js';
import { History } from './history.js';
import { LightHistory } from './light-history.js';
import { Milestones } from './milestones.js';
import { Moves } from './moves.js';
import { PendingNote } from './pending-note.js';
import { Shares } from './shares/shares.js';
import { Targets } from './targets.js';
import { TaskReports } from './task-reports.js';
import { TaskStateTag } from './task-state.js';
import { type Behind, Why } from './why.js';
import './task.css';

const route = getRouteApi('/shell/tasks/$taskId');

/** Parts of the page that a reason may lead to. */
const partIds = { reports: 'task-reports', milestones: 'task-milestones', date: 'task-facts' };

/** 任务: everything about one task, and the moves that the reader may make. */
export function TaskPage() {
  const { taskId } = route.useParams();
  const task = useQuery(queries.task(taskId));
  usePlanOf(task.data?.planId);
  return (
    <QueryView query={task} lines={14}>
      {(data) => (data.visibility === 'withheld' ? <WithheldTask task={data} /> : <OpenTask task={data} />)}
    </QueryView>
  );
}

/** Number, 略, and at most a title; the moves are there for those who may disclose it. */
function WithheldTask({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('task');
  const text = useText();
  const plan = usePlan();
  const area = plan.areas.find((each) => each.id === task.areaId);
  return (
    <PageLayout
      title={
        task.number === null
          ? (task.title ?? t('withheld'))
          : `${task.number}. ${task.title ?? t('withheld')}`
      }
      note={area ? <PortalLink href={addresses.area(area.id)}>{text(area.title)}</PortalLink> : null}
      toolbar={<Moves task={task} />}
    >
      <PendingNote task={task} />
      <p className="section withheld-note">{t('withheld')}</p>
    </PageLayout>
  );
}

function OpenTask({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('task');
  const text = useText();
  const plan = usePlan();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const drill = (next: Pick<typeof search, 'drill' | 'unit' | 'period' | 'of'>) =>
    void navigate({ search: (before) => ({ ...before, ...next }) });
  const open = (behind: Behind) => {
    if (behind.kind === 'figure') {
      const { metric, unit, period, of } = behind;
      return drill({ drill: metric, unit, period, of });
    }
    if (behind.kind === 'reports')
      void navigate({ search: (before) => ({ ...before, form: behind.form }), replace: true });
    const part = document.getElementById(partIds[behind.kind]);
    part?.scrollIntoView({ block: 'start' });
    part?.focus({ preventScroll: true });
  };
  const portal = useQuery({
    queryKey: ['area-portal', task.areaId],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => loadAreaPortal(task.areaId),
  });
  const area = plan.areas.find((each) => each.id === task.areaId);
  return (
    <PageLayout
      title={task.number === null ? (task.title ?? '') : `${task.number}. ${task.title ?? ''}`}
      note={
        <span className="task-line">
          {area ? <PortalLink href={addresses.area(area.id)}>{text(area.title)}</PortalLink> : null}
          <TaskStateTag state={task.state} />
          <LightTag colour={task.light.colour} />
          {task.visibility === 'restricted' ? <span className="metric-mark">{t('restricted')}</span> : null}
        </span>
      }
      toolbar={<Moves task={task} />}
    >
      <PendingNote task={task} />
      <div className="task-columns">
        <div className="page">
          <Why task={task} onBehind={open} />
          <LightHistory taskId={task.id} />
          <Targets task={task} onDrill={drill} />
          <Shares task={task} />
          <div id={partIds.reports} tabIndex={-1}>
            <TaskReports
              task={task}
              form={search.form}
              onForm={(form) => void navigate({ search: (before) => ({ ...before, form }), replace: true })}
            />
          </div>
          <Steering task={task} />
          <AreaSlot
            portal={portal.data ?? null}
            slot="task"
            given={{ planId: task.planId, areaId: task.areaId, taskId: task.id }}
          />
        </div>
        <div className="page">
          <div id={partIds.date} tabIndex={-1}>
            <Facts task={task} />
          </div>
          <Decided taskId={task.id} />
          <div id={partIds.milestones} tabIndex={-1}>
            <Milestones task={task} />
          </div>
          <Evidence task={task} />
          <History taskId={task.id} />
        </div>
      </div>
      <Drill
        metric={search.drill}
        of={search.of}
        unit={search.unit}
        period={search.period ?? periodOf(plan.businessDate, 'month')}
        onClose={() => drill({ drill: undefined, unit: undefined, period: undefined, of: undefined })}
      />
    </PageLayout>
  );
}
