import { expect, test } from 'vitest';
import { newViewBody } from './view.js';

const base = { planId: '3f0f1f4e-0c1a-4c5e-9a55-6f1f3e0f9a01', page: 'tasks', name: '本月红灯' };
const takes = (given: object) => newViewBody.safeParse({ ...base, search: '', ...given }).success;

test('a view keeps the search of an address, and nothing that breaks out of it', () => {
  for (const search of ['', 'colour=red&sort=-dueDate&hidden=a%2Cb', 'filter=%E7%BA%A2+100%25', 'pins=-'])
    expect(takes({ search }), search).toBe(true);
  for (const search of [
    '#x',
    'a=<b>',
    'a b',
    'filter=红',
    'a=%',
    'a=%zz',
    'a=%0A',
    'a=%00',
    'a=%ff',
    '\u0000',
  ])
    expect(takes({ search }), search).toBe(false);
  expect(takes({ search: 'a'.repeat(2001) })).toBe(false);
});

test('a view belongs to a page that has views, under one line of a name', () => {
  for (const page of ['tasks', 'board', 'areas/some-area']) expect(takes({ page })).toBe(true);
  for (const page of ['areas/', 'areas/../x', 'users', '']) expect(takes({ page }), page).toBe(false);
  for (const name of ['', ' x', 'a\nb', '名'.repeat(61)]) expect(takes({ name }), name).toBe(false);
});
