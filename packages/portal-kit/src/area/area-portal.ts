import type { Field, FieldValue, Snapshot, Text } from '@duban/contract';
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

/** Where an area's panels may stand, and what they are given there. */
export interface SlotProps {
  /** On the area's page, a tab of its own. */
  area: { planId: string; areaId: string; unitId: string | null; period: string };
  /** On a task's page, under its facts. */
  task: { planId: string; areaId: string; taskId: string };
  /** Beside a report's form. */
  report: { planId: string; areaId: string; formKey: string; unitId: string; period: string };
  /**
   * On the area's page in the meeting room: drawn from the frozen snapshot alone, large, and without scrolling.
   * `openMetric` shows where a metric's figure came from.
   */
  room: { areaId: string; snapshot: Snapshot; openMetric: (key: string) => void };
}
export type Slot = keyof SlotProps;

/** A field's own control, in place of the standard one of its type. */
export interface WidgetProps {
  id: string;
  field: Field;
  value: FieldValue;
  disabled: boolean;
  describedBy: string | undefined;
  onChange: (value: FieldValue) => void;
}

type Load<P> = () => Promise<{ default: ComponentType<P> }>;

interface Page<C> {
  /** Last part of the address: `/areas/<area id>/<path>`. */
  path: string;
  title: Text;
  /** A permission of the core or of the area; the page is absent without it. */
  permission: string;
  component: C;
}
type Panel<S extends Slot, C> = { key: string; slot: S; title: Text; permission?: string; component: C };

export interface AreaPortalInput {
  pages?: Page<Load<{ planId: string }>>[];
  panels?: { [S in Slot]: Panel<S, Load<SlotProps[S]>> }[Slot][];
  /** By `form key.field key`. */
  widgets?: Record<string, Load<WidgetProps>>;
}

export type AreaPage = Page<LazyExoticComponent<ComponentType<{ planId: string }>>>;
export type AreaPanel<S extends Slot = Slot> = Panel<S, LazyExoticComponent<ComponentType<SlotProps[S]>>>;

export interface AreaPortal {
  areaId: string;
  pages: AreaPage[];
  panelsIn: <S extends Slot>(slot: S) => AreaPanel<S>[];
  widgetFor: (formKey: string, fieldKey: string) => LazyExoticComponent<ComponentType<WidgetProps>> | null;
}

/**
 * An area's portal part: pages, panels in named slots, and field widgets, each loaded when first shown.
 * Throws when a page's path or a panel's key stands twice.
 */
export function defineAreaPortal(areaId: string, input: AreaPortalInput): AreaPortal {
  const keys = [
    ...(input.pages ?? []).map((page) => `page ${page.path}`),
    ...(input.panels ?? []).map((panel) => `panel ${panel.key}`),
  ];
  const doubled = keys.find((key, at) => keys.indexOf(key) !== at);
  if (doubled)
    throw new Error(`area "${areaId}", ${doubled}: is declared twice. Fix: rename one of the two.`);

  const panels = (input.panels ?? []).map((panel) => ({
    ...panel,
    component: lazy(panel.component as Load<SlotProps[Slot]>),
  }));
  const widgets = new Map(Object.entries(input.widgets ?? {}).map(([key, load]) => [key, lazy(load)]));
  return {
    areaId,
    pages: (input.pages ?? []).map((page) => ({ ...page, component: lazy(page.component) })),
    panelsIn: <S extends Slot>(slot: S) =>
      panels.filter((panel) => panel.slot === slot) as unknown as AreaPanel<S>[],
    widgetFor: (formKey, fieldKey) => widgets.get(`${formKey}.${fieldKey}`) ?? null,
  };
}
