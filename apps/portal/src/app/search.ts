import {
  adjustmentKinds,
  colourSchema,
  figureKinds,
  onTimeOutcomes,
  periodSchema,
  taskGroupings,
  taskStates,
  urgingLevels,
} from '@duban/contract';
import { z } from 'zod';

/**
 * What an address may say after its `?`. A value that does not fit is left out rather than refused: an old or
 * mistyped link then shows the page without it.
 */
const soft = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
const word = z.string().min(1).max(100);

export const planSearch = z.object({ plan: soft(z.uuid()) });
/** Where after the login; only a path of this portal, never another site. */
export const loginSearch = z.object({ to: soft(z.string().regex(/^\/(?![/\\])/)) });

/** How a table is looked at, as `TableView` of the kit says. */
const tableSearch = {
  sort: soft(word),
  filter: soft(word),
  hidden: soft(z.string().max(400)),
  widths: soft(z.string().max(400)),
  pins: soft(z.string().max(400)),
};
/** The saved view that was opened. */
const viewSearch = { view: soft(z.uuid()) };

/** A figure whose parts are shown: its metric, and which of its values. */
const drillSearch = { drill: soft(word), of: soft(z.enum(figureKinds)) };
const figureSearch = { unit: soft(z.uuid()), period: soft(periodSchema), ...drillSearch };
/** A cell of lights over time: `<area id> <month>`. */
const lit = soft(word);
export const boardSearch = z.object({ ...figureSearch, metrics: soft(z.enum(['all'])), lit, ...viewSearch });

/** `drill` with the unit and period that a light rests on; `form` is the one whose reports are shown. */
export const taskSearch = z.object({ ...figureSearch, form: soft(word) });
export const priorSearch = z.object({ areaId: soft(word) });
export const unitsSearch = z.object({ unit: soft(z.uuid()), on: soft(z.iso.date()), q: soft(word) });

export const sharesSearch = z.object({
  unit: soft(z.uuid()),
  open: soft(z.enum(['to-accept', 'late', 'overdue'])),
  area: soft(word),
  role: soft(z.enum(['lead', 'responsible', 'cooperating', 'below'])),
  state: soft(z.enum(taskStates)),
  q: soft(word),
});

const taskTableSearch = {
  colour: soft(colourSchema),
  state: soft(z.enum(taskStates)),
  closed: soft(z.enum(['on-time', 'late'])),
  group: soft(z.enum(taskGroupings)),
  ...tableSearch,
  ...viewSearch,
};
/** `any` shows, beside the numbered list, the tasks that were added to it. */
export const tasksSearch = z.object({
  unit: soft(z.uuid()),
  origin: soft(z.enum(['any'])),
  /** Tasks whose leader's account is not in use. */
  leader: soft(z.enum(['inactive'])),
  ...taskTableSearch,
});
export type TaskTableSearch = z.infer<typeof tasksSearch>;

export const calendarSearch = z.object({ year: soft(z.coerce.number().int().min(1900).max(2999)) });
export const steeringTabs = [
  'urgings',
  'extensions',
  'adjustments',
  'instructions',
  'contests',
  'changes',
  'on-time',
] as const;
export type SteeringTab = (typeof steeringTabs)[number];
/** Filters are those of the tab's list; one that the tab does not know is left aside. */
export const steeringSearch = z.object({
  tab: soft(z.enum(steeringTabs)),
  area: soft(word),
  state: soft(word),
  kind: soft(z.enum(adjustmentKinds)),
  level: soft(z.enum(urgingLevels)),
  late: soft(z.enum(['true'])),
  /** Instructions that nobody can close. */
  holder: soft(z.enum(['inactive'])),
  /** Of the on-time rates: by which date, and how. */
  against: soft(z.enum(['original', 'extended'])),
  outcome: soft(z.enum(onTimeOutcomes)),
  ...tableSearch,
});
export type SteeringSearch = z.infer<typeof steeringSearch>;

export const usersSearch = z.object({
  user: soft(z.uuid()),
  ...tableSearch,
});

export const areaSearch = z.object({
  ...figureSearch,
  ...taskTableSearch,
  tab: soft(z.enum(['tasks', 'metrics', 'lights', 'reports', 'review', 'own'])),
  metric: soft(word),
  form: soft(word),
});
export type AreaSearch = z.infer<typeof areaSearch>;

export const gridSearch = z.object({
  areaId: soft(word),
  formKey: soft(word),
  period: soft(periodSchema),
});
export type GridSearch = z.infer<typeof gridSearch>;

export const pluginSearch = z.object({
  tab: soft(z.enum(['forms', 'fields', 'duties', 'targets', 'lights', 'urging', 'own', 'versions'])),
});
export type PluginSearch = z.infer<typeof pluginSearch>;

/**
 * Whether a change of the search takes the place of the page before in the history, rather than following it: Back is
 * not to go through every letter of a filter, nor through every width of a column.
 */
export function replaces(change: object): boolean {
  return 'filter' in change || 'widths' in change;
}

/** Addresses carry plain text (`?period=2024`), not JSON. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') params.set(key, String(value));
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}
