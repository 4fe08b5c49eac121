import type { UnitView } from '@duban/contract';
import { describe, expect, it } from 'vitest';
import { treeLines } from './tree-lines.js';

const unit = (id: string, parentId: string | null, path: string): UnitView => ({
  id,
  parentId,
  code: id,
  name: `unit ${id}`,
  kind: 'county',
  path,
  closedOn: null,
  successorId: null,
  takenOverBy: null,
  version: 1,
});
const units = [
  unit('b', 'root', '/root/b/'),
  unit('root', null, '/root/'),
  unit('a', 'root', '/root/a/'),
  unit('a1', 'a', '/root/a/a1/'),
];
const shown = (open: string[], find = '') =>
  treeLines(units, new Set(open), find).map((line) => `${line.level} ${line.unit.id}`);

describe('the lines of the unit tree', () => {
  it('show what is open, in the order of the paths', () => {
    expect(shown([])).toEqual(['1 root']);
    expect(shown(['root'])).toEqual(['1 root', '2 a', '2 b']);
    expect(shown(['root', 'a'])).toEqual(['1 root', '2 a', '3 a1', '2 b']);
  });
  it('show what was looked for with all above it, whatever is open', () => {
    expect(shown([], 'A1')).toEqual(['1 root', '2 a', '3 a1']);
    expect(shown(['root'], 'nowhere')).toEqual([]);
  });
  it('keep a unit whose parent is not there', () => {
    expect(treeLines([unit('x', 'gone', '/gone/x/')], new Set(), '').map((line) => line.level)).toEqual([1]);
  });
});
