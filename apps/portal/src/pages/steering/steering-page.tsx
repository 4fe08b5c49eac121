import { PageLayout, PortalLink, usePlan } from '@duban/portal-kit';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { replaces, type SteeringSearch, steeringTabs } from '../../app/search.js';
import { Adjusting } from './adjusting.js';
import { Changes } from './changes.js';
import { Contested } from './contested.js';
import { Extending } from './extending.js';
import { Instructed } from './instructed.js';
import { OnTimeRates } from './on-time.js';
import { Urged } from './urged.js';
import './steering-page.css';

const route = getRouteApi('/shell/steering');

export interface TabProps {
  search: SteeringSearch;
  onSearch: (change: Partial<SteeringSearch>) => void;
}

const lists = {
  urgings: Urged,
  extensions: Extending,
  adjustments: Adjusting,
  instructions: Instructed,
  contests: Contested,
  changes: Changes,
  'on-time': OnTimeRates,
} as const;

/** 督办: over the whole plan, what keeps tasks on course, each with the steps that the reader may take. */
export function SteeringPage() {
  const { t } = useTranslation('steering');
  const plan = usePlan();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { tab = 'urgings' } = search;
  const List = lists[tab];
  return (
    <PageLayout
      title={t('page.title')}
      note={`${plan.title} · ${t('page.asOf', { date: plan.businessDate })}`}
    >
      <nav className="page-tabs" aria-label={t('page.title')}>
        {steeringTabs.map((each) => (
          <PortalLink
            key={each}
            href={addresses.steering({ tab: each, area: search.area })}
            current={each === tab}
          >
            {t(`page.tab.${each}`)}
          </PortalLink>
        ))}
      </nav>
      <List
        key={tab}
        search={search}
        onSearch={(change) =>
          void navigate({ search: (before) => ({ ...before, ...change }), replace: replaces(change) })
        }
      />
    </PageLayout>
  );
}
