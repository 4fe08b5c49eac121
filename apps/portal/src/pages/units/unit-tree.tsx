import type { UnitView } from '@duban/contract';
import { EmptyState } from '@duban/portal-kit';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { childrenOf, treeLines } from './tree-lines.js';

interface Props {
  units: readonly UnitView[];
  find: string;
  chosen: string | null;
  onChoose: (unit: UnitView) => void;
}

const handled = ['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'Enter', ' '];

/** The tree by mouse or by arrow keys: up and down, right opens, left closes, Home, End, Enter chooses. */
export function UnitTree({ units, find, chosen, onChoose }: Props) {
  const { t } = useTranslation('units');
  const roots = useMemo(() => (childrenOf(units).get('') ?? []).map((unit) => unit.id), [units]);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  // Roots begin open, all others closed; what is kept is what was turned over.
  const open = useMemo(() => {
    const ids = new Set(roots);
    for (const id of toggled) if (!ids.delete(id)) ids.add(id);
    return ids;
  }, [roots, toggled]);
  const lines = useMemo(() => treeLines(units, open, find), [units, open, find]);
  const toggle = (id: string) =>
    setToggled((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });

  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(chosen);
  const at = Math.max(
    0,
    lines.findIndex((line) => line.unit.id === active),
  );
  const moved = useRef(false);
  const step = (to: number) => {
    const line = lines[Math.max(0, Math.min(lines.length - 1, to))];
    if (!line) return;
    moved.current = true;
    setActive(line.unit.id);
  };
  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    box.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const line = lines[at];
    if (!line || event.ctrlKey || event.metaKey || event.altKey || !handled.includes(event.key)) return;
    event.preventDefault();
    switch (event.key) {
      case 'ArrowDown':
        return step(at + 1);
      case 'ArrowUp':
        return step(at - 1);
      case 'Home':
        return step(0);
      case 'End':
        return step(lines.length - 1);
      case 'ArrowRight':
        if (line.hasChildren && !line.isOpen) return toggle(line.unit.id);
        return line.hasChildren ? step(at + 1) : undefined;
      case 'ArrowLeft':
        if (line.isOpen && find === '') return toggle(line.unit.id);
        return step(lines.findIndex((each) => each.unit.id === line.unit.parentId));
      default:
        return onChoose(line.unit);
    }
  };
  if (lines.length === 0) return <EmptyState title={t('noMatch')} />;
  return (
    <div ref={box} role="tree" aria-label={t('tree')} className="unit-tree">
      {lines.map(({ unit, level, hasChildren, isOpen }, index) => (
        <div
          key={unit.id}
          role="treeitem"
          aria-level={level}
          aria-expanded={hasChildren ? isOpen : undefined}
          aria-selected={unit.id === chosen}
          tabIndex={index === at ? 0 : -1}
          className="unit-line"
          style={{ paddingLeft: 8 + (level - 1) * 20 }}
          onClick={() => {
            setActive(unit.id);
            onChoose(unit);
          }}
          onKeyDown={onKeyDown}
          onFocus={() => setActive(unit.id)}
        >
          <span
            className="unit-toggle"
            aria-hidden="true"
            onClick={(event) => {
              if (!hasChildren) return;
              event.stopPropagation();
              toggle(unit.id);
            }}
          >
            {hasChildren ? (isOpen ? '▾' : '▸') : ''}
          </span>
          <span className="unit-name">{unit.name}</span>
          <span className="unit-meta">
            {t(`kind.${unit.kind}`)}
            {unit.closedOn ? ` · ${t('closed', { date: unit.closedOn })}` : ''}
          </span>
        </div>
      ))}
    </div>
  );
}
