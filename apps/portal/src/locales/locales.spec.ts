import { readdirSync, readFileSync } from 'node:fs';
import { kitTexts } from '@duban/portal-kit';
import { expect, test } from 'vitest';

type Texts = { [key: string]: string | Texts };

/** The keys of a language; English plural forms count as the one key that Chinese has. */
function keysOf(texts: Texts, prefix = ''): string[] {
  const keys = Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [`${prefix}${key.replace(/_(one|other)$/, '')}`]
      : keysOf(value, `${prefix}${key}.`),
  );
  return [...new Set(keys)].sort();
}

const folder = (language: string) => new URL(`./${language}/`, import.meta.url);
const filesOf = (language: string) => readdirSync(folder(language)).filter((name) => name.endsWith('.json'));
const read = (language: string, file: string) =>
  JSON.parse(readFileSync(new URL(file, folder(language)), 'utf8')) as Texts;

test('both languages have the same namespaces', () => {
  expect(filesOf('en')).toEqual(filesOf('zh'));
});

test.each(filesOf('zh'))('%s says everything in both languages', (file) => {
  expect(keysOf(read('en', file))).toEqual(keysOf(read('zh', file)));
});

test("the kit's own words stand in both languages", () => {
  expect(keysOf(kitTexts.en)).toEqual(keysOf(kitTexts.zh));
});
