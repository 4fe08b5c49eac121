import { queries } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { TreeSelect } from 'antd';
import { useMemo } from 'react';
import type { ControlProps } from '../../parts/labelled.js';
import { treeOf } from '../../parts/unit-picker.js';

/** Any open unit, or none. */
export function UnitChoice({
  value,
  onChange,
  ...control
}: ControlProps & { value: string | null; onChange: (id: string | null) => void }) {
  const units = useQuery(queries.units());
  const tree = useMemo(
    () => treeOf((units.data?.items ?? []).filter((unit) => unit.closedOn === null)),
    [units.data],
  );
  return (
    <TreeSelect
      {...control}
      allowClear
      showSearch={{ treeNodeFilterProp: 'title' }}
      treeDefaultExpandedKeys={tree.slice(0, 1).map((node) => node.value)}
      treeData={tree}
      value={value ?? undefined}
      onChange={(id: string | undefined) => onChange(id ?? null)}
    />
  );
}
