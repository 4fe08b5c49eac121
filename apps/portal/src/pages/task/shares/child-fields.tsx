import type { ShareTarget, UnitView } from '@duban/contract';
import { formatTarget, useLanguage, useText } from '@duban/portal-kit';
import { Button, Input, InputNumber, TreeSelect } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DateField, Labelled } from '../../../parts/labelled.js';
import { PersonPicker } from '../../../parts/person-picker.js';
import { saidOf } from '../../../parts/problem-note.js';
import { treeOf } from '../../../parts/unit-picker.js';
import type { ChildDraft } from './breakdown-draft.js';
import { StepRows } from './step-rows.js';

/** One unit's part in a breakdown: which unit, what it is to do, who handles it, what is asked of it, by which steps. */
export function ChildFields({
  draft,
  at,
  owed,
  units,
  error,
  onChange,
  onRemove,
}: {
  draft: ChildDraft;
  at: number;
  /** What the whole owes, and may be divided. */
  owed: readonly ShareTarget[];
  /** Units that may be chosen. */
  units: readonly UnitView[];
  error: unknown;
  onChange: (changes: Partial<ChildDraft>) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation('shares');
  const text = useText();
  const language = useLanguage();
  const tree = useMemo(() => treeOf(units), [units]);
  const name = units.find((unit) => unit.id === draft.unitId)?.name ?? t('unitAt', { at: at + 1 });
  const path = `children.${at}`;
  const asked = Object.keys(draft.values);
  return (
    <fieldset className="share-child">
      <legend>{name}</legend>
      <div className="share-fields">
        <Labelled label={t('unit')} said={saidOf(error, `${path}.unitId`)}>
          {({ id, status, ...props }) => (
            <TreeSelect<string | null>
              {...props}
              id={id}
              {...(status ? { status } : {})}
              showSearch={{ treeNodeFilterProp: 'title' }}
              treeDefaultExpandAll
              treeData={tree}
              placeholder={t('chooseUnit')}
              value={draft.unitId}
              // A handler is somebody of the unit.
              onChange={(unitId) => onChange({ unitId, handler: null, handlerChosen: false })}
            />
          )}
        </Labelled>
        <Labelled label={t('handler')} optional said={saidOf(error, `${path}.handlerId`)}>
          {(props) =>
            draft.unitId ? (
              <PersonPicker
                {...props}
                key={draft.unitId}
                among={{ unitId: draft.unitId }}
                known={draft.handler ? [draft.handler] : []}
                value={draft.handler?.id ?? null}
                onChange={(id) => onChange({ handler: id ? { id, name: '' } : null, handlerChosen: true })}
              />
            ) : (
              <Input {...props} disabled placeholder={t('chooseUnitFirst')} />
            )
          }
        </Labelled>
      </div>
      <Labelled label={t('text')} said={saidOf(error, `${path}.text`)}>
        {(props) => (
          <Input.TextArea
            {...props}
            autoSize={{ minRows: 1, maxRows: 6 }}
            maxLength={1000}
            value={draft.text}
            onChange={(event) => onChange({ text: event.target.value })}
          />
        )}
      </Labelled>
      {owed.map((target) => (
        <div key={target.metric} className="share-value">
          <Labelled
            label={text(target.title)}
            optional
            hint={t('whole', { target: formatTarget(target, target.measure, language) })}
            said={
              saidOf(error, `${path}.targets.${asked.indexOf(target.metric)}.value`) ??
              saidOf(error, `${path}.targets.${asked.indexOf(target.metric)}.dueDate`)
            }
          >
            {({ status, ...props }) => (
              <InputNumber<number>
                {...props}
                {...(status ? { status } : {})}
                min={0}
                suffix={target.measure}
                value={draft.values[target.metric] ?? null}
                onChange={(value) => onChange({ values: withMetric(draft.values, target.metric, value) })}
              />
            )}
          </Labelled>
          {draft.values[target.metric] === undefined ? null : (
            <Labelled label={t('dueDate')} optional hint={t('wholeDate', { date: target.dueDate ?? '–' })}>
              {(props) => (
                <DateField
                  {...props}
                  {...(target.dueDate ? { max: target.dueDate } : {})}
                  value={draft.dates[target.metric] ?? null}
                  onChange={(date) => onChange({ dates: { ...draft.dates, [target.metric]: date } })}
                />
              )}
            </Labelled>
          )}
        </div>
      ))}
      <StepRows steps={draft.steps} of={name} onChange={(steps) => onChange({ steps })} />
      <Button
        size="small"
        className="share-remove"
        aria-label={t('removeUnit', { unit: name })}
        onClick={onRemove}
      >
        {t('takeAway')}
      </Button>
    </fieldset>
  );
}

/** The values with one of them set, or without it. */
function withMetric(
  values: ChildDraft['values'],
  metric: string,
  value: number | null,
): ChildDraft['values'] {
  const { [metric]: _, ...rest } = values;
  return value === null ? rest : { ...values, [metric]: value };
}
