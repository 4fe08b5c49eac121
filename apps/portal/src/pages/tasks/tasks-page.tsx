import { PageLayout, Section, useCan, usePlan } from '@duban/portal-kit';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { replaces, tasksSearch } from '../../app/search.js';
import { TaskTable } from '../../parts/task-table.js';
import { UnitPicker } from '../../parts/unit-picker.js';
import { ViewMenu } from '../../parts/view-menu.js';
import { TaskBeginnings } from './task-beginnings.js';
import { YearEnd } from './year-end.js';

const route = getRouteApi('/shell/tasks');

/** The tasks of the plan: its numbered list, and those that were added to it. */
export function TasksPage() {
  const { t } = useTranslation(['tasks', 'draft']);
  const plan = usePlan();
  const can = useCan();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: replaces(next) });
  return (
    <PageLayout
      title={t('title')}
      note={[
        t('note', {
          title: plan.title,
          announced: plan.announcedTasks,
          listed: plan.listedTasks,
          context: plan.announcedTasks === 0 ? 'unannounced' : undefined,
        }),
        ...(plan.carriedTasks > 0 ? [t('carried', { count: plan.carriedTasks })] : []),
      ].join(' · ')}
      toolbar={
        <>
          <Select
            className="filter"
            aria-label={t('draft:which')}
            value={search.origin ?? 'plan'}
            options={[
              { value: 'plan', label: t('draft:planned') },
              { value: 'any', label: t('draft:any') },
            ]}
            onChange={(origin: 'plan' | 'any') => change({ origin: origin === 'any' ? origin : undefined })}
          />
          {can('plan.keep') ? (
            <Button
              aria-pressed={search.leader === 'inactive'}
              type={search.leader === 'inactive' ? 'primary' : 'default'}
              onClick={() => change({ leader: search.leader ? undefined : 'inactive' })}
            >
              {t('leaderLeft')}
            </Button>
          ) : null}
          <UnitPicker value={search.unit} onChange={(unit) => change({ unit })} />
          <ViewMenu
            page="tasks"
            search={search}
            onOpen={(next) => void navigate({ search: tasksSearch.parse(next) })}
          />
          <YearEnd />
          <TaskBeginnings />
        </>
      }
    >
      <Section title={t('list')}>
        <TaskTable search={search} onSearch={change} />
      </Section>
    </PageLayout>
  );
}
