import { type Manifest, permissions, type Text } from '@duban/contract';
import { describe, expect, it } from 'vitest';

interface Brought {
  title: Text;
  permission?: string;
  component: object;
}

/** What an area's portal part gives, as portal-kit's `defineAreaPortal` makes it. */
export interface PortalUnderTest {
  areaId: string;
  pages: readonly (Brought & { path: string })[];
  panelsIn(slot: 'area' | 'task' | 'report' | 'room'): readonly (Brought & { key: string })[];
  widgetFor(formKey: string, fieldKey: string): object | null;
}

const lazily = Symbol.for('react.lazy');
const isLazy = (component: object): boolean => '$$typeof' in component && component.$$typeof === lazily;

/**
 * All that keeps an area's portal part from conforming; empty when it does. Pages and panels carry a permission, so
 * that portal-kit leaves them out for whoever lacks it, and are loaded only when shown.
 */
export function portalFaults(manifest: Manifest, portal: PortalUnderTest): string[] {
  const known: string[] = [...permissions, ...manifest.permissions.map(({ key }) => key)];
  const brought = [
    ...portal.pages.map((page) => [`page ${page.path}`, page] as const),
    ...(['area', 'task', 'report', 'room'] as const).flatMap((slot) =>
      portal.panelsIn(slot).map((panel) => [`panel ${panel.key}`, panel] as const),
    ),
  ];
  const widgets = manifest.forms.flatMap((form) =>
    form.fields.flatMap((field) => {
      const widget = portal.widgetFor(form.key, field.key);
      return widget ? [[`widget ${form.key}.${field.key}`, widget] as const] : [];
    }),
  );
  return [
    ...(portal.areaId === manifest.id
      ? []
      : [`portal: belongs to "${portal.areaId}": give defineAreaPortal the id "${manifest.id}"`]),
    ...(brought.length + widgets.length > 0 ? [] : ['portal: brings nothing: remove it, an area needs none']),
    ...brought.flatMap(([at, { permission, title, component }]) => [
      ...(permission === undefined ? [`${at}: shows itself to everybody: give it a permission`] : []),
      ...(permission !== undefined && !known.includes(permission)
        ? [`${at}: asks for the unknown permission "${permission}": use one of the core's, or declare it`]
        : []),
      ...(title.zh && title.en ? [] : [`${at}: lacks a title in one language: write both`]),
      ...(isLazy(component)
        ? []
        : [`${at}: is loaded with the shell: hand in () => import('./portal/….js')`]),
    ]),
    ...widgets.flatMap(([at, component]) =>
      isLazy(component) ? [] : [`${at}: is loaded with the shell: hand in () => import('./portal/….js')`],
    ),
  ];
}

/** Declares the tests that every area's portal part passes, in this repository or outside of it. */
export function describeAreaPortal(manifest: Manifest, portal: PortalUnderTest): void {
  describe(`portal part of area ${manifest.id}`, () => {
    it('asks for a permission wherever it shows something, and is loaded only when shown', () => {
      expect(portalFaults(manifest, portal)).toEqual([]);
    });
  });
}
