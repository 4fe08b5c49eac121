import type { DecisionView, Difference, MeetingView, Snapshot } from '@duban/contract';
import { expect, test } from 'vitest';
import { contentsOf, roomPagesOf } from './room-pages.js';

const agenda: MeetingView['agenda'] = [
  { kind: 'last-decisions', areaId: null, title: '上次' },
  { kind: 'exceptions', areaId: null, title: '亮灯' },
  { kind: 'area', areaId: 'cyberspace', title: '网络' },
  { kind: 'area', areaId: 'switched-off-since', title: '已停用' },
  { kind: 'free', areaId: null, title: '其他' },
];
/** A snapshot of which only what pages are made from stands. */
function snapshotOf(exceptions: number): Snapshot {
  const board = {
    areas: [{ areaId: 'cyberspace', metrics: [] }],
    exceptions: Array.from({ length: exceptions }, (_, at) => ({ taskId: String(at), title: `任务 ${at}` })),
  };
  return { board, tasks: [], materials: [], lastDecisions: [], lightMonths: [] } as unknown as Snapshot;
}
const since = { from: { meetingId: 'm', title: '上次', asOf: '2024-08-20' } } as Difference;

const kinds = (pages: ReturnType<typeof roomPagesOf>) => pages.map((page) => page.kind);

test('the agenda gives the pages between cover and decisions, in its order; an absent area has none', () => {
  expect(kinds(roomPagesOf(agenda, snapshotOf(2), null, []))).toEqual([
    'cover',
    'last-decisions',
    'overview',
    'heat',
    'exceptions',
    'area',
    'free',
    'decisions',
  ]);
});

test('after an earlier meeting its changes come before the exceptions', () => {
  expect(kinds(roomPagesOf(agenda, snapshotOf(2), since, [])).slice(2, 6)).toEqual([
    'overview',
    'heat',
    'changes',
    'exceptions',
  ]);
});

test('a picture taken before the months were kept has no heat map', () => {
  const { lightMonths: _, ...old } = snapshotOf(0);
  expect(kinds(roomPagesOf(agenda, old, null, []))).not.toContain('heat');
});

test('a list that fills more than a page goes on, and every row stands once', () => {
  const pages = roomPagesOf(agenda, snapshotOf(13), null, []).filter((page) => page.kind === 'exceptions');
  expect(pages.map((page) => [page.part, page.parts, page.rows.length])).toEqual([
    [1, 3, 6],
    [2, 3, 6],
    [3, 3, 1],
  ]);
  expect(new Set(pages.flatMap((page) => page.rows.map(({ item }) => item.taskId))).size).toBe(13);
});

test('the contents name the first page of each item by its number', () => {
  const pages = roomPagesOf(agenda, snapshotOf(13), null, []);
  expect(contentsOf(pages, (page) => page.kind)).toEqual([
    { number: 2, title: 'last-decisions' },
    { number: 3, title: 'overview' },
    { number: 8, title: 'area' },
    { number: 9, title: 'free' },
    { number: 10, title: 'decisions' },
  ]);
});

test('what an area has more than its first page holds follows it in full, and the first page says where', () => {
  const long = '经费'.repeat(60);
  const matters = ['一', long, ...Array.from({ length: 8 }, (_, at) => `第 ${at} 项`), long.repeat(8)];
  const frozen = snapshotOf(0);
  const full = {
    ...frozen,
    board: {
      areas: [{ areaId: 'cyberspace', metrics: Array.from({ length: 20 }, (_, at) => ({ key: `m${at}` })) }],
      exceptions: Array.from({ length: 11 }, (_, at) => ({
        taskId: String(at),
        areaId: 'cyberspace',
        title: `任务 ${at}`,
      })),
    },
    materials: [{ areaId: 'cyberspace', matters }],
  } as unknown as Snapshot;
  const pages = roomPagesOf(agenda, full, null, []);
  const own = pages.filter((page) => page.kind === 'area');
  expect(own.map(({ part, parts }) => [part, parts])).toEqual(own.map((_, at) => [at + 1, own.length]));
  expect(own.flatMap((page) => page.metrics.map(({ key }) => key))).toEqual(
    Array.from({ length: 20 }, (_, at) => `m${at}`),
  );
  expect(own.flatMap((page) => page.exceptions.map(({ item }) => item.taskId))).toEqual(
    Array.from({ length: 11 }, (_, at) => String(at)),
  );
  const put = own.flatMap((page) => page.matters);
  expect(
    matters.map((_, at) =>
      put
        .filter(({ item }) => item.number === at + 1)
        .map(({ text }) => text)
        .join(''),
    ),
  ).toEqual(matters);
  // One that would not stand whole below the figures waits for its page, and nothing overtakes it.
  expect(own[0]?.matters.map(({ item }) => item.number)).toEqual([1]);
  for (const list of ['metrics', 'exceptions', 'matters'] as const) {
    const goesOn = own[0]?.goesOn[list];
    const after = own.slice(1).filter((page) => page[list].length > 0);
    expect([goesOn?.part, goesOn && goesOn.count > 0], list).toEqual([after[0]?.part, true]);
  }
  expect(contentsOf(pages, (page) => page.kind).filter(({ title }) => title === 'area')).toHaveLength(1);
});

test('decisions are cut into pages as every list, and a long one goes on on the next', () => {
  const decisions = Array.from({ length: 9 }, (_, at) => ({
    id: String(at),
    number: at + 1,
    text: at === 8 ? '长'.repeat(900) : `第 ${at + 1} 项`,
    cooperatingUnits: [],
  })) as unknown as DecisionView[];
  const pages = roomPagesOf([], snapshotOf(0), null, decisions).filter((page) => page.kind === 'decisions');
  expect(pages[0]?.rows).toHaveLength(6);
  const rows = pages.flatMap((page) => page.rows);
  expect(
    decisions.map(({ id }) =>
      rows
        .filter(({ item }) => item.id === id)
        .map(({ text }) => text)
        .join(''),
    ),
  ).toEqual(decisions.map(({ text }) => text));
  expect(rows.filter(({ isFurther }) => isFurther).map(({ item }) => item.number)).toEqual([9, 9]);
});
