import { agendaTitles, type MeetingView, meetingStateTitles, meetingWay } from '@duban/contract';
import {
  PageLayout,
  PortalLink,
  QueryView,
  Section,
  useCan,
  usePeriodText,
  usePlan,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Alert, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { usePlanOf } from '../../app/use-plan-of.js';
import { printTime } from '../../parts/print-time.js';
import { Briefing } from './briefing.js';
import { Changes } from './changes.js';
import { Decisions, LastDecisions } from './decisions.js';
import { Materials } from './materials.js';
import { MeetingActs } from './meeting-acts.js';
import { meetingReads } from './meeting-queries.js';
import type { meetingTabs } from './meeting-search.js';
import { Minutes } from './minutes.js';
import './meetings.css';

const route = getRouteApi('/shell/meetings/$meetingId');
type Tab = (typeof meetingTabs)[number];

/** One meeting: where it stands, its agenda, material, frozen figures, decisions and papers. */
export function MeetingPage() {
  const { meetingId } = route.useParams();
  const meeting = useQuery(meetingReads.one(meetingId));
  usePlanOf(meeting.data?.planId);
  return <QueryView query={meeting}>{(found) => <Meeting key={found.id} meeting={found} />}</QueryView>;
}

function Meeting({ meeting }: { meeting: MeetingView }) {
  const { t } = useTranslation('meetings');
  const periodText = usePeriodText();
  const can = useCan();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const open = (tab: string) => void navigate({ search: (before) => ({ ...before, tab: tab as Tab }) });
  const frozen = meeting.snapshot !== null;
  const tabs: { key: Tab; label: string; children: React.ReactNode; isThere: boolean }[] = [
    { key: 'agenda', label: t('tab.agenda'), children: <Agenda meeting={meeting} />, isThere: true },
    { key: 'materials', label: t('tab.materials'), children: <Materials meeting={meeting} />, isThere: true },
    { key: 'changes', label: t('tab.changes'), children: <Changes meeting={meeting} />, isThere: frozen },
    { key: 'decisions', label: t('tab.decisions'), children: <Decisions meeting={meeting} />, isThere: true },
    { key: 'briefing', label: t('tab.briefing'), children: <Briefing meeting={meeting} />, isThere: frozen },
    {
      key: 'minutes',
      label: t('tab.minutes'),
      children: <Minutes meeting={meeting} />,
      isThere: meeting.minutesState !== null,
    },
  ];
  const there = tabs.filter((tab) => tab.isThere);
  return (
    <PageLayout
      title={meeting.title}
      note={[
        meeting.heldOn,
        meeting.place,
        t('looksAt', { period: periodText(meeting.period) }),
        meeting.snapshot ? t('until', { time: printTime(meeting.snapshot.takenAt) }) : null,
      ]
        .filter((part) => part !== null)
        .join(' · ')}
      toolbar={<MeetingActs meeting={meeting} keeps={can('meeting.keep')} />}
    >
      <States meeting={meeting} />
      <Tabs
        className="tabs"
        activeKey={there.some((tab) => tab.key === search.tab) ? search.tab : 'agenda'}
        destroyOnHidden
        onChange={open}
        items={there}
      />
    </PageLayout>
  );
}

/** The way from planned to closed, and how far it has come; of a withdrawn one, why. */
function States({ meeting }: { meeting: MeetingView }) {
  const { t } = useTranslation('meetings');
  const text = useText();
  if (meeting.withdrawn) {
    const { by, on, reason } = meeting.withdrawn;
    return <Alert type="warning" showIcon title={t('withdrawn', { name: by.name, date: on, reason })} />;
  }
  const reached = meetingWay.indexOf(meeting.state as (typeof meetingWay)[number]);
  return (
    <ol className="meeting-states" aria-label={t('state')}>
      {meetingWay.map((state, at) => (
        <li
          key={state}
          aria-current={at === reached ? 'step' : undefined}
          className={at < reached ? 'done' : undefined}
        >
          {text(meetingStateTitles[state])}
        </li>
      ))}
    </ol>
  );
}

function Agenda({ meeting }: { meeting: MeetingView }) {
  const { t } = useTranslation('meetings');
  const text = useText();
  const plan = usePlan();
  const titleOf = (item: MeetingView['agenda'][number]) => {
    const given =
      item.kind === 'last-decisions' || item.kind === 'exceptions'
        ? agendaTitles[item.kind]
        : plan.areas.find((each) => each.id === item.areaId)?.title;
    // A title that was given by itself follows the language on screen; one written by hand stays as it is.
    return given && Object.values(given).includes(item.title) ? text(given) : item.title;
  };
  return (
    <div className="page">
      <Section title={t('agenda.title')}>
        <ol className="agenda">
          {meeting.agenda.map((item) => (
            <li key={`${item.kind} ${item.areaId ?? ''} ${item.title}`}>
              {item.areaId ? (
                <PortalLink href={addresses.area(item.areaId)}>{titleOf(item)}</PortalLink>
              ) : (
                titleOf(item)
              )}
            </li>
          ))}
        </ol>
      </Section>
      <Section title={t('participants')} note={t('people', { count: meeting.participants.length })}>
        <p className="section-body">
          {meeting.participants.length > 0 ? (
            meeting.participants.map((person) => person.name).join(t('comma'))
          ) : (
            <span className="dim">{t('noParticipants')}</span>
          )}
        </p>
      </Section>
      {meeting.previousId ? <LastDecisions previousId={meeting.previousId} /> : null}
    </div>
  );
}
