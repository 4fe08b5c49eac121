import type { Language } from '@duban/contract';
import { useKitText, useText } from '@duban/portal-kit';
import { memo, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { printCell, type UnitName } from './cells.js';
import {
  cellFields,
  cellState,
  findingsOf,
  type GridForm,
  type GridRow,
  needsComment,
  valueIn,
} from './grid-rows.js';
import { useFindingText } from './use-finding-text.js';

interface LineProps {
  at: number;
  row: GridRow;
  form: GridForm;
  language: Language;
  units: readonly UnitName[];
  /** Column of the active cell; -1 where it is in another row. */
  active: number;
  draft: string | null;
  input: RefObject<HTMLInputElement | null>;
  /** Id of what tells more of the active cell. */
  describedBy: string;
  onGo: (row: number, column: number) => void;
  onDraft: (draft: string | null) => void;
  onKey: (event: React.KeyboardEvent<HTMLInputElement>) => void;
  onPaste: (event: React.ClipboardEvent) => void;
  onLeave: () => void;
}

/** A row, rendered again only when it, or the active cell in it, changed. */
export const GridLine = memo(
  function GridLine(props: LineProps) {
    const { at, row, form, language, units, active, draft, input, onGo, onDraft } = props;
    const { t } = useTranslation('grid');
    const kit = useKitText();
    const text = useText();
    const say = useFindingText();
    const findings = findingsOf(form, row);
    const failure = row.failure && (row.failure.code === 'lost' ? t('lost') : row.failure.message);
    return (
      <tr aria-rowindex={at + 2}>
        <th scope="row" title={row.lock ? t(`lock.${row.lock}`) : (failure ?? row.unitCode)}>
          {row.unitName}
          {row.lock ? (
            <span className="dim"> · {t(`lock.${row.lock}`)}</span>
          ) : failure ? (
            <span className="sheet-failure"> · {failure}</span>
          ) : needsComment(form, row) ? (
            <span className="sheet-failure"> · {t('comment.short')}</span>
          ) : null}
        </th>
        {cellFields(form).map((field, column) => {
          const finding = findings[field.key];
          const state = cellState(row, field.key, finding);
          const stateWord = <span className="visually-hidden">{t(`state.${state}`)}</span>;
          const value = printCell(field, valueIn(row, field.key), language, units);
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
              title={[
                t(`state.${state}`),
                state === 'conflict'
                  ? t('conflict.theirs', {
                      value: printCell(field, row.saved[field.key], language, units) || t('conflict.empty'),
                    })
                  : finding && say(finding),
              ]
                .filter(Boolean)
                .join(': ')}
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
                  {stateWord}
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
                    aria-describedby={props.describedBy}
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
                  {stateWord}
                </>
              ) : null}
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
