import type { UnitView } from '@duban/contract';

export interface TreeLine {
  unit: UnitView;
  /** 1 for a root. */
  level: number;
  hasChildren: boolean;
  isOpen: boolean;
}

/** Children by parent, in the order of their paths; a unit whose parent is not among them is a root (''). */
export function childrenOf(units: readonly UnitView[]): Map<string, UnitView[]> {
  const known = new Set(units.map((unit) => unit.id));
  const children = new Map<string, UnitView[]>();
  for (const unit of [...units].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const parent = unit.parentId !== null && known.has(unit.parentId) ? unit.parentId : '';
    const siblings = children.get(parent);
    if (siblings) siblings.push(unit);
    else children.set(parent, [unit]);
  }
  return children;
}

/**
 * The lines of the tree from top to bottom. `find` keeps the units whose name or code holds it, with all above
 * them, and opens those.
 */
export function treeLines(units: readonly UnitView[], open: ReadonlySet<string>, find: string): TreeLine[] {
  const children = childrenOf(units);
  const wanted = find.trim().toLowerCase();
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const kept = new Set<string>();
  for (const unit of wanted ? units : []) {
    if (!unit.name.toLowerCase().includes(wanted) && !unit.code.toLowerCase().includes(wanted)) continue;
    for (let at: UnitView | undefined = unit; at && !kept.has(at.id); at = byId.get(at.parentId ?? '')) {
      kept.add(at.id);
    }
  }
  const lines: TreeLine[] = [];
  const walk = (parent: string, level: number) => {
    for (const unit of children.get(parent) ?? []) {
      if (wanted && !kept.has(unit.id)) continue;
      const below = (children.get(unit.id) ?? []).filter((each) => !wanted || kept.has(each.id));
      const isOpen = below.length > 0 && (wanted !== '' || open.has(unit.id));
      lines.push({ unit, level, hasChildren: below.length > 0, isOpen });
      if (isOpen) walk(unit.id, level + 1);
    }
  };
  walk('', 1);
  return lines;
}
