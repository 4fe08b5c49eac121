import { type BulkReportMove, lifecycle, refuseMove, type Work } from '@duban/contract';
import {
  EmptyState,
  PageLayout,
  PortalLink,
  QueryView,
  queries,
  Section,
  usePlan,
  useSession,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { useRowKeys } from '../../parts/row-keys.js';
import { Due } from './due.js';
import { type ExpectedReport, ExpectedReports, MoveExpected } from './expected-reports.js';
import { ShareMilestones, SharesToAccept } from './share-work.js';
import './work.css';

type Part = 'returned' | 'late' | 'toSign' | 'toReview' | 'due';
/** In the order in which they hurt: what was sent back or is late stands above what others wait for. */
const first: readonly Part[] = ['returned', 'late'];
const waiting: readonly Part[] = ['toSign', 'toReview', 'due'];
/** What may be done to many of a part at once. */
const moves: Record<Part, readonly BulkReportMove[]> = {
  returned: ['submit'],
  late: ['submit'],
  toSign: ['sign', 'return'],
  toReview: ['accept', 'return'],
  due: ['submit'],
};
/** Rows that the API gives of one part at most. */
const mostRows = 500;

/** 我的工作: what waits for me, what hurts first on top; one click opens it. */
export function WorkPage() {
  const { t } = useTranslation('work');
  const plan = usePlan();
  const { user } = useSession();
  const work = useQuery(queries.work(plan.id));
  const box = useRef<HTMLDivElement>(null);
  useRowKeys(box);
  /** Begun and not handed in: of these all that are complete can be submitted at once. What was returned is mended first. */
  const drafts = (work.data?.due ?? []).filter((each) => each.reportId !== null).slice(0, mostRows);
  /** Held above the lists: what was moved leaves them while its result is read. */
  const [asking, setAsking] = useState<{ move: BulkReportMove; items: readonly ExpectedReport[] } | null>(
    null,
  );
  return (
    <PageLayout
      title={t('title')}
      note={[user.name, user.unitName].filter(Boolean).join(' · ')}
      toolbar={
        drafts.length > 0 ? (
          <Button onClick={() => setAsking({ move: 'submit', items: drafts })}>
            {t('submitAll', { count: drafts.length })}
          </Button>
        ) : null
      }
    >
      {asking ? <MoveExpected {...asking} onClose={() => setAsking(null)} /> : null}
      <QueryView query={work} lines={10}>
        {(data) => {
          if (Object.values(data).every((part) => part.length === 0))
            return <EmptyState title={t('none')} hint={t('noneHint')} />;
          const isLate = (each: ExpectedReport) => each.dueOn < plan.businessDate;
          const rows: Record<Part, ExpectedReport[]> = {
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
                extra={
                  part === 'toReview' ? (
                    <PortalLink className="ant-btn ant-btn-default" href={addresses.review}>
                      {t('reviewAll')}
                    </PortalLink>
                  ) : null
                }
                note={rows[part].length >= mostRows ? t('most', { count: mostRows }) : t(`note.${part}`)}
              >
                <ExpectedReports
                  label={t(part)}
                  items={rows[part]}
                  moves={moves[part]}
                  onMove={(move, chosen) => setAsking({ move, items: chosen })}
                />
              </Section>
            ) : null;
          return (
            <div ref={box} className="page">
              {data.elsewhere.map(({ plan: other, count }) => (
                <p key={other.id} className="work-elsewhere">
                  <PortalLink href={addresses.work({ plan: other.id })}>
                    {t('elsewhere', { title: other.title, count })}
                  </PortalLink>
                </p>
              ))}
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
              {data.toCountersign.length > 0 ? (
                <Section title={<Heading text={t('toCountersign')} count={data.toCountersign.length} />}>
                  <ToCountersign items={data.toCountersign} />
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
            </div>
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

/** Minutes that wait for one's countersignature, the earliest meeting on top. */
function ToCountersign({ items }: { items: Work['toCountersign'] }) {
  const { t } = useTranslation('work');
  return (
    <div className="table-box">
      <table className="grid" aria-label={t('toCountersign')}>
        <thead>
          <tr>
            <th scope="col" className="grow">
              {t('meeting')}
            </th>
            <th scope="col">{t('heldOn')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((each) => (
            <tr key={each.meetingId}>
              <td className="grow">
                <PortalLink href={addresses.meeting(each.meetingId, { tab: 'minutes' })}>
                  {each.meeting}
                </PortalLink>
              </td>
              <td className="figure">{each.heldOn}</td>
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
