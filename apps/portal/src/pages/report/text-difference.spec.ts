import { describe, expect, it } from 'vitest';
import { differenceOf } from './text-difference.js';

describe('the difference of two texts', () => {
  it.each([
    ['清查三轮。', '清查三轮，整改 28 处。', ['清查三轮', '', '，整改 28 处', '。']],
    ['甲乙丙', '甲丙', ['甲', '乙', '', '丙']],
    // What the ends share is not counted twice.
    ['aa', 'aaa', ['aa', '', 'a', '']],
    // Two characters that begin with the same half.
    ['𠀀', '𠀁', ['', '𠀀', '𠀁', '']],
    ['', '新', ['', '', '新', '']],
  ])('of %o and %o', (before, after, parts) => {
    const { start, before: old, after: now, end } = differenceOf(before, after);
    expect([start, old, now, end]).toEqual(parts);
    expect([start + old + end, start + now + end]).toEqual([before, after]);
  });
});
