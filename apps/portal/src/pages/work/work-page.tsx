import {
  type ExpectationView,
  lifecycle,
  progressNoteForm,
  progressNoteKey,
  refuseMove,
  type Work,
} from '@duban/contract';
import {
  EmptyState,
  PageLayout,
  PortalLink,
  QueryView,
  queries,
  Section,
  usePeriodText,
  usePlan,
  useSession,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { reportAddress } from '../report/report-search.js';
import { Due } from './due.js';
import { ShareMilestones, SharesToAccept } from './share-work.js';
import './work.css';

type Part = 'returned' | 'late' | 'toSign' | 'toReview' | 'due';
/** In the order in which they hurt: what was sent back or is late stands above what others wait for. */
const first: readonly Part[] = ['returned', 'late'];
const waiting: readonly Part[] = ['toSign', 'toReview', 'due'];
/** Rows that the API gives of one part at most. */
const mostRows = 500;

/** 我的工作: what waits for me, what hurts first on top; one click opens it. */
export function WorkPage() {
  const { t } = useTranslation('work');
  const plan = usePlan();
  const { user } = useSession();
  const work = useQuery(queries.work(plan.id));
  return (
    <PageLayout title={t('title')} note={[user.name, user.unitName].filter(Boolean).join(' · ')}>
      <QueryView query={work} lines={10}>
        {(data) => {
          if (Object.values(data).every((part) => part.length === 0))
            return <EmptyState title={t('none')} hint={t('noneHint')} />;
          const isLate = (each: ExpectationView) => each.dueOn < plan.businessDate;
          const rows: Record<Part, ExpectationView[]> = {
            returned: data.returned,
            late: data.due.filter(isLate),
            toSign: data.toSign,
            toReview: data.toReview,
            due: data.due.filter((each) => !isLate(each)),
          };
          const sectionOf = (part: Part) =>
            rows[part].length > 0 ? (
              <Section
                key={part}
                title={<Heading text={t(part)} count={rows[part].length} />}
                note={rows[part].length >= mostRows ? t('most', { count: mostRows }) : t(`note.${part}`)}
              >
                <Expectations label={t(part)} items={rows[part]} />
              </Section>
            ) : null;
          return (
            <>
              {data.urged.length > 0 ? (
                <Section title={<Heading text={t('urged')} count={data.urged.length} />}>
                  <Urged items={data.urged} />
                </Section>
              ) : null}
              {first.map(sectionOf)}
              {data.materials.length > 0 ? (
                <Section title={<Heading text={t('materials')} count={data.materials.length} />}>
                  <Materials items={data.materials} />
                </Section>
              ) : null}
              {data.toDecide.length > 0 ? (
                <Section title={<Heading text={t('toDecide')} count={data.toDecide.length} />}>
                  <Decisions items={data.toDecide} />
                </Section>
              ) : null}
              {data.sharesToAccept.length > 0 ? (
                <Section title={<Heading text={t('sharesToAccept')} count={data.sharesToAccept.length} />}>
                  <SharesToAccept items={data.sharesToAccept} />
                </Section>
              ) : null}
              {data.shareMilestones.length > 0 ? (
                <Section title={<Heading text={t('shareMilestones')} count={data.shareMilestones.length} />}>
                  <ShareMilestones items={data.shareMilestones} />
                </Section>
              ) : null}
              {waiting.map(sectionOf)}
            </>
          );
        }}
      </QueryView>
    </PageLayout>
  );
}

function Heading({ text, count }: { text: string; count: number }): ReactNode {
  return (
    <>
      {text} <span className="work-count">{count}</span>
    </>
  );
}

function Expectations({ label, items }: { label: string; items: ExpectationView[] }) {
  const { t } = useTranslation('work');
  const text = useText();
  const periodText = usePeriodText();
  const plan = usePlan();
  const forms = useQuery(queries.forms(plan.id));
  const titleOf = ({ areaId, formKey, taskTitle }: ExpectationView) =>
    formKey === progressNoteKey
      ? `${text(progressNoteForm.title)}: ${taskTitle}`
      : text(forms.data?.items.find((each) => each.areaId === areaId && each.key === formKey)?.title) ||
        formKey;
  const sorted = [...items].sort((a, b) =>
    `${a.dueOn} ${a.unitName} ${a.formKey}` < `${b.dueOn} ${b.unitName} ${b.formKey}` ? -1 : 1,
  );
  return (
    <div className="table-box">
      <table className="grid" aria-label={label}>
        <thead>
          <tr>
            <th scope="col" className="grow">
              {t('report')}
            </th>
            <th scope="col" className="wide-only">
              {t('unit')}
            </th>
            <th scope="col" className="wide-only">
              {t('period')}
            </th>
            <th scope="col">{t('dueOn')}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((each) => (
            <tr key={each.id}>
              <td className="grow">
                <PortalLink href={reportAddress(each)}>{titleOf(each)}</PortalLink>
                <span className="under">
                  {[
                    text(plan.areas.find((area) => area.id === each.areaId)?.title),
                    each.formKey !== progressNoteKey && each.taskTitle,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
                <span className="under narrow-only">
                  {each.unitName} · {periodText(each.period)}
                </span>
              </td>
              <td className="wide-only">{each.unitName}</td>
              <td className="figure wide-only">{periodText(each.period)}</td>
              <td className="figure">
                <Due on={each.dueOn} today={plan.businessDate} signed={each.firstSignedOn !== null} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Slips that wait for an answer, the one that is due first on top. */
function Urged({ items }: { items: Work['urged'] }) {
  const { t } = useTranslation('work');
  const text = useText();
  const plan = usePlan();
  return (
    <div className="table-box">
      <table className="grid" aria-label={t('urged')}>
        <thead>
          <tr>
            <th scope="col" className="grow">
              {t('task')}
            </th>
            <th scope="col" className="wide-only">
              {t('unit')}
            </th>
            <th scope="col">{t('answerBy')}</th>
          </tr>
        </thead>
        <tbody>
          {[...items]
            .sort((a, b) => a.answerBy.localeCompare(b.answerBy))
            .map(({ id, task, title, text: said, unit, answerBy }) => (
              <tr key={id}>
                <td className="grow">
                  <PortalLink href={addresses.task(task.id)}>
                    {task.number === null ? task.title : `${task.number}. ${task.title ?? ''}`}
                  </PortalLink>
                  <span className="under">
                    {text(title)} · {said}
                  </span>
                </td>
                <td className="wide-only">{unit.name}</td>
                <td className="figure">
                  <Due on={answerBy} today={plan.businessDate} signed={false} />
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

/** Material that meetings collect, the date that comes first on top. */
function Materials({ items }: { items: Work['materials'] }) {
  const { t } = useTranslation('work');
  const text = useText();
  const plan = usePlan();
  return (
    <div className="table-box">
      <table className="grid" aria-label={t('materials')}>
        <thead>
          <tr>
            <th scope="col" className="grow">
              {t('meeting')}
            </th>
            <th scope="col">{t('collectBy')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((each) => (
            <tr key={`${each.meetingId} ${each.areaId}`}>
              <td className="grow">
                <PortalLink href={addresses.meeting(each.meetingId, { tab: 'materials', area: each.areaId })}>
                  {each.meeting}
                </PortalLink>
                <span className="under">
                  {text(plan.areas.find((area) => area.id === each.areaId)?.title)}
                  {each.urgedOn ? ` · ${t('urgedTimes', { count: each.urged, date: each.urgedOn })}` : null}
                </span>
              </td>
              <td className="figure">
                <Due on={each.collectBy} today={plan.businessDate} signed={false} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Decisions({ items }: { items: Work['toDecide'] }) {
  const { t } = useTranslation('work');
  const text = useText();
  const plan = usePlan();
  const titleOf = (name: string) =>
    name === refuseMove.move
      ? text(refuseMove.title)
      : text(lifecycle.find((each) => each.move === name)?.title) ||
        t(`move.${name}`, { defaultValue: name });
  return (
    <div className="table-box">
      <table className="grid" aria-label={t('toDecide')}>
        <thead>
          <tr>
            <th scope="col" className="grow">
              {t('task')}
            </th>
            <th scope="col">{t('moves')}</th>
            <th scope="col">{t('dueOn')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((each) => (
            <tr key={each.taskId}>
              <td className="grow">
                <PortalLink href={addresses.task(each.taskId)}>
                  {each.number === null ? each.title : `${each.number}. ${each.title}`}
                </PortalLink>
                <span className="under">
                  {text(plan.areas.find((area) => area.id === each.areaId)?.title)}
                </span>
              </td>
              <td>{each.moves.map(titleOf).join(t('comma'))}</td>
              <td className="figure">
                {each.dueOn ? <Due on={each.dueOn} today={plan.businessDate} signed={false} /> : '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
