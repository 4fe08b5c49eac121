import type { Difference, MeetingView, Snapshot } from '@duban/contract';
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
    areas: [{ areaId: 'cyberspace' }],
    exceptions: Array.from({ length: exceptions }, (_, at) => ({ taskId: String(at) })),
  };
  return { board, lastDecisions: [], lightMonths: [] } as unknown as Snapshot;
}
const since = { from: { meetingId: 'm', title: '上次', asOf: '2024-08-20' } } as Difference;

const kinds = (pages: ReturnType<typeof roomPagesOf>) => pages.map((page) => page.kind);

test('the agenda gives the pages between cover and decisions, in its order; an absent area has none', () => {
  expect(kinds(roomPagesOf(agenda, snapshotOf(2), null))).toEqual([
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
  expect(kinds(roomPagesOf(agenda, snapshotOf(2), since)).slice(2, 6)).toEqual([
    'overview',
    'heat',
    'changes',
    'exceptions',
  ]);
});

test('a picture taken before the months were kept has no heat map', () => {
  const { lightMonths: _, ...old } = snapshotOf(0);
  expect(kinds(roomPagesOf(agenda, old, null))).not.toContain('heat');
});

test('a list that fills more than a page goes on, and every row stands once', () => {
  const pages = roomPagesOf(agenda, snapshotOf(13), null).filter((page) => page.kind === 'exceptions');
  expect(pages.map((page) => [page.part, page.parts, page.items.length])).toEqual([
    [1, 3, 6],
    [2, 3, 6],
    [3, 3, 1],
  ]);
  expect(new Set(pages.flatMap((page) => page.items.map((item) => item.taskId))).size).toBe(13);
});

test('the contents name the first page of each item by its number', () => {
  const pages = roomPagesOf(agenda, snapshotOf(13), null);
  expect(contentsOf(pages, (page) => page.kind)).toEqual([
    { number: 2, title: 'last-decisions' },
    { number: 3, title: 'overview' },
    { number: 8, title: 'area' },
    { number: 9, title: 'free' },
    { number: 10, title: 'decisions' },
  ]);
});
