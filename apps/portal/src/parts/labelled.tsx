import { DatePicker, Input } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import './dialog.css';

export interface ControlProps {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
  status: 'error' | undefined;
}

interface LabelledProps {
  label: string;
  optional?: boolean;
  said?: string | null;
  hint?: string;
  children: (control: ControlProps) => ReactNode;
}

/** A control with its label above and what the server said of it beneath, tied together for screen readers. */
export function Labelled({ label, optional = false, said, hint, children }: LabelledProps) {
  const { t } = useTranslation('change');
  const id = useId();
  const notes = said || hint;
  return (
    <div className="labelled">
      <label htmlFor={id}>
        {label}
        {optional ? <span className="field-required">{t('optional')}</span> : null}
      </label>
      {children({
        id,
        'aria-describedby': notes ? `${id}-notes` : undefined,
        'aria-invalid': said ? true : undefined,
        status: said ? 'error' : undefined,
      })}
      {notes ? (
        <div id={`${id}-notes`}>
          {said ? <div className="field-error">{said}</div> : null}
          {hint ? <div className="field-hint">{hint}</div> : null}
        </div>
      ) : null}
    </div>
  );
}

/** What somebody says in their own words: a reason, a note. It grows with what is written. */
export function Words({
  value,
  onChange,
  autoFocus = false,
  ...labelled
}: Omit<LabelledProps, 'children'> & {
  value: string;
  onChange: (words: string) => void;
  autoFocus?: boolean;
}) {
  return (
    <Labelled {...labelled}>
      {(control) => (
        <Input.TextArea
          {...control}
          autoFocus={autoFocus}
          autoSize={{ minRows: 2, maxRows: 10 }}
          maxLength={2000}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Labelled>
  );
}

/** A calendar date, `YYYY-MM-DD`; typed or picked. */
export function DateField({
  value,
  onChange,
  min,
  max,
  allowClear = true,
  label,
  ...control
}: Partial<ControlProps> & {
  value: string | null;
  onChange: (date: string | null) => void;
  /** First and last day that may be chosen. */
  min?: string;
  max?: string;
  allowClear?: boolean;
  /** For a field without a visible label. */
  label?: string;
}) {
  return (
    <DatePicker
      {...control}
      aria-label={label}
      className="date-field"
      allowClear={allowClear}
      minDate={min ? dayjs(min) : undefined}
      maxDate={max ? dayjs(max) : undefined}
      value={value ? dayjs(value) : null}
      onChange={(next) => onChange(next ? next.format('YYYY-MM-DD') : null)}
    />
  );
}
