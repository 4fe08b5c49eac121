import type { Manifest } from '@duban/contract';
import { expect, test } from 'vitest';
import { counties } from '../organisation/units.js';
import { manifests } from '../testing/manifests.testing.js';
import { plan2024 } from './index.js';
import type { OpenTaskSeed, TargetSeed } from './types.js';

const tasks = plan2024.areas.flatMap((area) => area.tasks.map((task) => ({ ...task, areaId: area.id })));
const told = tasks.filter((task) => task.visibility !== 'withheld') as (OpenTaskSeed & { areaId: string })[];
const task = (number: number) => {
  const found = told.find((each) => each.number === number);
  if (!found) throw new Error(`no task ${number}`);
  return found;
};

test('ten areas hold the 54 printed tasks in order, and 55 are announced', () => {
  expect(plan2024.areas.map((area) => area.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(tasks.map((each) => each.number)).toEqual(Array.from({ length: 54 }, (_, at) => at + 1));
  expect(plan2024.announcedTasks).toBe(55);
  const ranges = plan2024.areas.map((area) => [area.id, area.tasks[0]?.number, area.tasks.at(-1)?.number]);
  expect(ranges).toEqual([
    ['major-risk', 1, 7],
    ['command-integration', 8, 12],
    ['crime-fighting', 13, 17],
    ['grassroots', 18, 29],
    ['cyberspace', 30, 32],
    ['traffic-management', 33, 35],
    ['public-service', 36, 41],
    ['rule-of-law', 42, 46],
    ['team-building', 47, 51],
    ['public-relations', 52, 54],
  ]);
});

test('eight tasks are withheld, two of them without a title, and hold nothing else', () => {
  const kept = tasks.filter((each) => each.visibility === 'withheld');
  expect(kept.map((each) => each.number)).toEqual([1, 2, 3, 4, 6, 9, 15, 30]);
  expect(kept.filter((each) => each.title === null).map((each) => each.number)).toEqual([2, 30]);
  for (const each of kept)
    expect(Object.keys(each).sort()).toEqual(['areaId', 'number', 'title', 'visibility']);
});

test('restricted tasks have milestones, and no share, target or metric', () => {
  const restricted = told.filter((each) => each.visibility === 'restricted');
  expect(restricted.map((each) => each.number)).toEqual([16, 51]);
  for (const each of restricted) {
    expect(each.targets).toEqual([]);
    expect(each.counties).toBe(false);
    expect(each.milestones.length).toBeGreaterThan(0);
  }
});

test('a task is due with the year unless the text says otherwise, and none is without target and milestone', () => {
  expect(
    told.filter((each) => each.dueDate !== '2024-12-31').map((each) => [each.number, each.dueDate]),
  ).toEqual([[20, '2024-11-30']]);
  for (const each of told) expect(each.targets.length + each.milestones.length).toBeGreaterThan(0);
  expect(task(23).multiYearUntil).toBe('2026-12-31');
});

/** The text's targets: task, metric, direction, value, where, due date, firm, and what is particular. */
const documentTargets = [
  [7, 'in-house-check-rate', 'at-least', 100, 'city', '2024-12-31', 'firm'],
  [7, 'serious-accidents', 'at-most', 0, 'city', '2024-12-31', 'firm'],
  [7, 'serious-accidents', 'at-most', 0, 'county', '2024-12-31', 'firm'],
  [11, 'red-blue-drills', 'at-least', 1, 'city', '2024-12-31', 'firm', 'per quarter'],
  [11, 'interception-circles', 'at-least', 3, 'city', '2024-12-31', 'firm'],
  [11, 'combat-command-rooms', 'at-least', 8, 'city', '2024-12-31', 'firm'],
  [11, 'combat-command-rooms', 'at-least', 1, 'county', '2024-12-31', 'firm'],
  [12, 'uav-equipment-rate', 'at-least', 50, 'city', '2024-12-31', 'firm', 'each'],
  [12, 'uav-equipment-rate', 'at-least', 50, 'county', '2024-12-31', 'firm'],
  [12, 'fixed-coverage-rate', 'at-least', 100, 'city', '2024-12-31', 'stretch'],
  [17, 'large-fraud-clearance-rate', 'at-least', 80, 'city', '2024-12-31', 'firm'],
  [17, 'fraud-free-units', 'at-least', 300, 'city', '2024-12-31', 'firm'],
  [19, 'key-works-done', 'at-least', 10, 'city', '2024-12-31', 'firm'],
  [19, 'key-projects-done', 'at-least', 10, 'city', '2024-12-31', 'firm'],
  [20, 'centre-modules', 'at-least', 5, 'city', '2024-11-30', 'firm'],
  [20, 'centre-platform', 'at-least', 1, 'city', '2024-11-30', 'firm'],
  [24, 'rating-rules', 'at-least', 3, 'city', '2024-12-31', 'firm'],
  [27, 'diversion-rate', 'at-least', 50, 'city', '2024-12-31', 'firm'],
  [27, 'diversion-rate', 'at-least', 50, 'county', '2024-12-31', 'firm'],
  [27, 'repeat-call-rate', 'at-most', 13, 'city', '2024-12-31', 'firm'],
  [27, 'repeat-call-rate', 'at-most', 13, 'county', '2024-12-31', 'firm'],
  [28, 'eco-room-rate', 'at-least', 100, 'city', '2024-12-31', 'firm'],
  [28, 'eco-room-rate', 'at-least', 100, 'county', '2024-12-31', 'firm'],
  [28, 'eco-joint-station', 'at-least', 1, 'city', '2024-12-31', 'firm'],
  [28, 'eco-centres', 'at-least', 8, 'city', '2024-12-31', 'firm'],
  [28, 'eco-centres', 'at-least', 1, 'county', '2024-12-31', 'firm'],
  [28, 'eco-systems', 'at-least', 5, 'city', '2024-12-31', 'firm'],
  [31, 'class-one-control-rate', 'at-least', 100, 'city', '2024-04-30', 'firm', 'hold 2024-12-31'],
  [31, 'class-one-control-rate', 'at-least', 100, 'county', '2024-04-30', 'firm', 'hold 2024-12-31'],
  [31, 'class-two-control-rate', 'at-least', 80, 'city', '2024-04-30', 'firm', 'hold 2024-12-31'],
  [31, 'class-two-control-rate', 'at-least', 80, 'county', '2024-04-30', 'firm', 'hold 2024-12-31'],
  [31, 'networked-control-rate', 'at-least', 90, 'city', '2024-04-30', 'firm', 'hold 2024-12-31'],
  [31, 'networked-control-rate', 'at-least', 90, 'county', '2024-04-30', 'firm', 'hold 2024-12-31'],
  [31, 'themed-drills', 'at-least', 1, 'city', '2024-12-31', 'firm', 'per month'],
];

function row(number: number, target: TargetSeed) {
  const particular = [
    ...(target.per ? [`per ${target.per}`] : []),
    ...(target.scope === 'each' ? ['each'] : []),
    ...(target.holdUntil ? [`hold ${target.holdUntil}`] : []),
  ];
  const { metric, direction, value, unit, dueDate, firm } = target;
  return [number, metric, direction, value, unit, dueDate, firm ? 'firm' : 'stretch', ...particular];
}

test('every figure that the text sets is a target, and no other claims to be of the text', () => {
  const found = told.flatMap((each) =>
    each.targets
      .filter((target) => target.source === 'document' && target.value !== null)
      .map((target) => row(each.number, target)),
  );
  expect(found).toEqual(documentTargets);
});

test('what the text asks for without a figure is a milestone, firm or striven for', () => {
  const found = told.flatMap((each) =>
    each.milestones
      .filter((milestone) => milestone.source === 'document')
      .map((milestone) => [each.number, milestone.firm, milestone.dueDate]),
  );
  expect(found).toEqual([
    [5, true, '2024-12-31'],
    [5, true, '2024-12-31'],
    [8, true, '2024-12-31'],
    [11, true, '2024-12-31'],
    [12, true, '2024-12-31'],
    [12, false, '2024-12-31'],
    [13, true, '2024-12-31'],
    [13, true, '2024-12-31'],
    [19, true, '2024-12-31'],
    [20, true, '2024-11-30'],
    [21, false, '2024-12-31'],
    [23, true, '2024-12-31'],
    [24, false, '2024-12-31'],
  ]);
});

test('the seven undefined slots of task 26 are empty: three down, three up, one kept', () => {
  const slots = task(26).targets;
  expect(slots.map((each) => each.value)).toEqual(Array(7).fill(null));
  expect(slots.map((each) => each.direction)).toEqual([
    ...Array(3).fill('at-most'),
    ...Array(3).fill('at-least'),
    'exactly',
  ]);
});

test('the 300 fraud-free units are split to all counties, at least as many in sum, as a demo target', () => {
  const split = task(17).targets.find((each) => each.metric === 'fraud-free-units' && each.unit === 'county');
  expect(split?.source).toBe('demo');
  expect(Object.keys(split?.values ?? {}).sort()).toEqual(counties.map((each) => each.code).sort());
  expect(Object.values(split?.values ?? {}).reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(300);
});

test('every target stands on a metric of its area that a form of its task feeds', () => {
  const lost: string[] = [];
  for (const each of told) {
    const manifest = manifests.find((area) => area.id === each.areaId);
    for (const target of each.targets)
      if (!isFedByTask(manifest, target.metric, each.number)) lost.push(`${each.number}: ${target.metric}`);
  }
  expect(lost).toEqual([]);
});

function isFedByTask(manifest: Manifest | undefined, key: string, number: number): boolean {
  const metric = manifest?.metrics.find((each) => each.key === key);
  const form = manifest?.forms.find((each) => each.key === metric?.numerator?.split('.')[0]);
  return form?.task === number;
}

test('every form of the ten areas finds its task among the open ones', () => {
  const open = told.filter((each) => each.visibility === 'open');
  for (const manifest of manifests)
    for (const form of manifest.forms)
      expect(open.some((each) => each.areaId === manifest.id && each.number === form.task)).toBe(true);
});
