import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { accountsFile } from '@duban/seeds';
import { serveDocs } from './docs.js';
import { explain } from './failures.js';
import { openDatabaseHome, openHouse, seedWhereEmpty } from './house.js';
import { servePortal } from './portal.js';
import { type Tell, timedTell } from './progress.js';
import { readSettings, type Settings } from './settings.js';

const portalDist = fileURLToPath(new URL('../../portal/dist', import.meta.url));

/** Longest that requests under way may take to end once we were asked to stop. */
const drainMs = 10_000;

interface Running {
  url: string;
  stop(): Promise<void>;
}

/** Throws what listening there would throw, before minutes of set-up are spent on it. */
async function tryPort({ port, host }: Settings): Promise<void> {
  const server = createServer();
  server.listen(port, host);
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}

async function start(settings: Settings, tell: Tell): Promise<Running> {
  await tryPort(settings);
  const home = await openDatabaseHome(settings, tell);
  try {
    if (settings.demo) await seedWhereEmpty(home, settings, tell);
    const house = await openHouse(home, { ...settings, jobs: true }, async (app) => {
      serveDocs(app);
      if (!(await servePortal(app, portalDist)))
        tell('The portal is not built: serving the API alone. To have it: pnpm build');
    });
    try {
      // The server itself: Nest would print a refusal to listen before we can say what to do about it.
      await house.app.getHttpAdapter().getInstance().listen({ port: settings.port, host: settings.host });
    } catch (error) {
      await house.close();
      throw error;
    }
    const stop = () => house.close().then(home.close);
    return { url: urlOf(house.app.getHttpServer().address(), settings), stop };
  } catch (error) {
    await home.close();
    throw error;
  }
}

function urlOf(address: unknown, settings: Settings): string {
  const { port = settings.port } = (address ?? {}) as { port?: number };
  const here = ['127.0.0.1', '::1', '0.0.0.0', '::'].includes(settings.host);
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  return `http://${here ? 'localhost' : host}:${port}`;
}

/** A start under way is let finish first: half a start cannot be taken back cleanly. */
function stopOnSignal(starting: Promise<Running>, tell: Tell): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    tell('Stopping');
    const running = await starting;
    setTimeout(() => {
      console.error('Requests did not end in time; stopped without them.');
      process.exit(1);
    }, drainMs).unref();
    await running.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void stop().catch(fail));
}

function fail(error: unknown): never {
  console.error(`\nDuban cannot run.\n${explain(error)}`);
  process.exit(1);
}

const tell = timedTell();
try {
  const settings = readSettings(process.env);
  const starting = start(settings, tell);
  stopOnSignal(starting, tell);
  const { url } = await starting;
  const accounts = join(settings.dataDir, accountsFile);
  if (existsSync(accounts)) tell(`Demo accounts: ${accounts}`);
  console.log(`Duban is ready: ${url}`);
} catch (error) {
  fail(error);
}
