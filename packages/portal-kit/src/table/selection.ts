export type Selection = ReadonlySet<string>;

export function toggled(selected: Selection, id: string): Selection {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** All rows between two, in the order on screen, get what the first of them has. */
export function reached(selected: Selection, ids: readonly string[], from: string, to: string): Selection {
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)];
  if (a < 0 || b < 0) return toggled(selected, to);
  const next = new Set(selected);
  for (const id of ids.slice(Math.min(a, b), Math.max(a, b) + 1)) {
    if (selected.has(from)) next.add(id);
    else next.delete(id);
  }
  return next;
}
