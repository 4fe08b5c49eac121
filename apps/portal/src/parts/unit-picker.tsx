import type { UnitView } from '@duban/contract';
import { queries, usePlan } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { TreeSelect } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

interface Node {
  value: string;
  title: string;
  children: Node[];
}

/** Units as they hang together; one whose parent is not among them is a root. In the order of their paths. */
export function treeOf(units: readonly Pick<UnitView, 'id' | 'parentId' | 'name' | 'path'>[]): Node[] {
  const nodes = new Map(
    units.map((unit) => [unit.id, { value: unit.id, title: unit.name, children: [] as Node[] }]),
  );
  const roots: Node[] = [];
  for (const unit of [...units].sort((a, b) => a.path.localeCompare(b.path))) {
    const node = nodes.get(unit.id);
    if (!node) continue;
    const parent = unit.parentId === null ? undefined : nodes.get(unit.parentId);
    (parent?.children ?? roots).push(node);
  }
  return roots;
}

/** Any unit of the tree; nothing chosen is the plan's own bureau. */
export function UnitPicker({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}) {
  const { t } = useTranslation('figures');
  const plan = usePlan();
  const units = useQuery(queries.units());
  const tree = useMemo(
    () => treeOf((units.data?.items ?? []).filter((unit) => unit.closedOn === null)),
    [units.data],
  );
  return (
    <TreeSelect
      className="unit-picker"
      aria-label={t('unit')}
      showSearch={{ treeNodeFilterProp: 'title' }}
      treeDefaultExpandedKeys={[plan.rootUnitId]}
      popupMatchSelectWidth={320}
      allowClear={value !== undefined}
      loading={units.isPending}
      treeData={tree}
      value={value ?? plan.rootUnitId}
      onChange={(id: string | undefined) => onChange(id === plan.rootUnitId ? undefined : id)}
    />
  );
}
