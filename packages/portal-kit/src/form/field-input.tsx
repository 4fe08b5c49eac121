import type { Field, FieldValue } from '@duban/contract';
import { DatePicker, Input, InputNumber, Radio, Select } from 'antd';
import dayjs from 'dayjs';
import { useKitText, useText } from '../text/use-text.js';

export interface UnitOption {
  id: string;
  name: string;
}

export interface FieldInputProps {
  id: string;
  field: Field;
  value: FieldValue;
  onChange: (value: FieldValue) => void;
  disabled?: boolean;
  invalid?: boolean;
  describedBy?: string;
  /** For a field of type unit: those that may be chosen. */
  units?: readonly UnitOption[];
}

/** Choices up to this many stand side by side; more go into a list. */
const radioChoices = 5;

/** Whether a field's control is a group of radio buttons, which takes its label as a group does. */
export function isRadioGroup({ type, options = [] }: Field): boolean {
  return type === 'boolean' || (type === 'choice' && options.length <= radioChoices);
}

/** The control for a field of the contract. Its label and messages are the caller's, tied by `id`. */
export function FieldInput({
  id,
  field,
  value,
  onChange,
  disabled,
  invalid,
  describedBy,
  units,
}: FieldInputProps) {
  const t = useKitText();
  const text = useText();
  const status = invalid ? 'error' : undefined;
  const aria = { 'aria-describedby': describedBy, 'aria-invalid': invalid || undefined };
  switch (field.type) {
    case 'integer':
    case 'decimal':
      return (
        <InputNumber
          {...aria}
          id={id}
          className="field-number"
          controls={false}
          disabled={disabled}
          status={status}
          inputMode={field.type === 'integer' ? 'numeric' : 'decimal'}
          value={typeof value === 'number' ? value : null}
          onChange={(next) => onChange(typeof next === 'number' && Number.isFinite(next) ? next : null)}
          suffix={field.measure}
        />
      );
    case 'text': {
      const maxLength = field.maxLength ?? 2000;
      const given = { ...aria, id, disabled, status, value: typeof value === 'string' ? value : '' } as const;
      return maxLength <= 200 ? (
        <Input {...given} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <Input.TextArea
          {...given}
          autoSize={{ minRows: 2, maxRows: 12 }}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    }
    case 'choice': {
      const options = (field.options ?? []).map((each) => ({ value: each.value, label: text(each.title) }));
      return isRadioGroup(field) ? (
        <Radio.Group
          id={id}
          aria-labelledby={`${id}-label`}
          disabled={disabled}
          options={options}
          value={value}
          onChange={(event) => onChange(event.target.value as string)}
        />
      ) : (
        <Select
          {...aria}
          id={id}
          allowClear
          disabled={disabled}
          status={status}
          options={options}
          value={typeof value === 'string' ? value : undefined}
          onChange={(next: string | undefined) => onChange(next ?? null)}
        />
      );
    }
    case 'boolean':
      return (
        <Radio.Group
          id={id}
          aria-labelledby={`${id}-label`}
          disabled={disabled}
          value={value}
          options={[
            { value: true, label: t('form.yes') },
            { value: false, label: t('form.no') },
          ]}
          onChange={(event) => onChange(event.target.value as boolean)}
        />
      );
    case 'date':
      return (
        <DatePicker
          {...aria}
          id={id}
          disabled={disabled}
          status={status}
          value={typeof value === 'string' && value ? dayjs(value) : null}
          onChange={(next) => onChange(next ? next.format('YYYY-MM-DD') : null)}
        />
      );
    case 'unit':
      return (
        <Select
          {...aria}
          id={id}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          disabled={disabled}
          status={status}
          placeholder={t('form.chooseUnit')}
          options={(units ?? []).map((unit) => ({ value: unit.id, label: unit.name }))}
          value={typeof value === 'string' ? value : undefined}
          onChange={(next: string | undefined) => onChange(next ?? null)}
        />
      );
    case 'file':
      return (
        <span id={id} className="field-hint">
          {Array.isArray(value) && value.length > 0
            ? t('form.files', { count: value.length })
            : t('form.filesOff')}
        </span>
      );
  }
}
