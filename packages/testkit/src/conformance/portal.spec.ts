import { defineArea, flow } from '@duban/contract';
import { describe, expect, test } from 'vitest';
import { describeAreaPortal, type PortalUnderTest, portalFaults } from './portal.js';

const words = { zh: '树木', en: 'Trees' };
const manifest = defineArea({
  contract: 1,
  id: 'tree-care',
  version: '1.0.0',
  title: words,
  permissions: [{ key: 'ladder', title: words }],
  forms: [
    {
      key: 'watering',
      version: 1,
      title: words,
      task: 1,
      period: 'month',
      due: { day: 5 },
      level: ['county'],
      fields: [{ ...flow, key: 'trees', title: words }],
    },
  ],
  metrics: [],
});

/** What React.lazy makes, as far as anybody can see. */
const lazy = { $$typeof: Symbol.for('react.lazy') };
const eager = () => null;
const page = { path: 'orchard', title: words, permission: 'ladder', component: lazy };
const panel = { key: 'leaves', title: words, permission: 'figure.read', component: lazy };

function portal(change: Partial<PortalUnderTest> = {}): PortalUnderTest {
  return {
    areaId: 'tree-care',
    pages: [page],
    panelsIn: (slot) => (slot === 'task' ? [panel] : []),
    widgetFor: () => null,
    ...change,
  };
}

describeAreaPortal(manifest, portal());

describe('the kit finds in a portal part', () => {
  const { permission: _, ...open } = panel;
  test.each<[string, Partial<PortalUnderTest>, RegExp]>([
    ['the id of another area', { areaId: 'pond' }, /^portal: belongs to "pond"/],
    ['that it brings nothing', { pages: [], panelsIn: () => [] }, /^portal: brings nothing/],
    [
      'a panel without a permission',
      { panelsIn: (slot) => (slot === 'area' ? [open] : []) },
      /^panel leaves: shows/,
    ],
    ['an unknown permission', { pages: [{ ...page, permission: 'axe' }] }, /^page orchard: asks .* "axe"/],
    [
      'a page in one language',
      { pages: [{ ...page, title: { zh: '果园', en: '' } }] },
      /^page orchard: lacks a title/,
    ],
    [
      'a page that is loaded at once',
      { pages: [{ ...page, component: eager }] },
      /^page orchard: is loaded with/,
    ],
    [
      'a widget that is loaded at once',
      { widgetFor: () => eager },
      /^widget watering\.trees: is loaded with/,
    ],
  ])('%s', (_what, change, said) => {
    expect(portalFaults(manifest, portal(change))).toEqual([expect.stringMatching(said)]);
  });
});
