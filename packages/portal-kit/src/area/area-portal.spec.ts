import { expect, test } from 'vitest';
import { defineAreaPortal } from './area-portal.js';

const title = { zh: '专项', en: 'Own' };
const component = async () => ({ default: () => null });

test('panels are found by their slot, widgets by form and field', () => {
  const portal = defineAreaPortal('tree-care', {
    panels: [
      { key: 'map', slot: 'area', title, component },
      { key: 'advice', slot: 'report', title, component },
    ],
    widgets: { 'inspections.found': component },
  });
  expect(portal.panelsIn('area').map((panel) => panel.key)).toEqual(['map']);
  expect(portal.panelsIn('task')).toEqual([]);
  expect(portal.widgetFor('inspections', 'found')).not.toBeNull();
  expect(portal.widgetFor('inspections', 'cleared')).toBeNull();
});

test('a part declared twice is refused, with the area and the key in the message', () => {
  const page = { path: 'map', title, permission: 'area.read', component };
  expect(() => defineAreaPortal('tree-care', { pages: [page, page] })).toThrow(
    'area "tree-care", page map: is declared twice',
  );
});
