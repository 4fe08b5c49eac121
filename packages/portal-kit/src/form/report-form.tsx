import { type Field, type FieldValue, type Form, type FormData, isNumeric, isVisible } from '@duban/contract';
import {
  type ComponentType,
  type LazyExoticComponent,
  type ReactNode,
  Suspense,
  useId,
  useMemo,
  useState,
} from 'react';
import type { WidgetProps } from '../area/area-portal.js';
import { formatNumber, withMeasure } from '../metric/format.js';
import { PanelBoundary } from '../page/panel-boundary.js';
import { useKitText, useLanguage, useText } from '../text/use-text.js';
import { checkReport, type ReportFindings } from './check-report.js';
import { FieldInput, isRadioGroup, type UnitOption } from './field-input.js';

export interface ReportFormProps {
  form: Pick<Form, 'key' | 'fields' | 'checks' | 'window'>;
  data: FormData;
  onChange: (data: FormData) => void;
  /** The last period's accepted values, shown beside each field. */
  last?: FormData | null;
  /** What the unit's accepted reports of the year come to, by field. */
  yearToDate?: Record<string, number | null>;
  /** Targets to show beside a field, as printed, by the field's key. */
  targets?: Record<string, string>;
  /** What the server said of the fields, by their keys. */
  refused?: Record<string, string>;
  /** Shows what is missing also in fields that were not touched: after an attempt to submit. */
  showAll?: boolean;
  disabled?: boolean;
  units?: readonly UnitOption[];
  /** The area's own control for a field; null for the standard one. */
  widgetFor?: (fieldKey: string) => LazyExoticComponent<ComponentType<WidgetProps>> | null;
  /** What stands last beside a field. */
  markFor?: (field: Field) => ReactNode;
}

/**
 * A report's form, drawn from the contract's fields. It holds no data and saves none: every change is handed
 * to `onChange`. What {@link checkReport} finds stands under the field that it is about.
 */
export function ReportForm(props: ReportFormProps) {
  const { form, data, onChange } = props;
  const t = useKitText();
  const findings = useMemo(() => checkReport(form, data), [form, data]);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const shown = form.fields.filter((field) => isVisible(field, data));
  return (
    <div className="report-form">
      <p className="field-hint">
        {t('form.window')}: {t(form.window === 'from-26th' ? 'form.from26th' : 'form.calendar')}
      </p>
      {shown.map((field) => (
        <FieldRow
          key={field.key}
          {...props}
          field={field}
          findings={findings}
          isTouched={props.showAll === true || touched.has(field.key)}
          onTouched={() => setTouched((before) => new Set(before).add(field.key))}
          onValue={(value) => onChange({ ...data, [field.key]: value })}
        />
      ))}
    </div>
  );
}

interface FieldRowProps extends ReportFormProps {
  field: Field;
  findings: ReportFindings;
  isTouched: boolean;
  onTouched: () => void;
  onValue: (value: FieldValue) => void;
}

function FieldRow(props: FieldRowProps) {
  const { field, data, findings, disabled = false } = props;
  const id = `${useId()}${field.key}`;
  const t = useKitText();
  const text = useText();
  const language = useLanguage();
  const value = data[field.key] ?? null;

  const issue = findings.issues.find((each) => each.field === field.key);
  const refused = props.refused?.[field.key];
  const isShown = issue && (props.isTouched || issue.code !== 'required');
  const checks = findings.checks.filter((check) => check.field === field.key);
  const invalid = Boolean(refused || isShown || checks.some((check) => check.severity === 'error'));
  const Widget = props.widgetFor?.(field.key) ?? null;
  const aside = fieldAside(props, language);
  const lastWords = field.type === 'text' ? props.last?.[field.key] : null;
  const group = isRadioGroup(field);
  const title = (
    <>
      {text(field.title)}
      {field.required ? <span className="field-required">{t('form.required')}</span> : null}
    </>
  );

  return (
    <fieldset
      className="field"
      aria-labelledby={`${id}-label`}
      onBlur={({ relatedTarget }) => {
        // Only on the way to another field: a line that appears would move a button from under the pointer.
        if (relatedTarget instanceof Element && relatedTarget.closest('.field')) props.onTouched();
      }}
    >
      {group ? (
        <span className="field-label" id={`${id}-label`}>
          {title}
        </span>
      ) : (
        <label className="field-label" id={`${id}-label`} htmlFor={id}>
          {title}
        </label>
      )}
      <div className="field-control">
        {Widget ? (
          <PanelBoundary name={text(field.title)}>
            <Suspense fallback={null}>
              <Widget
                id={id}
                field={field}
                value={value}
                disabled={disabled}
                describedBy={`${id}-notes`}
                onChange={props.onValue}
              />
            </Suspense>
          </PanelBoundary>
        ) : (
          <FieldInput
            id={id}
            field={field}
            value={value}
            onChange={props.onValue}
            disabled={disabled}
            invalid={invalid}
            describedBy={`${id}-notes`}
            units={props.units}
          />
        )}
        <div id={`${id}-notes`} className="field-notes">
          {isShown ? (
            <p className="field-error">{t(`form.issue.${issue.code}`, { limit: issue.limit })}</p>
          ) : null}
          {refused ? <p className="field-error">{refused}</p> : null}
          {checks.map((check) => (
            <p key={check.key} className={check.severity === 'error' ? 'field-error' : 'field-warning'}>
              {text(check.message)}
            </p>
          ))}
          {field.help ? <p className="field-hint">{text(field.help)}</p> : null}
          {lastWords ? (
            <p className="field-hint field-last">
              {t('last')} {lastWords}
            </p>
          ) : null}
        </div>
      </div>
      <div className="field-aside">
        {field.kind ? <span>{t(`form.kind.${field.kind}`)}</span> : null}
        {aside.last ? (
          <span>
            {t('last')} <b>{aside.last}</b>
          </span>
        ) : null}
        {aside.yearToDate ? (
          <span>
            {t('yearToDate')} <b>{aside.yearToDate}</b>
          </span>
        ) : null}
        {aside.target ? (
          <span>
            {t('target')} <b>{aside.target}</b>
          </span>
        ) : null}
        {props.markFor?.(field)}
      </div>
    </fieldset>
  );
}

/** What stands beside a field: the last period's value; for a number the year so far, and the target. */
export function fieldAside(
  {
    field,
    last,
    yearToDate,
    targets,
  }: { field: Field } & Pick<ReportFormProps, 'last' | 'yearToDate' | 'targets'>,
  language: 'zh' | 'en',
): { last: string; yearToDate: string; target: string } {
  const print = (value: unknown) =>
    isNumeric(field) && typeof value === 'number'
      ? withMeasure(formatNumber(value, language), field.measure ?? '')
      : '';
  const chosen = field.options?.find((each) => each.value === last?.[field.key])?.title[language];
  return {
    last: chosen ?? print(last?.[field.key]),
    yearToDate: print(yearToDate?.[field.key]),
    target: targets?.[field.key] ?? '',
  };
}
