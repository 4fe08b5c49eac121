import type { Colour, LightMonths, MonthLight, Period } from '@duban/contract';
import type { ChartData } from '@duban/portal-kit/chart';

type Task = LightMonths['tasks'][number];

/** A task with the light that it had at a month's end. */
export interface LitTask extends Omit<Task, 'months'> {
  light: MonthLight;
}

export const chartedLights = ['red', 'yellow', 'green', 'grey'] as const satisfies readonly Colour[];

/** Months of the plan as stacked bars: the worst at the bottom, where bars are compared most easily. */
export function chartOf(
  lights: LightMonths,
  title: string,
  nameOf: (series: Colour | 'closed') => string,
  print: (month: Period) => string,
): ChartData {
  const stack = (role: Colour | 'closed', of: (month: LightMonths['months'][number]) => number) => ({
    name: nameOf(role),
    role,
    kind: 'stack' as const,
    values: lights.months.map(of),
  });
  return {
    title,
    measure: '',
    categories: lights.months.map(({ month }) => print(month)),
    series: [
      ...chartedLights.map((colour) => stack(colour, (month) => month[colour])),
      stack('closed', (month) => month.onTime + month.late),
    ],
  };
}

const worst = (light: MonthLight) =>
  light.closed !== null || light.colour === null ? chartedLights.length : chartedLights.indexOf(light.colour);

/** The tasks of an area (of all without one) that had a light at the end of a month, worst first. */
export function tasksIn(lights: LightMonths, month: Period, areaId?: string): LitTask[] {
  return lights.tasks
    .filter((task) => areaId === undefined || task.areaId === areaId)
    .flatMap(({ months, ...task }) => {
      const light = months.find((each) => each.month === month);
      return light ? [{ ...task, light }] : [];
    })
    .sort((a, b) => worst(a.light) - worst(b.light));
}

export interface HeatCell extends Record<Colour, number> {
  tasks: number;
  /** How bad it is, 0 to 4: red counts whole, yellow by half, of the tasks that still run. */
  step: number;
}

export function heatOf(tasks: readonly LitTask[]): HeatCell {
  const open = tasks.filter(({ light }) => light.closed === null && light.colour !== null);
  const of = (colour: Colour) => open.filter(({ light }) => light.colour === colour).length;
  const counts = { red: of('red'), yellow: of('yellow'), green: of('green'), grey: of('grey') };
  const share = open.length === 0 ? 0 : (counts.red + counts.yellow / 2) / open.length;
  return { ...counts, tasks: tasks.length, step: Math.ceil(share * 4) };
}
