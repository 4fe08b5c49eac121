import type { FieldValue, Language } from '@duban/contract';
import { useKitText, useLanguage, useRowsInSight, useText } from '@duban/portal-kit';
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseBlock, printCell, readCell, type UnitName } from './cells.js';
import {
  type CellWrite,
  cellFields,
  cellState,
  findingsOf,
  type GridForm,
  type GridRow,
  valueIn,
} from './grid-rows.js';

const rowHeight = 34;

interface Place {
  row: number;
  column: number;
}
interface Props {
  label: string;
  form: GridForm;
  rows: readonly GridRow[];
  units: readonly UnitName[];
  onWrite: (writes: CellWrite[]) => void;
}

/**
 * Units × fields. The cell that has the focus holds an input, so that an input method can begin to compose in it;
 * while it composes, no key means anything to the sheet.
 */
export function GridTable({ label, form, rows, units, onWrite }: Props) {
  const { t } = useTranslation('grid');
  const text = useText();
  const language = useLanguage();
  const fields = useMemo(() => cellFields(form), [form]);
  const [place, setPlace] = useState<Place>({ row: 0, column: 0 });
  /** What is being written in the cell; null while it only has the focus. */
  const [draft, setDraft] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const { shown, above, below, scrollTo } = useRowsInSight(box, { count: rows.length, height: rowHeight });

  const take = useRef(false);
  const go = useCallback(
    (row: number, column: number) => {
      const next = {
        row: Math.max(0, Math.min(rows.length - 1, row)),
        column: Math.max(0, Math.min(fields.length - 1, column)),
      };
      take.current = true;
      setDraft(null);
      setPlace(next);
      scrollTo(next.row);
    },
    [rows.length, fields.length, scrollTo],
  );
  useEffect(() => {
    if (!take.current) return;
    input.current?.focus({ preventScroll: false });
    take.current = false;
  });

  const field = fields[place.column];
  const current = rows[place.row];
  const commit = () => {
    if (draft === null || !field) return;
    onWrite([{ row: place.row, field: field.key, value: readCell(field, draft, units) }]);
    setDraft(null);
  };
  const print = (value: FieldValue) => (field ? printCell(field, value, language, units) : '');

  const onKey = (event: React.KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const { row, column } = place;
    const editing = draft !== null;
    const move = (toRow: number, toColumn: number) => {
      event.preventDefault();
      commit();
      go(toRow, toColumn);
    };
    switch (event.key) {
      case 'Enter':
        return move(row + (event.shiftKey ? -1 : 1), column);
      case 'Tab': {
        const at = row * fields.length + column + (event.shiftKey ? -1 : 1);
        // Beyond the ends the focus leaves the sheet.
        if (at < 0 || at >= rows.length * fields.length) return commit();
        return move(Math.floor(at / fields.length), at % fields.length);
      }
      case 'ArrowUp':
        return move(row - 1, column);
      case 'ArrowDown':
        return move(row + 1, column);
      case 'ArrowLeft':
        return editing ? undefined : move(row, column - 1);
      case 'ArrowRight':
        return editing ? undefined : move(row, column + 1);
      case 'Home':
        return editing ? undefined : move(event.ctrlKey ? 0 : row, 0);
      case 'End':
        return editing ? undefined : move(event.ctrlKey ? rows.length - 1 : row, fields.length - 1);
      case 'PageUp':
        return move(row - 15, column);
      case 'PageDown':
        return move(row + 15, column);
      case 'F2':
        event.preventDefault();
        if (current && field && !current.lock) setDraft(print(valueIn(current, field.key)));
        return undefined;
      case 'Escape':
        event.preventDefault();
        return setDraft(null);
      case 'Delete':
      case 'Backspace':
        if (editing || !field) return undefined;
        event.preventDefault();
        return onWrite([{ row, field: field.key, value: null }]);
      default:
        return undefined;
    }
  };

  const onPaste = (event: React.ClipboardEvent) => {
    const given = event.clipboardData.getData('text/plain');
    if (draft !== null && !/[\t\n]/.test(given)) return;
    event.preventDefault();
    setDraft(null);
    onWrite(
      parseBlock(given).flatMap((cells, down) =>
        cells.flatMap((cell, right) => {
          const target = fields[place.column + right];
          const row = place.row + down;
          return target && row < rows.length
            ? [{ row, field: target.key, value: readCell(target, cell, units) }]
            : [];
        }),
      ),
    );
  };

  return (
    <div className="table-box table-box-virtual grid-box" ref={box}>
      <table
        className="grid sheet"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={fields.length + 1}
      >
        <thead>
          <tr>
            <th scope="col">{t('unit')}</th>
            {fields.map((each) => (
              <th key={each.key} scope="col" title={each.help ? text(each.help) : undefined}>
                {text(each.title)}
                {each.measure ? <span className="dim"> {each.measure}</span> : null}
                {each.required ? <span className="required"> *</span> : null}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 ? <Spacer height={above} span={fields.length + 1} /> : null}
          {shown.map((at) => {
            const row = rows[at];
            if (!row) return null;
            return (
              <Line
                key={row.unitId}
                at={at}
                row={row}
                form={form}
                language={language}
                units={units}
                active={at === place.row ? place.column : -1}
                draft={at === place.row ? draft : null}
                input={input}
                onGo={go}
                onDraft={setDraft}
                onKey={onKey}
                onPaste={onPaste}
                onLeave={commit}
              />
            );
          })}
          {below > 0 ? <Spacer height={below} span={fields.length + 1} /> : null}
        </tbody>
      </table>
    </div>
  );
}

interface LineProps {
  at: number;
  row: GridRow;
  form: GridForm;
  language: Language;
  units: readonly UnitName[];
  /** Column of the active cell; -1 where it is in another row. */
  active: number;
  draft: string | null;
  input: React.RefObject<HTMLInputElement | null>;
  onGo: (row: number, column: number) => void;
  onDraft: (draft: string | null) => void;
  onKey: (event: React.KeyboardEvent<HTMLInputElement>) => void;
  onPaste: (event: React.ClipboardEvent) => void;
  onLeave: () => void;
}

/** A row, rendered again only when it, or the active cell in it, changed. */
const Line = memo(
  function Line(props: LineProps) {
    const { at, row, form, language, units, active, draft, input, onGo, onDraft } = props;
    const { t } = useTranslation('grid');
    const kit = useKitText();
    const text = useText();
    const findings = findingsOf(form, row);
    return (
      <tr aria-rowindex={at + 2}>
        <th scope="row" title={row.lock ? t(`lock.${row.lock}`) : (row.failure?.message ?? row.unitCode)}>
          {row.unitName}
          {row.lock ? (
            <span className="dim"> · {t(`lock.${row.lock}`)}</span>
          ) : row.failure ? (
            <span className="sheet-failure"> · {row.failure.message}</span>
          ) : null}
        </th>
        {cellFields(form).map((field, column) => {
          const finding = findings[field.key];
          const state = cellState(row, field.key, finding);
          const value = printCell(field, valueIn(row, field.key), language, units);
          const message =
            finding && (typeof finding.message === 'string' ? finding.message : text(finding.message));
          const isNumber = field.type === 'integer' || field.type === 'decimal';
          const options =
            field.type === 'choice'
              ? (field.options ?? []).map((each) => text(each.title))
              : field.type === 'boolean'
                ? [kit('form.yes'), kit('form.no')]
                : null;
          return (
            <td
              key={field.key}
              className={`sheet-cell sheet-${state}${isNumber ? ' num' : ''}`}
              title={[t(`state.${state}`), message].filter(Boolean).join(': ')}
            >
              {active !== column ? (
                <button
                  type="button"
                  className="sheet-value"
                  tabIndex={-1}
                  onClick={() => {
                    props.onLeave();
                    onGo(at, column);
                  }}
                >
                  {value}
                </button>
              ) : draft === null ? (
                <span className="sheet-value">{value}</span>
              ) : null}
              {active === column ? (
                <>
                  <input
                    ref={input}
                    className={draft === null ? 'sheet-input' : 'sheet-input sheet-editing'}
                    aria-label={`${row.unitName} ${text(field.title)} ${value} ${t(`state.${state}`)}`}
                    aria-invalid={state === 'invalid' || undefined}
                    inputMode={isNumber ? 'decimal' : undefined}
                    autoComplete="off"
                    list={options ? `sheet-${field.key}` : undefined}
                    readOnly={row.lock !== null}
                    value={draft ?? ''}
                    onChange={(event) => onDraft(event.target.value)}
                    onKeyDown={props.onKey}
                    onPaste={props.onPaste}
                    onBlur={props.onLeave}
                    onDoubleClick={() => {
                      if (draft === null && !row.lock) onDraft(value);
                    }}
                    onCopy={(event) => {
                      if (draft !== null) return;
                      event.preventDefault();
                      event.clipboardData.setData('text/plain', value);
                    }}
                  />
                  {options ? (
                    <datalist id={`sheet-${field.key}`}>
                      {options.map((each) => (
                        <option key={each} value={each} />
                      ))}
                    </datalist>
                  ) : null}
                </>
              ) : null}
              <span className="visually-hidden">{t(`state.${state}`)}</span>
            </td>
          );
        })}
      </tr>
    );
  },
  (before, now) =>
    before.row === now.row &&
    before.form === now.form &&
    before.language === now.language &&
    before.units === now.units &&
    before.at === now.at &&
    // The active row always renders: its handlers know the sheet as it is.
    before.active === -1 &&
    now.active === -1,
);

function Spacer({ height, span }: { height: number; span: number }) {
  return (
    <tr className="spacer">
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}
