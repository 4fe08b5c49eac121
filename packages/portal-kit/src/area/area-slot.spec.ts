import type { SessionView } from '@duban/contract';
import i18next from 'i18next';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { PanelBoundary } from '../page/panel-boundary.js';
import { PortalProvider } from '../session/session.js';
import { defineAreaPortal } from './area-portal.js';
import { AreaSlot } from './area-slot.js';

beforeAll(() => void i18next.use(initReactI18next).init({ lng: 'zh', resources: {} }));

const title = { zh: '树木', en: 'Trees' };
const given = { planId: 'plan', areaId: 'tree-care', unitId: null, period: '2024-05' };

function trees() {
  const load = vi.fn(async () => ({ default: () => null }));
  const panel = { key: 'leaves', slot: 'area', title, permission: 'figure.read', component: load } as const;
  return { load, portal: defineAreaPortal('tree-care', { panels: [panel] }) };
}

/** The slot's markup as a session with these permissions sees it. */
function seen(portal: ReturnType<typeof trees>['portal'], permissions: string[]): string {
  const session = { permissions } as unknown as SessionView;
  const slot = createElement(AreaSlot, { portal, slot: 'area', given });
  const value = { session, plan: null, navigate: () => undefined, inPlan: (href: string) => href };
  return renderToStaticMarkup(PortalProvider({ value, children: slot }));
}

describe('an area’s panel', () => {
  test('is loaded when it is first shown, and not when it is declared', () => {
    const { load, portal } = trees();
    expect(load).not.toHaveBeenCalled();
    expect(seen(portal, ['figure.read'])).toContain('<h2>树木</h2>');
    expect(load).toHaveBeenCalledOnce();
  });

  test('is neither shown nor loaded without its permission', () => {
    const { load, portal } = trees();
    expect(seen(portal, ['task.read'])).toBe('');
    expect(load).not.toHaveBeenCalled();
  });
});

test('a panel that throws leaves a note in its place, with its name and the cause', () => {
  const boundary = new PanelBoundary({ name: 'Trees', children: 'leaves' });
  expect(boundary.render()).toBe('leaves');
  boundary.state = PanelBoundary.getDerivedStateFromError(new Error('no water'));
  const note = renderToStaticMarkup(boundary.render());
  expect(note).toContain('role="alert"');
  expect(note).toContain('no water');
});
