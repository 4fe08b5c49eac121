import type { Colour } from '@duban/contract';
import { LightShape, useText } from '@duban/portal-kit';
import { useTranslation } from 'react-i18next';
import { printTime } from '../../../parts/print-time.js';
import { DecisionCounts } from '../changes.js';
import { Figure } from './figure.js';
import { totalOf, totals } from './frozen-figures.js';
import { allDecisions, useRoom } from './room-context.js';

const colours = ['red', 'yellow', 'green', 'grey'] as const satisfies Colour[];

/** What is met, where, when, and until when the figures reach; the agenda with the number of each page. */
export function CoverPage({ contents }: { contents: { number: number; title: string }[] }) {
  const { t } = useTranslation('room');
  const { meeting, snapshot, goTo } = useRoom();
  return (
    <div className="room-cover">
      <div>
        <p className="room-bureau">{snapshot.plan.bureau}</p>
        <p className="room-name">{meeting.title}</p>
        <p className="room-where">
          {meeting.heldOn}
          {meeting.place ? ` · ${meeting.place}` : null}
        </p>
        <p className="room-until">{t('until', { time: printTime(snapshot.takenAt) })}</p>
        <p className="room-hash">
          {t('hash')} <code>{meeting.snapshot?.hash.slice(0, 12)}</code>
        </p>
      </div>
      <ol className="room-contents">
        {contents.map(({ number, title }) => (
          <li key={number}>
            <button type="button" onClick={() => goTo(number)}>
              <b>{number}</b>
              {title}
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Counts of one area's lights, each with its shape and word. */
export function LightCounts({ lights }: { lights: Record<Colour, number> }) {
  const { t } = useTranslation('room');
  return (
    <span className="room-lights">
      {colours.map((colour) => (
        <span key={colour} className={`light-tag light-${colour}${lights[colour] === 0 ? ' zero' : ''}`}>
          <LightShape colour={colour} />
          {t(`colour.${colour}`)} <b>{lights[colour]}</b>
        </span>
      ))}
    </span>
  );
}

/** All tasks by how they stand, and each area's lights as a bar with its numbers. In the plan's order, not by size. */
export function OverviewPage() {
  const { t } = useTranslation('room');
  const text = useText();
  const { snapshot } = useRoom();
  const areas = snapshot.board.areas.filter((area) => area.enabled);
  const most = Math.max(1, ...areas.map((area) => colours.reduce((sum, each) => sum + area.lights[each], 0)));
  return (
    <div className="room-overview">
      <dl className="room-totals">
        {totals.map((name) => (
          <div key={name}>
            <dt>{t(`totals.${name}`)}</dt>
            <dd>
              <Figure source={{ kind: 'total', name }}>{totalOf(snapshot, name)}</Figure>
            </dd>
          </div>
        ))}
      </dl>
      <ul className="room-bars" aria-label={t('lights')}>
        {areas.map((area) => (
          <li key={area.areaId}>
            <Figure source={{ kind: 'area', areaId: area.areaId }} className="room-bar-row">
              <span className="room-bar-name">
                {area.number} {text(area.title)}
              </span>
              <span className="room-bar">
                {colours.map((colour) =>
                  area.lights[colour] > 0 ? (
                    <span
                      key={colour}
                      className={`room-bar-part light-${colour}`}
                      style={{ flexGrow: area.lights[colour] }}
                    >
                      <LightShape colour={colour} />
                      <span className="visually-hidden">{t(`colour.${colour}`)}</span>
                      {area.lights[colour]}
                    </span>
                  ) : null,
                )}
                <span
                  style={{ flexGrow: most - colours.reduce((sum, each) => sum + area.lights[each], 0) }}
                />
              </span>
              <span className="room-bar-closed">
                {t('closedCount', { count: area.closed.onTime + area.closed.late })}
              </span>
            </Figure>
          </li>
        ))}
      </ul>
      <ul className="room-legend">
        {colours.map((colour) => (
          <li key={colour} className={`light-tag light-${colour}`}>
            <LightShape colour={colour} />
            {t(`colour.${colour}`)} {snapshot.totals[colour]}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What is told of meetings of one plan alone. */
const ofOnePlan = ['targetsChanged', 'added', 'gone'];

/** How much changed since the last meeting; what turned red and what recovered by name. */
export function ChangesPage() {
  const { t } = useTranslation('room');
  const { t: m } = useTranslation('meetings');
  const { difference } = useRoom();
  if (!difference?.from) return null;
  const counts = [
    ['turnedRed', difference.turnedRed.length],
    ['recovered', difference.recovered.length],
    ['datesMoved', difference.datesMoved.length],
    ['targetsChanged', difference.targetsChanged.length],
    ['closed', difference.closed.length],
    ['reopened', difference.reopened.length],
    ['terminated', difference.terminated.length],
    ['carried', difference.carried.length],
    ['added', difference.added.length],
    ['gone', difference.gone.length],
  ].filter(([name]) => !difference.from?.otherYear || !ofOnePlan.includes(`${name}`)) as [string, number][];
  const named = [
    ['turnedRed', difference.turnedRed],
    ['recovered', difference.recovered],
    ['closed', difference.closed],
  ] as const;
  return (
    <div className="room-changes">
      <dl className="room-totals">
        {counts.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`changes.${name}`)}</dt>
            <dd>
              <Figure source={{ kind: 'change', name }}>{value}</Figure>
            </dd>
          </div>
        ))}
      </dl>
      <p className="room-note">
        {t('changes.since', { title: difference.from.title, date: difference.from.asOf })} ·{' '}
        {difference.from.otherYear
          ? `${m('changes.otherYear', { year: difference.from.otherYear })} · `
          : null}
        <Figure source={{ kind: 'decision', id: allDecisions }}>
          <DecisionCounts counts={difference.decisions} />
        </Figure>
      </p>
      <div className="room-columns">
        {named.map(([name, tasks]) => (
          <section key={name}>
            <h2>{t(`changes.${name}`)}</h2>
            {tasks.length === 0 ? <p className="dim">{t('changes.none')}</p> : null}
            <ul className="room-names">
              {tasks.slice(0, 5).map((task) => (
                <li key={task.taskId}>
                  <Figure source={{ kind: 'task', taskId: task.taskId }}>
                    {task.number ? `${task.number}. ` : null}
                    {task.title}
                  </Figure>
                </li>
              ))}
            </ul>
            {tasks.length > 5 ? <p className="dim">{t('more', { count: tasks.length - 5 })}</p> : null}
          </section>
        ))}
      </div>
    </div>
  );
}

/** An item of the agenda that is nobody's area. */
export function FreePage({ title }: { title: string }) {
  return <p className="room-free">{title}</p>;
}
