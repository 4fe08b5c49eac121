import { queries, usePlan, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Select, TreeSelect } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Labelled } from '../../parts/labelled.js';
import { treeOf } from '../../parts/unit-picker.js';

/** Units that can be given work, as a tree to choose from. */
function useUnitTree() {
  const plan = usePlan();
  const units = useQuery(queries.units());
  const treeData = useMemo(
    () => treeOf((units.data?.items ?? []).filter((unit) => unit.closedOn === null)),
    [units.data],
  );
  return {
    showSearch: { treeNodeFilterProp: 'title' },
    treeDefaultExpandedKeys: [plan.rootUnitId],
    popupMatchSelectWidth: 320,
    treeData,
  };
}

interface FieldProps<V> {
  optional?: boolean;
  said: string | null;
  value: V;
  onChange: (value: V) => void;
}

export function LeadUnitField({ optional, said, value, onChange }: FieldProps<string | null>) {
  const { t } = useTranslation('meetings');
  const tree = useUnitTree();
  return (
    <Labelled label={t('decision.lead')} optional={optional} said={said}>
      {(control) => (
        <TreeSelect
          {...control}
          {...tree}
          allowClear
          value={value ?? undefined}
          onChange={(chosen: string | undefined) => onChange(chosen ?? null)}
        />
      )}
    </Labelled>
  );
}

export function CooperatingUnitsField({ optional, said, value, onChange }: FieldProps<string[]>) {
  const { t } = useTranslation('meetings');
  const tree = useUnitTree();
  return (
    <Labelled label={t('decision.cooperating')} optional={optional} said={said}>
      {(control) => <TreeSelect {...control} {...tree} multiple value={value} onChange={onChange} />}
    </Labelled>
  );
}

export function AreaField({ optional, said, value, onChange }: FieldProps<string | null>) {
  const { t } = useTranslation('meetings');
  const text = useText();
  const plan = usePlan();
  return (
    <Labelled label={t('area')} optional={optional} said={said}>
      {(control) => (
        <Select
          {...control}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={value ?? undefined}
          options={plan.areas
            .filter((area) => area.enabled)
            .map((area) => ({ value: area.id, label: text(area.title) }))}
          onChange={(chosen: string | undefined) => onChange(chosen ?? null)}
        />
      )}
    </Labelled>
  );
}
