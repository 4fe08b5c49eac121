import { expect, test } from 'vitest';
import { parseSearch } from '../app/search.js';
import { viewText } from './view-text.js';

test('equal views are equal texts, whatever order their address has', () => {
  const search = { sort: '-dueDate', filter: '红 灯', colour: 'red', hidden: undefined };
  expect(viewText(search)).toBe('colour=red&filter=%E7%BA%A2+%E7%81%AF&sort=-dueDate');
  expect(viewText({ view: 'x', plan: 'y', drill: 'z', ...parseSearch(viewText(search)) })).toBe(
    viewText(search),
  );
  expect(viewText({})).toBe('');
});
