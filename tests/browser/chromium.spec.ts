import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultCandidates, openBrowser } from './chromium.js';

test('a browser starts without any system package', async () => {
  const { browser, origin, close } = await openBrowser();
  console.info(`Browser tests run in ${origin}`);
  const page = await browser.newPage();
  await page.setContent('<button>填报</button>');
  await page.getByRole('button', { name: '填报' }).click();
  await close();
  expect(browser.isConnected()).toBe(false);
});

test('where no browser starts, each one is named with its reason, and the fix', async () => {
  const broken = {
    name: 'a broken build',
    prepare: async (home: string) => {
      const executablePath = join(home, 'chromium');
      await writeFile(
        executablePath,
        '#!/bin/sh\necho "error while loading shared libraries: libnss3.so" >&2\nexit 127\n',
        {
          mode: 0o700,
        },
      );
      return { executablePath, env: {} };
    },
  };
  const absent = {
    name: '/nowhere/chromium',
    prepare: async () => ({ executablePath: '/nowhere/chromium', env: {} }),
  };
  const failed = await openBrowser([broken, absent]).catch((error: Error) => error.message);
  expect(failed).toMatch(/a broken build did not start: .*libnss3\.so/);
  expect(failed).toMatch(/\/nowhere\/chromium did not start: .*doesn't exist/);
  expect(failed).toMatch(/DUBAN_CHROMIUM/);
});

test('the next browser steps in for one that does not start, and the reason is told', async () => {
  const foreign = {
    name: 'a build for another platform',
    prepare: async () => Promise.reject(new Error('it is built for another machine')),
  };
  const { origin, close } = await openBrowser([foreign, ...defaultCandidates()]);
  await close();
  expect(origin).toMatch(
    /[\d.]+, because a build for another platform did not start: it is built for another machine/,
  );
});
