import type { Difference, Direction, MeetingView } from '@duban/contract';
import {
  EmptyState,
  formatNumber,
  formatTarget,
  LightTag,
  PortalLink,
  QueryView,
  Section,
  useLanguage,
  usePlan,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { meetingReads } from './meeting-queries.js';
import { useMetricTitle } from './metric-title.js';
import { Annexes, Snapshots } from './snapshots.js';

const route = getRouteApi('/shell/meetings/$meetingId');
type Colour = 'red' | 'yellow' | 'green' | 'grey';
const colourOf = (name: string | null) => name as Colour | null;

/** The frozen pictures of a meeting, and what changed since another one's. */
export function Changes({ meeting }: { meeting: MeetingView }) {
  const { t } = useTranslation('meetings');
  const plan = usePlan();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const difference = useQuery(meetingReads.difference(meeting.id, meeting.snapshot?.sequence, search.since));
  const others = useQuery(meetingReads.list(plan.id));
  const before = difference.data?.from;
  // The first meeting of a year goes on from the last one of the year before.
  const last = useQuery({
    ...meetingReads.one(meeting.previousId ?? ''),
    enabled: meeting.previousId !== null,
  });
  const options = [
    ...(others.data?.items ?? [])
      .filter((each) => each.id !== meeting.id && each.snapshot && each.heldOn <= meeting.heldOn)
      .map((each) => ({ value: each.id, label: `${each.heldOn} ${each.title}` })),
    ...(last.data && last.data.planId !== meeting.planId
      ? [{ value: last.data.id, label: `${last.data.heldOn} ${last.data.title}` }]
      : []),
  ];
  return (
    <div className="page">
      <Snapshots meeting={meeting} />
      <Section
        title={t('changes.title')}
        note={before ? t('until', { time: before.asOf }) : null}
        extra={
          options.length > 0 ? (
            <Select
              className="meeting-choice"
              aria-label={t('changes.since')}
              popupMatchSelectWidth={320}
              options={options}
              value={search.since ?? before?.meetingId}
              placeholder={t('changes.since')}
              onChange={(since: string) =>
                void navigate({ search: (now) => ({ ...now, since }), replace: true })
              }
            />
          ) : null
        }
      >
        <QueryView query={difference}>{(found) => <DifferenceList difference={found} />}</QueryView>
      </Section>
      <Annexes meeting={meeting} />
    </div>
  );
}

interface Line {
  key: string;
  taskId?: string;
  number?: number | null;
  title: string;
  what?: React.ReactNode;
}

/** The parts of a difference that say something, in the order in which a meeting looks at them. */
function useParts(difference: Difference): { name: string; lines: Line[] }[] {
  const { t } = useTranslation('meetings');
  const language = useLanguage();
  const metricTitle = useMetricTitle();
  const named = ({
    taskId,
    number,
    title,
  }: {
    taskId: string;
    number: number | null;
    title: string;
  }): Line => ({ key: taskId, taskId, number, title });
  const turn = (was: string | null, now: string | null) => (
    <>
      <LightTag colour={colourOf(was)} /> → <LightTag colour={colourOf(now)} />
    </>
  );
  const turnOfTarget = ({ was, now, direction, dueDate }: Difference['targetsChanged'][number]) => {
    const print = (value: number | null, side: 'was' | 'now') =>
      (direction
        ? formatTarget({ direction: direction[side] as Direction, value }, '', language)
        : formatNumber(value, language)) || t('none');
    const valueOrDirection = was !== now || direction ? [`${print(was, 'was')} → ${print(now, 'now')}`] : [];
    const date = dueDate ? [`${dueDate.was ?? t('none')} → ${dueDate.now ?? t('none')}`] : [];
    return [...valueOrDirection, ...date].join(t('comma'));
  };
  return [
    {
      name: 'turnedRed',
      lines: difference.turnedRed.map((each) => ({ ...named(each), what: turn(each.was, 'red') })),
    },
    {
      name: 'recovered',
      lines: difference.recovered.map((each) => ({ ...named(each), what: turn(each.was, each.now) })),
    },
    {
      name: 'datesMoved',
      lines: difference.datesMoved.map((each) => ({
        ...named(each),
        key: `${each.taskId} ${each.milestone ?? ''}`,
        what: [each.milestone ?? '', `${each.was ?? t('none')} → ${each.now ?? t('none')}`].join(' ').trim(),
      })),
    },
    {
      name: 'targetsChanged',
      lines: difference.targetsChanged.map((each, at) => ({
        key: `${each.metric} ${each.unit} ${at}`,
        title: [metricTitle(each.metric), each.unit].filter((part) => part !== '').join(' · '),
        what: turnOfTarget(each),
      })),
    },
    {
      name: 'closed',
      lines: difference.closed.map((each) => ({
        ...named(each),
        what: `${each.closedOn ?? ''} ${t(each.onTime ? 'changes.onTime' : 'changes.late')}`,
      })),
    },
    { name: 'reopened', lines: difference.reopened.map(named) },
    { name: 'terminated', lines: difference.terminated.map(named) },
    { name: 'carried', lines: difference.carried.map(named) },
    { name: 'added', lines: difference.added.map(named) },
    // The page of a task that is no longer listed may be nobody's to see.
    { name: 'gone', lines: difference.gone.map(({ taskId, ...each }) => ({ key: taskId, ...each })) },
  ].filter((part) => part.lines.length > 0);
}

function DifferenceList({ difference }: { difference: Difference }) {
  const { t } = useTranslation('meetings');
  const parts = useParts(difference);
  if (!difference.from) return <EmptyState title={t('changes.first')} hint={t('changes.firstHint')} />;
  return (
    <div className="difference-parts">
      <p className="difference-decisions">
        <DecisionCounts counts={difference.decisions} />
      </p>
      {difference.from.otherYear ? (
        <p className="dim">{t('changes.otherYear', { year: difference.from.otherYear })}</p>
      ) : null}
      {parts.length === 0 ? <EmptyState title={t('changes.none')} /> : null}
      {parts.map(({ name, lines }) => (
        <section key={name}>
          <h3>
            {t(`changes.${name}`)} <span className="dim">{lines.length}</span>
          </h3>
          <Lines lines={lines} />
        </section>
      ))}
    </div>
  );
}

/** What became of the last meeting's decisions; tasks that ended otherwise are told where there are any. */
export function DecisionCounts({ counts }: { counts: Difference['decisions'] }) {
  const { t } = useTranslation('meetings');
  const ended = (['terminated', 'merged'] as const).filter((each) => counts[each] > 0);
  return [
    t('changes.decisions', { ...counts }),
    ...ended.map((each) => t(`changes.decisionsEnd.${each}`, { number: counts[each] })),
  ].join('');
}

/** One part of a difference, in full. */
export function ChangeLines({ difference, name }: { difference: Difference; name: string }) {
  const { t } = useTranslation('meetings');
  const part = useParts(difference).find((each) => each.name === name);
  return (
    <div className="difference-parts">{part ? <Lines lines={part.lines} /> : <p>{t('changes.none')}</p>}</div>
  );
}

function Lines({ lines }: { lines: readonly Line[] }) {
  return (
    <ul>
      {lines.map((line) => (
        <li key={line.key}>
          <span className="row-number">{line.number ?? ''}</span>
          <span className="difference-title">
            {line.taskId ? (
              <PortalLink href={addresses.task(line.taskId)}>{line.title}</PortalLink>
            ) : (
              line.title
            )}
          </span>
          {line.what ? <span className="difference-what">{line.what}</span> : null}
        </li>
      ))}
    </ul>
  );
}
