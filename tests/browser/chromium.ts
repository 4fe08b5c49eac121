import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inflate } from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

export interface OpenBrowser {
  browser: Browser;
  /** Which Chromium it is; and, where that is not the bundled one, why. */
  origin: string;
  /** Ends the browser and removes all that it wrote. */
  close(): Promise<void>;
}

interface Candidate {
  name: string;
  /** Readies the program in a folder of its own; throws where it cannot run here. */
  prepare(home: string): Promise<{ executablePath: string; env: Record<string, string> }>;
}

/** Root has no sandbox, containers have a tiny /dev/shm, and a test has no business with other hosts. */
const launchArguments = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--no-pings',
  '--font-render-hinting=none',
];

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The Chromium of @sparticuz/chromium: one binary and the libraries that a bare system lacks. Linux on x64. */
const bundled: Candidate = {
  name: 'the bundled Chromium',
  async prepare(home) {
    const parts = join(tmpdir(), 'duban-chromium-parts');
    if (process.platform !== 'linux' || process.arch !== 'x64')
      throw new Error(`it is built for linux-x64, not for ${process.platform}-${process.arch}`);
    await inflateOnce(parts);
    await writeFile(join(home, 'fonts.conf'), fontsConf(join(parts, 'fonts'), join(home, 'font-cache')));
    const env = {
      LD_LIBRARY_PATH: join(parts, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(home, 'fonts.conf'),
    };
    return { executablePath: join(parts, 'chromium'), env };
  },
};

function installed(executablePath: string): Candidate {
  return { name: executablePath, prepare: async () => ({ executablePath, env: {} }) };
}

/** What is tried, in order. DUBAN_CHROMIUM names one to be used instead of any other. */
export function defaultCandidates(): Candidate[] {
  const given = process.env.DUBAN_CHROMIUM;
  return given ? [installed(given)] : [bundled, ...systemPaths.map(installed)];
}

/**
 * Opens the first Chromium that starts: the bundled one, so that a machine needs no system package, else one that is
 * installed. Throws, naming each one tried and why it did not start.
 */
export async function openBrowser(candidates = defaultCandidates()): Promise<OpenBrowser> {
  const faults: string[] = [];
  for (const candidate of candidates) {
    const home = await mkdtemp(join(tmpdir(), 'duban-chromium-'));
    const clean = () => rm(home, { recursive: true, force: true, maxRetries: 5 });
    try {
      const { executablePath, env } = await candidate.prepare(home);
      const browser = await chromium.launch({
        executablePath,
        args: launchArguments,
        // A home and a temporary directory of its own: an ordinary user may have neither.
        env: { ...definedEnvironment(), ...env, HOME: home, TMPDIR: home, XDG_CACHE_HOME: home },
      });
      const why = faults.length > 0 ? `, because ${faults.join('; ')}` : '';
      const close = async () => {
        await browser.close();
        await clean();
      };
      return { browser, origin: `${candidate.name} ${browser.version()}${why}`, close };
    } catch (error) {
      await clean();
      faults.push(`${candidate.name} did not start: ${reasonOf(error)}`);
    }
  }
  throw new Error(
    `No browser for the browser tests.\n  ${faults.join('\n  ')}\nInstall Chromium, or set DUBAN_CHROMIUM to one.`,
  );
}

/** Inflates the package's archives into this folder, once for all files of a run: it takes seconds. */
async function inflateOnce(parts: string): Promise<void> {
  if (existsSync(parts)) return;
  const own = await mkdtemp(`${parts}-`);
  await inflateInto(own, ['chromium.br', 'al2023.tar.br', 'fonts.tar.br']);
  // Whole or not at all; where another worker was first, its parts are as good.
  await rename(own, parts).catch(async (error) => {
    await rm(own, { recursive: true, force: true });
    if (!existsSync(parts)) throw error;
  });
}

/** Inflates archives of the package below `home`. */
async function inflateInto(home: string, archives: string[]): Promise<void> {
  const main = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const bin = join(dirname(main), '..', '..', 'bin');
  const before = process.env.TMPDIR;
  // `inflate` takes its destination from the temporary directory, at once when it is called.
  process.env.TMPDIR = home;
  const inflated = archives.map((archive) => inflate(join(bin, archive)));
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  await Promise.all(inflated);
}

/** The package's own fonts behind those of the system, with a cache that is ours to write. */
function fontsConf(bundledFonts: string, cache: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/usr/share/fonts</dir><dir>${bundledFonts}</dir><cachedir>${cache}</cachedir></fontconfig>
`;
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The line of a launch fault that says what is wrong; Playwright's own message is a page long. */
function reasonOf(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error))
    .split('\n')
    .map((each) => each.trim());
  const telling = lines.find((line) =>
    /error while loading|cannot open|ENOENT|EACCES|doesn't exist/.test(line),
  );
  return (telling ?? lines[0] ?? '').slice(0, 300);
}
