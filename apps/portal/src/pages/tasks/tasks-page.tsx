import { PageLayout, Section, usePlan } from '@duban/portal-kit';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { replaces, tasksSearch } from '../../app/search.js';
import { TaskTable } from '../../parts/task-table.js';
import { UnitPicker } from '../../parts/unit-picker.js';
import { ViewMenu } from '../../parts/view-menu.js';

const route = getRouteApi('/shell/tasks');

/** Every numbered task of the plan. */
export function TasksPage() {
  const { t } = useTranslation('tasks');
  const plan = usePlan();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: replaces(next) });
  return (
    <PageLayout
      title={t('title')}
      note={t('note', { title: plan.title, announced: plan.announcedTasks, listed: plan.listedTasks })}
      toolbar={
        <>
          <UnitPicker value={search.unit} onChange={(unit) => change({ unit })} />
          <ViewMenu
            page="tasks"
            search={search}
            onOpen={(next) => void navigate({ search: tasksSearch.parse(next) })}
          />
        </>
      }
    >
      <Section title={t('list')}>
        <TaskTable search={search} onSearch={change} />
      </Section>
    </PageLayout>
  );
}
