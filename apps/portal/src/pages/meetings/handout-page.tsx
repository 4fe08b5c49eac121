import { agendaTitles, type MeetingView, type Snapshot, stateOfDecision, taskColumns } from '@duban/contract';
import {
  EmptyState,
  formatNumber,
  formatTarget,
  LightTag,
  PageLayout,
  QueryView,
  Section,
  useLanguage,
  usePeriodText,
  useText,
  withMeasure,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { printTime } from '../../parts/print-time.js';
import { meetingReads } from './meeting-queries.js';
import { totalOf, totals } from './room/frozen-figures.js';
import './meetings.css';

const route = getRouteApi('/shell/meetings/$meetingId/handout');

/** What lies on the table: the snapshot of a meeting to be printed, every figure the same as in the room. */
export function HandoutPage() {
  const { t } = useTranslation('meetings');
  const { meetingId } = route.useParams();
  const { sequence } = route.useSearch();
  const meeting = useQuery(meetingReads.one(meetingId));
  return (
    <QueryView query={meeting}>
      {(found) =>
        found.snapshot ? (
          <Handout meeting={found} sequence={sequence ?? found.snapshot.sequence} />
        ) : (
          <EmptyState title={t('notFrozen')} />
        )
      }
    </QueryView>
  );
}

function Handout({ meeting, sequence }: { meeting: MeetingView; sequence: number }) {
  const { t } = useTranslation('meetings');
  const periodText = usePeriodText();
  const snapshot = useQuery(meetingReads.snapshot(meeting.id, sequence));
  const all = useQuery(meetingReads.snapshots(meeting.id));
  // An earlier picture of the meeting is kept as it was, and says so by its own time and hash.
  const picture = all.data?.items.find((each) => each.sequence === sequence) ?? null;
  return (
    <PageLayout
      title={meeting.title}
      note={[
        meeting.heldOn,
        t('looksAt', { period: periodText(meeting.period) }),
        picture ? t('until', { time: printTime(picture.takenAt) }) : null,
        picture?.hash.slice(0, 12),
      ]
        .filter(Boolean)
        .join(' · ')}
      toolbar={
        <Button type="primary" onClick={() => window.print()}>
          {t('print')}
        </Button>
      }
    >
      <QueryView query={snapshot} lines={16}>
        {(found) => (
          <div className="page handout">
            <Totals snapshot={found} />
            <LastDecisions snapshot={found} />
            <Exceptions snapshot={found} />
            {found.board.areas
              .filter((area) => area.enabled)
              .map((area) => (
                <Area key={area.areaId} area={area} snapshot={found} />
              ))}
            <Tasks snapshot={found} />
          </div>
        )}
      </QueryView>
    </PageLayout>
  );
}

/** All tasks by how they stand, the same counts as on the screen. */
function Totals({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useTranslation('room');
  return (
    <Section title={t('page.overview')}>
      <dl className="section-body handout-totals">
        {totals.map((name) => (
          <div key={name}>
            <dt>{t(`totals.${name}`)}</dt>
            <dd className="figure">{totalOf(snapshot, name)}</dd>
          </div>
        ))}
        {(['red', 'yellow', 'green'] as const).map((colour) => (
          <div key={colour}>
            <dt>
              <LightTag colour={colour} compact />
            </dt>
            <dd className="figure">{snapshot.totals[colour]}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** Every open task with its light and the last accepted progress, in the plan's order. */
function Tasks({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useTranslation('meetings');
  const { t: tasks } = useTranslation('tasks');
  const text = useText();
  return (
    <Section title={t('handoutTasks')} note={t('tasksCount', { count: snapshot.tasks.length })}>
      <div className="table-box">
        <table className="grid" aria-label={t('handoutTasks')}>
          <thead>
            <tr>
              <th scope="col" className="num">
                {text(taskColumns.number.title)}
              </th>
              <th scope="col" className="grow">
                {t('task')}
              </th>
              <th scope="col" className="handout-side">
                {t('lead')}
              </th>
              <th scope="col" className="handout-side">
                {t('due')}
              </th>
              <th scope="col">{t('light')}</th>
            </tr>
          </thead>
          <tbody>
            {snapshot.tasks.map((task) => (
              <tr key={task.id}>
                <td className="num">{task.number ?? ''}</td>
                <td className="grow">
                  {task.title}
                  {task.note?.progress ? <span className="under">{task.note.progress}</span> : null}
                  <Beneath of={task} />
                </td>
                <td className="handout-side">{task.leadUnit ?? ''}</td>
                <td className="figure handout-side">{task.dueDate ?? ''}</td>
                <td>
                  {task.closed ? tasks(`closed.${task.closed}`) : <LightTag colour={task.colour} compact />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function LastDecisions({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useTranslation('meetings');
  const { t: r } = useTranslation('room');
  if (snapshot.lastDecisions.length === 0) return null;
  return (
    <Section title={t('decision.last')}>
      <ol className="agenda">
        {snapshot.lastDecisions.map((each) => (
          <li key={each.id}>
            {each.text}
            <span className="under">
              {[each.leadUnit, each.dueDate, r(`decision.${stateOfDecision(each, snapshot.asOf)}`)]
                .filter((part) => part !== null)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** Lead unit and date below the task, where a phone has no room beside it. Paper has. */
function Beneath({ of: { leadUnit, dueDate } }: { of: { leadUnit: string | null; dueDate: string | null } }) {
  return <span className="under handout-beneath">{[leadUnit, dueDate].filter(Boolean).join(' · ')}</span>;
}

function Exceptions({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useTranslation('meetings');
  const text = useText();
  const reasonsOf = (taskId: string, colour: string) =>
    snapshot.tasks
      .find((task) => task.id === taskId)
      ?.reasons.filter((reason) => reason.colour === colour)
      .map((reason) => text(reason.detail)) ?? [];
  return (
    <Section title={text(agendaTitles.exceptions)}>
      <div className="table-box">
        <table className="grid exceptions" aria-label={text(agendaTitles.exceptions)}>
          <thead>
            <tr>
              <th scope="col">{t('light')}</th>
              <th scope="col" className="grow">
                {t('task')}
              </th>
              <th scope="col" className="handout-side">
                {t('lead')}
              </th>
              <th scope="col" className="handout-side">
                {t('due')}
              </th>
            </tr>
          </thead>
          <tbody>
            {snapshot.board.exceptions.map((each) => (
              <tr key={each.taskId}>
                <td>
                  <LightTag colour={each.colour} compact />
                </td>
                <td className="grow">
                  {each.number ? `${each.number}. ` : null}
                  {each.title}
                  {reasonsOf(each.taskId, each.colour).map((reason) => (
                    <span key={reason} className="under">
                      {reason}
                    </span>
                  ))}
                  <Beneath of={each} />
                </td>
                <td className="handout-side">{each.leadUnit ?? ''}</td>
                <td className="figure handout-side">{each.dueDate ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function Area({ area, snapshot }: { area: Snapshot['board']['areas'][number]; snapshot: Snapshot }) {
  const { t } = useTranslation('meetings');
  const { t: board } = useTranslation('board');
  const text = useText();
  const language = useLanguage();
  const matters = snapshot.materials.find((each) => each.areaId === area.areaId)?.matters ?? [];
  const counts = (['red', 'yellow', 'green', 'grey'] as const)
    .map((colour) => `${board(`colour.${colour}`)} ${area.lights[colour]}`)
    .join(' · ');
  return (
    <Section title={`${area.number} ${text(area.title)}`} note={counts}>
      <div className="table-box">
        <table className="grid" aria-label={text(area.title)}>
          <thead>
            <tr>
              <th scope="col" className="grow">
                {board('metrics.metric')}
              </th>
              <th scope="col" className="num">
                {board('metrics.value')}
              </th>
              <th scope="col" className="num">
                {board('metrics.yearToDate')}
              </th>
              <th scope="col" className="num">
                {board('metrics.target')}
              </th>
            </tr>
          </thead>
          <tbody>
            {area.metrics.map((metric) => (
              <tr key={metric.key}>
                <td className="grow">{text(metric.title)}</td>
                <td className="num">{withMeasure(formatNumber(metric.value, language), metric.measure)}</td>
                <td className="num">
                  {withMeasure(formatNumber(metric.yearToDate, language), metric.measure)}
                </td>
                <td className="num">
                  {metric.target ? formatTarget(metric.target, metric.measure, language) : ''}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {matters.length > 0 ? (
        <div className="section-body">
          <h3>{t('material.matters')}</h3>
          <ol className="matters">
            {matters.map((matter) => (
              <li key={matter}>{matter}</li>
            ))}
          </ol>
        </div>
      ) : null}
    </Section>
  );
}
