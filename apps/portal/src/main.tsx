import '@duban/portal-kit/kit.css';
import './styles.css';
import { ApiProblem, configureApi, queries } from '@duban/portal-kit';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRouter, RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { showLanguage, startLanguages } from './app/i18n.js';
import { languageTag, onPreferences, preferences } from './app/preferences.js';
import { parseSearch, stringifySearch } from './app/search.js';
import { Theme } from './app/theme.js';
import { routeTree } from './routes.js';
import { NotFound } from './shell/not-found.js';
import { RouteError } from './shell/route-error.js';

// Without it zod tries to compile its checks, which the content security policy refuses and reports.
z.config({ jitless: true });

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A refusal stays one; only a server or a network that failed is asked again.
      retry: (count, error) =>
        count < 1 && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500),
      refetchOnWindowFocus: false,
    },
  },
});

const router = createRouter({
  routeTree,
  context: { client },
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: NotFound,
});
declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

configureApi({
  language: () => languageTag[preferences().language],
  onSignedOut: () => {
    if (client.getQueryData(queries.session().queryKey) === null) return;
    client.clear();
    client.setQueryData(queries.session().queryKey, null);
    void router.navigate({ to: '/login', search: { to: router.state.location.href } });
  },
});

let shown = preferences().language;
onPreferences(() => {
  const { language } = preferences();
  if (language === shown) return;
  shown = language;
  // What the server says (reasons, refusals) comes in the request's language.
  void showLanguage(language).then(() => client.invalidateQueries());
});

async function readAhead() {
  const session = await client.fetchQuery(queries.session()).catch(() => null);
  if (session?.permissions.includes('plan.read')) await client.prefetchQuery(queries.plans());
}

async function start() {
  const element = document.getElementById('portal');
  if (!element) throw new Error('index.html has no element with id "portal"');
  // Asked for while words and pages are still on their way; the pages then find the answers there.
  if (location.pathname !== '/login') void readAhead();
  await startLanguages();
  createRoot(element).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Theme>
          <RouterProvider router={router} />
        </Theme>
      </QueryClientProvider>
    </StrictMode>,
  );
  // Stands behind the system's own Chinese fonts: its files are only asked for where there are none.
  await import('@fontsource-variable/noto-sans-sc/index.css');
}

void start();
