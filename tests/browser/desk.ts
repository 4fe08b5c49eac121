import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type DemoHouse, openDemoHouse } from '../house/demo-house.js';
import { type OpenBrowser, openBrowser } from './chromium.js';

export const portalDist = fileURLToPath(new URL('../../apps/portal/dist', import.meta.url));

/** `system` follows what the page is told by `emulateMedia`. */
export type Theme = 'light' | 'dark' | 'system';
export type Language = 'zh' | 'en';
export interface Look {
  theme: Theme;
  language: Language;
  width: number;
}
export const usual: Look = { theme: 'light', language: 'zh', width: 1280 };

/** One person at a browser of their own. */
export interface Desk {
  page: Page;
  context: BrowserContext;
  /** What went wrong unseen: errors of scripts, and requests to anybody but the house. */
  faults: string[];
}

/** Requests of a page that wait for their answer. */
const asking = new WeakMap<Page, Set<Request>>();

/** Sits somebody down: a fresh browser profile with these preferences, on the login page or signed in. */
export async function sitDown(
  browser: Browser,
  house: Pick<DemoHouse, 'url'>,
  look: Partial<Look> = {},
): Promise<Desk> {
  const { theme, language, width } = { ...usual, ...look };
  const context = await browser.newContext({
    baseURL: house.url,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
    viewport: { width, height: 800 },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(20_000);
  const preferences = JSON.stringify({ theme, language });
  await context.addInitScript(`localStorage.setItem('duban.preferences', ${JSON.stringify(preferences)})`);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  const asked = new Set<Request>();
  asking.set(page, asked);
  page.on('requestfinished', (request) => asked.delete(request));
  page.on('requestfailed', (request) => asked.delete(request));
  page.on('request', (request) => {
    asked.add(request);
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== house.url) faults.push(`request to ${origin}`);
  });
  return { page, context, faults };
}

/** The demo with its portal, and people of it at browsers of their own. */
export interface DeskHouse extends DemoHouse {
  /** Sits somebody of the demo down, signed in, at this page; until the end of the test. */
  person(username: string, at?: string, look?: Partial<Look>): Promise<Desk>;
  /** The same without signing anybody in. */
  stranger(look?: Partial<Look>): Promise<Desk>;
  /** Who sits at one now. */
  desks: Desk[];
}

/** Opens the demo and a browser before the tests of a file, and closes them behind; what fails leaves pictures. */
export function openDesks(): DeskHouse {
  let chromium: OpenBrowser;
  const desks: Desk[] = [];
  const stranger: DeskHouse['stranger'] = async (look) => {
    const desk = await sitDown(chromium.browser, house, look);
    desks.push(desk);
    return desk;
  };
  const person: DeskHouse['person'] = async (username, at = '/', look = {}) => {
    const desk = await stranger(look);
    const { password } = house.account(username);
    const signedIn = await desk.context.request.post('/api/session', { data: { username, password } });
    if (!signedIn.ok()) throw new Error(`${username} cannot sign in: ${await signedIn.text()}`);
    await desk.page.goto(at);
    return desk;
  };
  // The house itself stands once the first test begins.
  const house = { desks, person, stranger } as DeskHouse;
  beforeAll(async () => {
    Object.assign(house, await openDemoHouse({ portalDist }));
    chromium = await openBrowser();
  }, 240_000);
  afterAll(async () => {
    await chromium?.close();
    await house.close?.();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPictures(desks, task.name.replace(/\W+/g, '-').slice(0, 60));
    for (const { context } of desks.splice(0)) await context.close();
  });
  return house;
}

/** Signs in by the form, as a person does. */
export async function signIn({ page }: Desk, house: DemoHouse, username: string): Promise<void> {
  const { password } = house.account(username);
  await page.goto('/');
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(password);
  await page.locator('button[type=submit]').click();
  await page.waitForURL((url) => url.pathname !== '/login');
}

/** Waits until the page shows what it was opened for: its heading, and nothing is asked for any more. */
export async function settled(page: Page): Promise<void> {
  const heading = page.getByRole('heading', { level: 1 }).first();
  for (let quiet = 0; quiet < 2; ) {
    await heading.waitFor();
    await page.waitForTimeout(100);
    quiet = !asking.get(page)?.size && (await heading.isVisible()) ? quiet + 1 : 0;
  }
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** Waits until nothing fades or slides any more: half-faded text has half its contrast. */
async function still(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    await new Promise((resolve) => setTimeout(resolve, 60));
    const passing = document
      .getAnimations()
      .filter((each) => each.effect?.getTiming().iterations !== Number.POSITIVE_INFINITY);
    return passing.every((each) => each.playState === 'finished');
  });
}

/** What axe finds wrong with the page as it stands, by all of its rules or by these, one line for each element. */
export async function axeFaults(page: Page, rules?: string[]): Promise<string[]> {
  await still(page);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (only) =>
      (window as unknown as { axe: typeof axe }).axe.run(document, {
        resultTypes: ['violations'],
        ...(only && { runOnly: only }),
      }),
    rules,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) =>
        `${id}: ${target.join(' ')} ${failureSummary?.split('\n').at(-1) ?? ''}`,
    ),
  );
}

/** How many pixels the page is wider than the screen; elements that hang out, where it is. */
export async function overhang(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    // A page that was just made narrower draws itself anew first.
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
      (each) => each.getBoundingClientRect().right > clientWidth + 1,
    );
    return [
      `${scrollWidth - clientWidth} px too wide`,
      ...wide.slice(0, 5).map((each) => `${each.tagName.toLowerCase()}.${each.className}`),
    ];
  });
}

/** The page is accessible, kept to itself, and no script of it failed. */
export async function expectSound(desk: Desk, where: string): Promise<void> {
  await settled(desk.page);
  expect(await axeFaults(desk.page), where).toEqual([]);
  expect(desk.faults, where).toEqual([]);
}

const shots = fileURLToPath(new URL('../test-results/', import.meta.url));

/** Pictures of what is open, for whoever looks into a failed test; their folder is told. */
export async function keepPictures(desks: readonly Desk[], name: string): Promise<void> {
  await mkdir(shots, { recursive: true });
  for (const [at, { page }] of desks.entries())
    await page
      .screenshot({ path: join(shots, `${name}-${at + 1}.png`), fullPage: true })
      .catch(() => undefined);
  console.error(`Pictures of the failed test: ${shots}${name}-*.png`);
}
