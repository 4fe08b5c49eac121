import { type FormView, progressNoteKey, type UnitView } from '@duban/contract';
import { QueryView, queries, Section, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Select, Tree } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { treeOf } from '../../parts/unit-picker.js';
import type { ConfigDraft } from './config-draft.js';

interface Props {
  forms: readonly FormView[];
  draft: ConfigDraft;
}

interface Line {
  key: string;
  title: string;
  checkable: boolean;
  children: Line[];
}

/** Which units report each form: checks on the tree, for units of the form's level. */
export function DutiesTab({ forms, draft }: Props) {
  const { t } = useTranslation('plugins');
  const text = useText();
  const own = forms.filter((form) => form.key !== progressNoteKey);
  const [chosen, setChosen] = useState(own[0]?.key);
  const form = own.find((each) => each.key === chosen);
  const units = useQuery(queries.units());
  return (
    <Section
      title={t('tab.duties')}
      note={
        form ? t('dutiesNote', { levels: form.level.map((each) => t(`level.${each}`)).join(t('comma')) }) : ''
      }
      extra={
        <Select
          className="plugin-form"
          aria-label={t('form')}
          value={chosen}
          onChange={setChosen}
          options={own.map((each) => ({ value: each.key, label: text(each.title) }))}
        />
      }
    >
      <QueryView query={units} lines={8}>
        {({ items }) => (form ? <UnitChecks key={form.key} form={form} units={items} draft={draft} /> : null)}
      </QueryView>
    </Section>
  );
}

function UnitChecks({
  form,
  units,
  draft,
}: {
  form: FormView;
  units: readonly UnitView[];
  draft: ConfigDraft;
}) {
  const { t } = useTranslation('plugins');
  const duty = draft.value.duties[form.key] ?? { unitIds: [] };
  const open = useMemo(
    () => units.filter((unit) => unit.closedOn === null && unit.kind !== 'group'),
    [units],
  );
  const byId = useMemo(() => new Map(open.map((unit) => [unit.id, unit])), [open]);
  const fits = (id: string) => form.level.some((level) => level === byId.get(id)?.kind);
  const tree = useMemo(() => {
    const lines = (nodes: ReturnType<typeof treeOf>): Line[] =>
      nodes.map((node) => ({
        key: node.value,
        title: node.title,
        checkable: form.level.some((level) => level === byId.get(node.value)?.kind),
        children: lines(node.children),
      }));
    return lines(treeOf(open));
  }, [open, byId, form.level]);
  const candidates = open.filter((unit) => fits(unit.id)).map((unit) => unit.id);
  const set = (unitIds: string[]) =>
    draft.set('duties', { ...draft.value.duties, [form.key]: { ...duty, unitIds } });
  return (
    <div className="section-body">
      <p className="plugin-acts">
        <span className="dim">{t('chosenUnits', { count: duty.unitIds.length, of: candidates.length })}</span>
        <Button size="small" onClick={() => set(candidates)}>
          {t('chooseAll')}
        </Button>
        <Button size="small" onClick={() => set([])}>
          {t('chooseNone')}
        </Button>
      </p>
      <Tree
        aria-label={t('tab.duties')}
        checkable
        checkStrictly
        selectable={false}
        height={480}
        defaultExpandedKeys={tree.slice(0, 1).map((line) => line.key)}
        treeData={tree}
        checkedKeys={{ checked: duty.unitIds, halfChecked: [] }}
        onCheck={(keys) => set((Array.isArray(keys) ? keys : keys.checked).map(String))}
      />
    </div>
  );
}
