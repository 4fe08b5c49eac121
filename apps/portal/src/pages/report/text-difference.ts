/** Two texts by what they share at both ends, and what stands between in each. */
export interface TextDifference {
  start: string;
  before: string;
  after: string;
  end: string;
}

/** Whole characters only: half of one is no text. */
export function differenceOf(before: string, after: string): TextDifference {
  const [old, now] = [[...before], [...after]];
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start < most && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < most - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  return {
    start: now.slice(0, start).join(''),
    before: old.slice(start, old.length - end).join(''),
    after: now.slice(start, now.length - end).join(''),
    end: now.slice(now.length - end).join(''),
  };
}
