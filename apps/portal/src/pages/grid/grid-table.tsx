import type { FieldValue } from '@duban/contract';
import { useLanguage, useRowsInSight, useText } from '@duban/portal-kit';
import {
  type RefObject,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { parseBlock, printCell, readCell, type UnitName } from './cells.js';
import { GridLine } from './grid-line.js';
import { type CellWrite, cellFields, type GridForm, type GridRow, valueIn } from './grid-rows.js';
import { type Pasted, type Place, paste } from './paste.js';

const rowHeight = 34;

export interface GridHandle {
  /** Puts the focus on a cell. */
  go: (row: number, column: number) => void;
}

interface Props {
  label: string;
  form: GridForm;
  rows: readonly GridRow[];
  units: readonly UnitName[];
  /** The cell that has, or takes, the focus. */
  place: Place;
  handle: RefObject<GridHandle | null>;
  /** Id of what tells more of that cell. */
  describedBy: string;
  onPlace: (place: Place) => void;
  onWrite: (writes: CellWrite[]) => void;
  onPasted: (pasted: Pasted) => void;
  onUndo: () => void;
  /** Goes to what tells more of the cell. */
  onInspect: () => void;
}

/**
 * Units × fields. The cell that has the focus holds an input, so that an input method can begin to compose in it;
 * while it composes, no key means anything to the sheet.
 */
export function GridTable(props: Props) {
  const { label, form, rows, units, place, handle, describedBy, onPlace, onWrite } = props;
  const { t } = useTranslation('grid');
  const text = useText();
  const language = useLanguage();
  const fields = useMemo(() => cellFields(form), [form]);
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
      onPlace(next);
      scrollTo(next.row);
    },
    [rows.length, fields.length, scrollTo, onPlace],
  );
  useImperativeHandle(handle, () => ({ go }), [go]);
  useEffect(() => {
    if (!take.current) return;
    input.current?.focus({ preventScroll: false });
    take.current = false;
  });

  const field = fields[place.column];
  const current = rows[place.row];
  // What is being written is for that unit alone, also where another takes its place.
  const unitId = current?.unitId;
  const draftOf = useRef(unitId);
  useEffect(() => {
    if (draftOf.current !== unitId) setDraft(null);
    draftOf.current = unitId;
  }, [unitId]);
  const commit = () => {
    if (draft === null || !field) return;
    onWrite([{ row: place.row, field: field.key, value: readCell(field, draft, units) }]);
    setDraft(null);
  };
  // Of a closed tab nothing is told: the cell that was being written has to be kept before.
  const commitLast = useRef(commit);
  commitLast.current = commit;
  useEffect(() => {
    const leave = () => commitLast.current();
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, []);
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
      case 'F6':
        event.preventDefault();
        commit();
        return props.onInspect();
      case 'Escape':
        event.preventDefault();
        return setDraft(null);
      case 'Delete':
      case 'Backspace':
        if (editing || !field) return undefined;
        event.preventDefault();
        return onWrite([{ row, field: field.key, value: null }]);
      case 'z':
      case 'Z':
        if (editing || event.shiftKey || !(event.ctrlKey || event.metaKey)) return undefined;
        event.preventDefault();
        return props.onUndo();
      default:
        return undefined;
    }
  };

  const onPaste = (event: React.ClipboardEvent) => {
    const given = event.clipboardData.getData('text/plain');
    if (draft !== null && !/[\t\n]/.test(given)) return;
    event.preventDefault();
    setDraft(null);
    props.onPasted(paste(parseBlock(given), place, { rows, fields, units }));
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
              <GridLine
                key={row.unitId}
                at={at}
                row={row}
                form={form}
                language={language}
                units={units}
                active={at === place.row ? place.column : -1}
                draft={at === place.row ? draft : null}
                input={input}
                describedBy={describedBy}
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

function Spacer({ height, span }: { height: number; span: number }) {
  return (
    <tr className="spacer">
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}
