import { type UnitView, unitKinds } from '@duban/contract';
import { api, useChange, useSession } from '@duban/portal-kit';
import { useQueryClient } from '@tanstack/react-query';
import { Input, Select, TreeSelect } from 'antd';
import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../parts/dialog.js';
import { type ControlProps, DateField, Labelled } from '../../parts/labelled.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';
import { treeOf } from '../../parts/unit-picker.js';
import { HandoverPreview } from './handover-preview.js';

export type UnitAct =
  | { kind: 'add'; unit: UnitView | null }
  | { kind: 'rename' | 'move' | 'close' | 'reopen'; unit: UnitView };

/** What each act asks for; names are the request's fields. */
const asks = {
  add: ['parentId', 'kind', 'code', 'name', 'from'],
  rename: ['name'],
  move: ['parentId', 'from'],
  close: ['on', 'successorId'],
  reopen: ['from', 'reason'],
} as const;
type Key = (typeof asks)[UnitAct['kind']][number];
type Values = Partial<Record<Key, string>>;

/** Kinds that stand beside the tree: they have no parent. */
const parentless = ['bureau', 'group'];

function send(act: UnitAct, values: Values, idempotencyKey: string): Promise<UnitView> {
  if (act.kind === 'add') {
    const parentId = parentless.includes(values.kind ?? '') ? null : values.parentId;
    return api.post('/api/units', { ...values, parentId }, { idempotencyKey });
  }
  const { id, version } = act.unit;
  const options = { ifMatch: version, idempotencyKey };
  if (act.kind === 'rename') return api.patch(`/api/units/${id}`, values, { ifMatch: version });
  return api.post(`/api/units/${id}/${act.kind === 'move' ? 'moves' : act.kind}`, values, options);
}

/** Adds, renames, moves or closes a unit, or takes its close back, by keyboard as well as by mouse. */
export function UnitDialog({
  act,
  units,
  onClose,
  onDone,
}: {
  act: UnitAct;
  units: readonly UnitView[];
  onClose: () => void;
  onDone: (unit: UnitView) => void;
}) {
  const { t } = useTranslation('units');
  const { businessDate } = useSession();
  const client = useQueryClient();
  const id = useId();
  const [values, setValues] = useState<Values>(() => {
    if (act.kind === 'add') return { parentId: act.unit?.id, from: businessDate };
    if (act.kind === 'rename') return { name: act.unit.name };
    if (act.kind === 'move' || act.kind === 'reopen') return { from: businessDate };
    return { on: businessDate };
  });
  const set = (key: Key, value: string | undefined) => setValues((before) => ({ ...before, [key]: value }));
  const change = useChange(
    (given: Values, idempotencyKey) => send(act, given, idempotencyKey),
    [['units'], ['expectations'], ['board'], ['work']],
  );
  // A close whose work was handed over cannot be undone as of its own day.
  const handedOver = act.kind === 'reopen' && act.unit.takenOverBy !== null;
  const isAsked = (key: Key) =>
    (key !== 'parentId' || act.kind !== 'add' || !parentless.includes(values.kind ?? '')) &&
    (key !== 'from' || act.kind !== 'reopen' || handedOver);
  const keys = asks[act.kind].filter(isAsked);
  const ready = keys.every((key) => values[key]?.trim());

  // Nothing is put under itself, under what is closed, or under a group.
  const places = useMemo(
    () =>
      treeOf(
        units.filter(
          (unit) =>
            unit.closedOn === null &&
            unit.kind !== 'group' &&
            (act.kind === 'add' || !act.unit || !unit.path.startsWith(act.unit.path)),
        ),
      ),
    [units, act],
  );
  const root = units.find((unit) => unit.parentId === null && unit.kind !== 'group')?.id;
  const control = (key: Key, props: ControlProps) => {
    switch (key) {
      case 'parentId':
      case 'successorId':
        return (
          <TreeSelect
            {...props}
            showSearch={{ treeNodeFilterProp: 'title' }}
            treeDefaultExpandedKeys={root ? [root] : []}
            treeData={places}
            value={values[key]}
            onChange={(value: string | undefined) => set(key, value)}
          />
        );
      case 'kind':
        return (
          <Select
            {...props}
            value={values.kind}
            options={unitKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
            onChange={(value: string) => set('kind', value)}
          />
        );
      case 'from':
      case 'on':
        return (
          <DateField
            {...props}
            value={values[key] ?? null}
            onChange={(date) => set(key, date ?? undefined)}
          />
        );
      case 'reason':
        return (
          <Input.TextArea
            {...props}
            maxLength={2000}
            autoSize={{ minRows: 2, maxRows: 6 }}
            value={values.reason ?? ''}
            onChange={(event) => set('reason', event.target.value)}
          />
        );
      default:
        return (
          <Input
            {...props}
            maxLength={key === 'code' ? 32 : 200}
            value={values[key] ?? ''}
            onChange={(event) => set(key, event.target.value)}
          />
        );
    }
  };
  return (
    <Dialog
      open
      title={act.unit && act.kind !== 'add' ? `${t(`act.${act.kind}`)}: ${act.unit.name}` : t('act.add')}
      okText={t(`act.${act.kind}`)}
      okButtonProps={{ htmlType: 'submit', form: id, loading: change.isPending, disabled: !ready }}
      onCancel={onClose}
    >
      <form
        id={id}
        className="dialog-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!ready) return;
          const given = Object.fromEntries(keys.map((key) => [key, values[key]?.trim()]));
          change.mutate(given, { onSuccess: onDone });
        }}
      >
        {act.kind === 'move' || act.kind === 'close' || act.kind === 'reopen' ? (
          <p className="dialog-note">
            {handedOver ? t('note.reopenHandedOver', { date: act.unit?.closedOn }) : t(`note.${act.kind}`)}
          </p>
        ) : null}
        {keys.map((key) => (
          <Labelled
            key={key}
            label={t(`ask.${act.kind === 'move' && key === 'parentId' ? 'newParent' : key}`)}
            said={saidOf(change.error, key)}
          >
            {(props) => control(key, props)}
          </Labelled>
        ))}
        {act.kind === 'close' && values.on && values.successorId && values.successorId !== act.unit.id ? (
          <HandoverPreview unitId={act.unit.id} on={values.on} successorId={values.successorId} />
        ) : null}
        <ProblemNote
          error={change.error}
          shownAt={keys}
          onReload={() => {
            void client.invalidateQueries({ queryKey: ['units'] });
            onClose();
          }}
        />
      </form>
    </Dialog>
  );
}
