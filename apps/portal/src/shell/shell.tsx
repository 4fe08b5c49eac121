import {
  ErrorState,
  ForbiddenState,
  LoadingState,
  PageLayout,
  PortalProvider,
  queries,
  useShortcuts,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Outlet, useMatches, useRouter } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { inPlan } from '../app/addresses.js';
import { defaultPlan } from './default-plan.js';
import { Footer } from './footer.js';
import { navigationFor } from './navigation.js';
import { SideNav } from './side-nav.js';
import { TopBar } from './top-bar.js';
import { useSession } from './use-session.js';

const Palette = lazy(() => import('./palette.js'));
const ShortcutsHelp = lazy(() => import('./shortcuts-help.js'));
const route = getRouteApi('/shell');

/** The frame of every page behind the login. */
export function Shell() {
  const { t } = useTranslation('shell');
  const router = useRouter();
  const session = useSession();
  const search = route.useSearch();
  const readsPlans = session.permissions.includes('plan.read');
  const plans = useQuery({ ...queries.plans(), enabled: readsPlans });
  const all = useMemo(() => [...(plans.data?.items ?? [])].sort((a, b) => b.year - a.year), [plans.data]);
  const plan = all.find((each) => each.id === search.plan) ?? defaultPlan(all);
  const [open, setOpen] = useState<'nav' | 'palette' | 'help' | null>(null);
  const needed = useMatches({ select: (matches) => matches.at(-1)?.staticData.permission });
  const bare = useMatches({ select: (matches) => matches.at(-1)?.staticData.bare === true });
  const context = useMemo(
    () => ({
      session,
      plan,
      navigate: (href: string) => router.history.push(href),
      inPlan: (href: string) => inPlan(href, search.plan),
    }),
    [session, plan, router, search.plan],
  );

  const shortcuts: Record<string, () => void> = {
    '?': () => setOpen('help'),
    '/': () => setOpen('palette'),
    ...Object.fromEntries(
      navigationFor(session).map((item) => [`g ${item.key}`, () => void router.navigate({ to: item.to })]),
    ),
  };
  // A page that fills the screen has keys of its own.
  useShortcuts(bare ? {} : shortcuts);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.keyCode === 229 || event.key.toLowerCase() !== 'k') return;
      if (!(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen((now) => (now === 'palette' ? null : 'palette'));
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  const content = () => {
    if (needed && !session.permissions.includes(needed)) {
      return (
        <PageLayout title={t('forbidden')}>
          <ForbiddenState />
        </PageLayout>
      );
    }
    if (readsPlans && plans.isPending) return <LoadingState />;
    if (plans.isError) return <ErrorState error={plans.error} onRetry={() => void plans.refetch()} />;
    return <Outlet />;
  };

  if (bare) return <PortalProvider value={context}>{content()}</PortalProvider>;
  return (
    <PortalProvider value={context}>
      <a className="skip" href="#content">
        {t('skip')}
      </a>
      <div className="shell">
        <TopBar
          plans={all}
          onNav={() => setOpen('nav')}
          onPalette={() => setOpen('palette')}
          onHelp={() => setOpen('help')}
        />
        <aside className="shell-side">
          <SideNav />
        </aside>
        <main className="shell-main" id="content" tabIndex={-1}>
          {content()}
        </main>
        <Footer />
      </div>
      <Drawer
        open={open === 'nav'}
        onClose={() => setOpen(null)}
        placement="left"
        size={264}
        title={t('nav.title')}
        aria-label={t('nav.title')}
      >
        <SideNav onGo={() => setOpen(null)} />
      </Drawer>
      <Suspense fallback={null}>
        {open === 'palette' ? <Palette onClose={() => setOpen(null)} /> : null}
        {open === 'help' ? <ShortcutsHelp onClose={() => setOpen(null)} /> : null}
      </Suspense>
    </PortalProvider>
  );
}
