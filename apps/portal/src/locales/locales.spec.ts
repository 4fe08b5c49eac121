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

const zh = import.meta.glob<Texts>('./zh/*.json', { eager: true, import: 'default' });
const en = import.meta.glob<Texts>('./en/*.json', { eager: true, import: 'default' });
const namesOf = (files: Record<string, Texts>) =>
  Object.keys(files).map((path) => path.slice('./zh/'.length));

test('both languages have the same namespaces', () => {
  expect(namesOf(en)).toEqual(namesOf(zh));
});

test.each(namesOf(zh))('%s says everything in both languages', (name) => {
  expect(keysOf(en[`./en/${name}`] ?? {})).toEqual(keysOf(zh[`./zh/${name}`] ?? {}));
});

test("the kit's own words stand in both languages", () => {
  expect(keysOf(kitTexts.en)).toEqual(keysOf(kitTexts.zh));
});
