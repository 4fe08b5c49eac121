import { taskStates, taskStateTitles, type UnitShare, type UnitSharePage } from '@duban/contract';
import {
  api,
  EmptyState,
  LightTag,
  PageLayout,
  PortalLink,
  QueryView,
  Section,
  usePeriodText,
  usePlan,
  useSession,
  useText,
} from '@duban/portal-kit';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Input, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { UnitPicker } from '../../parts/unit-picker.js';
import { AcceptButton } from '../task/shares/accept-button.js';
import { Acceptance } from '../task/shares/share-row.js';
import { ShareTargetLines } from '../task/shares/share-target-lines.js';
import '../task/shares/shares.css';
import './shares-page.css';

const route = getRouteApi('/shell/shares');
type Open = '' | 'to-accept' | 'late' | 'overdue';
const roles = ['lead', 'responsible', 'cooperating', 'below'] as const;
/** A unit has no part in what was not issued. */
const states = taskStates.filter((state) => !['draft', 'pending-issue', 'withheld'].includes(state));
type Filter = { unitId: string } & Partial<
  Record<'open' | 'areaId' | 'role' | 'state' | 'q', string | undefined>
>;

/** A unit's shares, all pages of them; the counts are of the whole whatever is filtered. */
const unitShares = (planId: string, filter: Filter) =>
  queryOptions({
    queryKey: ['shares', planId, filter],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const path = `/api/plans/${planId}/shares`;
      const first = await api.get<UnitSharePage>(path, { ...filter, limit: 500 }, signal);
      if (!first.nextCursor) return first;
      const { items } = await api.all<UnitShare>(path, filter, signal);
      return { ...first, items };
    },
  });

/** 我的分工: what a unit, and the units below it, have of the plan: taken on or not, reached or not, due or late. */
export function SharesPage() {
  const { t } = useTranslation('shares');
  const plan = usePlan();
  const session = useSession();
  const periodText = usePeriodText();
  const text = useText();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const own = session.grants.find((grant) => grant.unitId !== null)?.unitId ?? plan.rootUnitId;
  const unitId = search.unit ?? own;
  const { open, area, role, state, q } = search;
  const shares = useQuery(unitShares(plan.id, { unitId, open, areaId: area, role, state, q }));
  const go = (changes: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
  const counts = shares.data?.counts;
  const option = (value: Open, count: number | undefined) => ({
    value,
    label: `${t(`open.${value || 'all'}`)}${count === undefined ? '' : ` ${count}`}`,
  });
  return (
    <PageLayout
      title={t('page')}
      note={
        shares.data
          ? [shares.data.unit.name, t('reportsOf', { period: periodText(shares.data.period) })].join(' · ')
          : null
      }
      toolbar={
        <UnitPicker
          value={unitId === plan.rootUnitId ? undefined : unitId}
          onChange={(unit) => go({ unit: unit ?? plan.rootUnitId })}
        />
      }
    >
      <div className="shares-filter">
        <Segmented<Open>
          aria-label={t('open.label')}
          value={search.open ?? ''}
          options={[
            option('', counts?.tasks),
            option('to-accept', counts?.toAccept),
            option('late', counts?.late),
            option('overdue', counts?.overdue),
          ]}
          onChange={(open) => go({ open: open === '' ? undefined : open })}
        />
        <Input.Search
          className="shares-search"
          aria-label={t('find')}
          placeholder={t('find')}
          allowClear
          defaultValue={search.q ?? ''}
          onSearch={(q) => go({ q: q.trim() || undefined })}
        />
        <Select
          className="filter"
          allowClear
          aria-label={t('area')}
          placeholder={t('allAreas')}
          popupMatchSelectWidth={240}
          value={area}
          options={plan.areas.map((each) => ({ value: each.id, label: text(each.title) }))}
          onChange={(next?: string) => go({ area: next })}
        />
        <Select
          className="filter"
          allowClear
          aria-label={t('roleLabel')}
          placeholder={t('allRoles')}
          value={role}
          options={roles.map((each) => ({ value: each, label: t(`role.${each}`) }))}
          onChange={(next?: (typeof roles)[number]) => go({ role: next })}
        />
        <Select
          className="filter"
          allowClear
          aria-label={t('state')}
          placeholder={t('underWay')}
          popupMatchSelectWidth={160}
          value={state}
          options={states.map((each) => ({ value: each, label: text(taskStateTitles[each]) }))}
          onChange={(next?: (typeof states)[number]) => go({ state: next })}
        />
      </div>
      <Section title={t('tasks')}>
        <QueryView query={shares} lines={8}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title={t(open || area || role || state || q ? 'nothingFound' : 'nothing')} />
            ) : (
              <Rows items={items} />
            )
          }
        </QueryView>
      </Section>
    </PageLayout>
  );
}

function Rows({ items }: { items: readonly UnitShare[] }) {
  const { t } = useTranslation('shares');
  return (
    <div className="table-box">
      <table className="grid shares" aria-label={t('tasks')}>
        <thead>
          <tr>
            <th scope="col" className="grow">
              {t('task')}
            </th>
            <th scope="col">{t('acceptance')}</th>
            <th scope="col">{t('targets')}</th>
            <th scope="col">{t('steps')}</th>
            <th scope="col" className="num">
              {t('belowAccepted')}
            </th>
            <th scope="col" className="num">
              {t('reports')}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((row) => (
            <Row key={row.task.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row: { task, share, targets, below, milestones, reports } }: { row: UnitShare }) {
  const { t } = useTranslation('shares');
  const text = useText();
  const plan = usePlan();
  const title = task.number === null ? task.title : `${task.number}. ${task.title}`;
  return (
    <tr>
      <th scope="row" className="grow">
        <PortalLink href={addresses.task(task.id)}>{title}</PortalLink>
        <span className="under">
          <LightTag colour={task.colour} />{' '}
          {[
            text(plan.areas.find((area) => area.id === task.areaId)?.title),
            share ? t(`role.${share.givenBy ? 'part' : share.role}`) : t('role.below'),
            share?.givenBy && t('givenBy', { unit: share.givenBy.name }),
            share?.handler && t('handledBy', { name: share.handler.name }),
            task.dueDate && t('by', { date: task.dueDate }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {share?.text ? <span className="under">{share.text}</span> : null}
      </th>
      <td className="figure">
        {share ? <Acceptance share={share} /> : <span className="dim">–</span>}
        {share?.may.includes('accept') ? (
          <div className="share-acts">
            <AcceptButton
              share={{ taskId: task.id, id: share.id, version: share.version }}
              label={t('acceptOf', { unit: title })}
            />
          </div>
        ) : null}
      </td>
      <td className="share-figures">
        <ShareTargetLines targets={targets} />
      </td>
      <td className="share-next">
        {milestones.open + milestones.done === 0 ? (
          <span className="dim">–</span>
        ) : (
          <>
            <span className="figure">
              {t('stepCount', { done: milestones.done, count: milestones.open + milestones.done })}
            </span>
            {milestones.late > 0 ? (
              <span className="under overdue">{t('stepsLate', { count: milestones.late })}</span>
            ) : null}
            {milestones.next.slice(0, 1).map((step) => (
              <span key={step.id} className="under">
                {step.unit.name} · {step.title} · {step.dueDate}
              </span>
            ))}
          </>
        )}
      </td>
      <td className="num">
        {below.given === 0 ? <span className="dim">–</span> : `${below.accepted} / ${below.given}`}
        {below.late > 0 ? (
          <span className="under overdue">{t('belowLate', { count: below.late })}</span>
        ) : null}
      </td>
      <td className="num">
        {reports.expected === 0 ? (
          <span className="dim">–</span>
        ) : (
          `${reports.received} / ${reports.expected}`
        )}
        {reports.late > 0 ? (
          <span className="under overdue">{t('reportsLate', { count: reports.late })}</span>
        ) : null}
      </td>
    </tr>
  );
}
