import {
  type FrozenReport,
  type Period,
  reportLifecycle,
  stateOfDecision,
  taskColumns,
} from '@duban/contract';
import { formatNumber, LightTag, PortalLink, useLanguage, usePeriodText, useText } from '@duban/portal-kit';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../../app/addresses.js';
import { useAllows } from '../../../app/use-allows.js';
import { MetricFacts } from '../../../parts/metric-name.js';
import { printTime } from '../../../parts/print-time.js';
import { ChangeLines } from '../changes.js';
import { meetingAddresses } from '../meeting-queries.js';
import { useMetricTitle } from '../metric-title.js';
import {
  type LitTask,
  lastPeriodOf,
  partsOf,
  reportsOf,
  tasksOfCell,
  tasksOfTotal,
} from './frozen-figures.js';
import { allDecisions, type Source, useRoom } from './room-context.js';

/** Where a number came from, as of the snapshot. */
export function SourcePanel({ source, onClose }: { source: Source; onClose: () => void }) {
  const { t } = useTranslation('room');
  const { snapshot } = useRoom();
  return (
    <Modal
      open
      width="min(1480px, 94vw)"
      className="room-source"
      title={`${t('source.title')} · ${t('until', { time: printTime(snapshot.takenAt) })}`}
      footer={null}
      onCancel={onClose}
    >
      {source.kind === 'metric' ? <MetricSource metric={source.key} /> : null}
      {source.kind === 'task' ? <TaskSource taskId={source.taskId} /> : null}
      {source.kind === 'area' ? <AreaSource areaId={source.areaId} /> : null}
      {source.kind === 'total' ? (
        source.name === 'withheld' ? (
          <WithheldSource />
        ) : (
          <TotalSource name={source.name} />
        )
      ) : null}
      {source.kind === 'decision' ? <DecisionSource id={source.id} /> : null}
      {source.kind === 'change' ? <ChangeSource name={source.name} /> : null}
      {source.kind === 'reporting' ? <ReportingSource areaId={source.areaId} /> : null}
      {source.kind === 'lights' ? <LightsSource areaId={source.areaId} month={source.month} /> : null}
    </Modal>
  );
}

function MetricSource({ metric }: { metric: string }) {
  const { t } = useTranslation('room');
  const text = useText();
  const language = useLanguage();
  const periodText = usePeriodText();
  const { snapshot } = useRoom();
  const onBoard = snapshot.board.areas.flatMap((area) => area.metrics).find((each) => each.key === metric);
  const period = lastPeriodOf(snapshot, metric);
  const parts = period ? partsOf(snapshot, metric, period) : [];
  return (
    <>
      <h3>{text(onBoard?.title)}</h3>
      <MetricFacts metric={metric} />
      <p className="dim">{period ? periodText(period) : t('noFigures')}</p>
      <div className="room-columns two">
        <div className="table-box">
          <table className="grid" aria-label={t('source.units')}>
            <thead>
              <tr>
                <th scope="col">{t('source.unit')}</th>
                <th scope="col" className="num">
                  {t('source.value')}
                </th>
                <th scope="col" className="num">
                  {t('source.yearToDate')}
                </th>
              </tr>
            </thead>
            <tbody>
              {parts.map((part) => (
                <tr key={part.unitId}>
                  <th scope="row">{part.name}</th>
                  <td className="num">{formatNumber(part.value, language)}</td>
                  <td className="num">{formatNumber(part.yearToDate, language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {period ? <Reports reports={reportsOf(snapshot, metric)} /> : null}
      </div>
    </>
  );
}

/** So many reports are shown at a time. */
const reportsShown = 12;

/** The reports behind a figure as they were frozen; null of a picture that was taken before they were kept. */
function Reports({ reports }: { reports: readonly FrozenReport[] | null }) {
  const { t } = useTranslation('room');
  const text = useText();
  const periodText = usePeriodText();
  const [from, setFrom] = useState(0);
  if (!reports) return <p className="dim">{t('source.notKept')}</p>;
  const shown = reports.slice(from, from + reportsShown);
  return (
    <div className="table-box">
      <table className="grid" aria-label={t('source.reports')}>
        <thead>
          <tr>
            <th scope="col">{t('source.unit')}</th>
            <th scope="col">{t('source.period')}</th>
            <th scope="col">{t('source.report')}</th>
            <th scope="col">{text(titleOf('sign'))}</th>
            <th scope="col">{text(titleOf('accept'))}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((report) => (
            <tr key={report.id}>
              <th scope="row">{report.unit}</th>
              <td>{periodText(report.period)}</td>
              <td>
                <ReportLink report={report} />
              </td>
              <td className="figure">
                <Act act={report.signed} />
              </td>
              <td className="figure">
                <Act act={report.accepted} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {reports.length > reportsShown ? (
        <nav className="room-source-turn" aria-label={t('source.reports')}>
          <Button
            disabled={from === 0}
            aria-label={t('previous')}
            onClick={() => setFrom(from - reportsShown)}
          >
            ‹
          </Button>
          <span role="status">
            {t('source.shown', { from: from + 1, to: from + shown.length, count: reports.length })}
          </span>
          <Button
            disabled={from + reportsShown >= reports.length}
            aria-label={t('next')}
            onClick={() => setFrom(from + reportsShown)}
          >
            ›
          </Button>
        </nav>
      ) : null}
    </div>
  );
}

const titleOf = (move: 'sign' | 'accept') => reportLifecycle.find((each) => each.move === move)?.title;

/** The frozen revision, with the way to it for whoever may read the report. */
function ReportLink({ report: { id, revision, areaId, unitId } }: { report: FrozenReport }) {
  const { t } = useTranslation('room');
  const allows = useAllows();
  const label = t('source.revision', { number: revision });
  return allows('report.read', { areaId, unitId }) ? (
    <PortalLink href={addresses.report(id, { revision })}>{label}</PortalLink>
  ) : (
    label
  );
}

/** Who, in whose place, and when. */
function Act({ act }: { act: FrozenReport['signed'] }) {
  const { t } = useTranslation('report');
  if (!act) return '–';
  const { by, behalfOf, at } = act;
  return (
    <>
      {by}
      {behalfOf ? t('revisions.behalf', { name: behalfOf }) : null}
      <span className="under">{printTime(at)}</span>
    </>
  );
}

function TaskSource({ taskId }: { taskId: string }) {
  const { t } = useTranslation('room');
  const text = useText();
  const periodText = usePeriodText();
  const { snapshot, open } = useRoom();
  const metricTitle = useMetricTitle();
  const task = snapshot.tasks.find((each) => each.id === taskId);
  if (!task) return <p>{t('source.gone')}</p>;
  const measured = [...new Set(task.facts.targets.map((target) => target.metric))];
  return (
    <>
      <h3>
        {task.number ? `${task.number}. ` : null}
        {task.title}
      </h3>
      <p className="dim">
        <LightTag colour={task.colour} /> {task.leadUnit} {task.dueDate}{' '}
        {t('source.rules', { version: snapshot.rules.versions[task.areaId] })}
      </p>
      <ul>
        {task.reasons.map((reason) => (
          <li key={`${reason.code} ${reason.detail.zh}`}>{text(reason.detail)}</li>
        ))}
      </ul>
      {measured.length > 0 ? (
        <p>
          {t('source.metrics')}{' '}
          {measured.map((metric) => (
            <Button key={metric} size="small" onClick={() => open({ kind: 'metric', key: metric })}>
              {metricTitle(metric)}
            </Button>
          ))}
        </p>
      ) : null}
      {task.note ? (
        <dl className="facts">
          <dt>{t('source.note')}</dt>
          <dd>{periodText(task.note.period)}</dd>
          {task.note.source ? (
            <>
              <dt>{t('source.report')}</dt>
              <dd>
                {task.note.source.unit} <ReportLink report={task.note.source} />
              </dd>
              <dt>{text(titleOf('sign'))}</dt>
              <dd className="figure">
                <Act act={task.note.source.signed} />
              </dd>
              <dt>{text(titleOf('accept'))}</dt>
              <dd className="figure">
                <Act act={task.note.source.accepted} />
              </dd>
            </>
          ) : null}
          <dt>{t('source.progress')}</dt>
          <dd>{task.note.progress}</dd>
          <dt>{t('source.problems')}</dt>
          <dd>{task.note.problems}</dd>
        </dl>
      ) : null}
    </>
  );
}

function AreaSource({ areaId }: { areaId: string }) {
  const text = useText();
  const { snapshot } = useRoom();
  const area = snapshot.board.areas.find((each) => each.areaId === areaId);
  return (
    <>
      <h3>{text(area?.title)}</h3>
      <TaskTable tasks={snapshot.tasks.filter((task) => task.areaId === areaId)} />
    </>
  );
}

/** The tasks that a month of an area counts, with the lights of then; as the month kept them, or the snapshot computed them. */
function LightsSource({ areaId, month }: { areaId: string; month: Period }) {
  const { t } = useTranslation('room');
  const text = useText();
  const periodText = usePeriodText();
  const { snapshot } = useRoom();
  const area = snapshot.board.areas.find((each) => each.areaId === areaId);
  const isRunning = snapshot.lightMonths?.at(-1)?.month === month;
  return (
    <>
      <h3>
        {text(area?.title)} · {periodText(month)}
      </h3>
      <p className="dim">{isRunning ? t('source.asOf', { date: snapshot.asOf }) : t('source.monthEnd')}</p>
      <TaskTable tasks={tasksOfCell(snapshot, areaId, month)} />
    </>
  );
}

function TotalSource({ name }: { name: string }) {
  const { t } = useTranslation('room');
  const { snapshot } = useRoom();
  return (
    <>
      <h3>{t(`totals.${name}`)}</h3>
      <TaskTable tasks={tasksOfTotal(snapshot, name)} />
    </>
  );
}

/** Of withheld tasks nothing is known but how many each area has. */
function WithheldSource() {
  const { t } = useTranslation('room');
  const text = useText();
  const { snapshot } = useRoom();
  return (
    <>
      <h3>{t('totals.withheld')}</h3>
      <p className="dim">{t('source.withheld')}</p>
      <div className="table-box">
        <table className="grid" aria-label={t('totals.withheld')}>
          <thead>
            <tr>
              <th scope="col" className="grow">
                {t('heat.area')}
              </th>
              <th scope="col" className="num">
                {t('totals.withheld')}
              </th>
            </tr>
          </thead>
          <tbody>
            {snapshot.board.areas
              .filter((area) => area.withheld > 0)
              .map((area) => (
                <tr key={area.areaId}>
                  <th scope="row" className="grow">
                    {area.number} {text(area.title)}
                  </th>
                  <td className="num">{area.withheld}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** What the last meeting settled, how far it had come as of the snapshot, and the task that tells so. */
function DecisionSource({ id }: { id: string }) {
  const { t } = useTranslation('room');
  const { meeting, snapshot } = useRoom();
  const shown = snapshot.lastDecisions.filter((each) => id === allDecisions || each.id === id);
  return (
    <>
      <h3>{t('page.last-decisions')}</h3>
      {shown.map((each) => (
        <section key={each.id}>
          <p>
            {each.number}. {each.text}
          </p>
          <p className="dim">
            {[each.leadUnit, each.dueDate, t(`decision.${stateOfDecision(each, snapshot.asOf)}`)]
              .filter((part) => part !== null)
              .join(' · ')}
          </p>
          {each.taskId && shown.length === 1 ? <TaskSource taskId={each.taskId} /> : null}
        </section>
      ))}
      {meeting.previousId ? (
        <PortalLink href={meetingAddresses.decisions(meeting.previousId)}>{t('source.decisions')}</PortalLink>
      ) : null}
    </>
  );
}

function ChangeSource({ name }: { name: string }) {
  const { t } = useTranslation('room');
  const { difference } = useRoom();
  return (
    <>
      <h3>{t(`changes.${name}`)}</h3>
      {difference ? <ChangeLines difference={difference} name={name} /> : null}
    </>
  );
}

/** Which units owed the area's reports of the period, and how many of them came, also by the day they were due. */
function ReportingSource({ areaId }: { areaId: string }) {
  const { t } = useTranslation('room');
  const text = useText();
  const { snapshot } = useRoom();
  const area = snapshot.board.areas.find((each) => each.areaId === areaId);
  const rows = snapshot.units.flatMap((unit) => {
    const row = snapshot.reporting.find((each) => each.areaId === areaId && each.unitId === unit.id);
    return row ? [{ ...row, name: unit.name }] : [];
  });
  return (
    <>
      <h3>
        {text(area?.title)} · {t('completeness')}
      </h3>
      <div className="table-box">
        <table className="grid" aria-label={t('completeness')}>
          <thead>
            <tr>
              <th scope="col" className="grow">
                {t('source.unit')}
              </th>
              <th scope="col" className="num">
                {t('source.expected')}
              </th>
              <th scope="col" className="num">
                {t('source.received')}
              </th>
              <th scope="col" className="num">
                {t('source.onTime')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.unitId}>
                <th scope="row" className="grow">
                  {row.name}
                </th>
                <td className="num">{row.expected}</td>
                <td className="num">{row.received}</td>
                <td className="num">{row.onTime}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function TaskTable({ tasks: counted }: { tasks: readonly LitTask[] }) {
  const { t } = useTranslation('room');
  const { t: tasks } = useTranslation('tasks');
  const text = useText();
  return (
    <div className="table-box">
      <table className="grid" aria-label={t('source.tasks')}>
        <thead>
          <tr>
            <th scope="col" className="num">
              {text(taskColumns.number.title)}
            </th>
            <th scope="col" className="grow">
              {text(taskColumns.title.title)}
            </th>
            <th scope="col">{text(taskColumns.light.title)}</th>
            <th scope="col">{text(taskColumns.leadUnit.title)}</th>
            <th scope="col">{text(taskColumns.dueDate.title)}</th>
          </tr>
        </thead>
        <tbody>
          {counted.map((task) => (
            <tr key={task.id}>
              <td className="num">{task.number ?? ''}</td>
              <td className="grow">{task.title}</td>
              <td>
                {task.closed ? tasks(`closed.${task.closed}`) : <LightTag colour={task.colour} compact />}
              </td>
              <td>{task.leadUnit ?? ''}</td>
              <td className="figure">{task.dueDate ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
