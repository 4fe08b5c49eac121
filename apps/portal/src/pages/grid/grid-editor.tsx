import { type Form, isNumeric, type Sheet, type SheetKey } from '@duban/contract';
import {
  queries,
  Section,
  saveFile,
  toCsv,
  useCan,
  useGo,
  useLanguage,
  useText,
  withQuery,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useCallback, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { FormMetrics } from '../../parts/form-metrics.js';
import { printCell } from './cells.js';
import { GridInspector } from './grid-inspector.js';
import {
  cellFields,
  cellState,
  conflictsIn,
  findingsOf,
  type GridCellState,
  type GridForm,
  valueIn,
} from './grid-rows.js';
import { type GridHandle, GridTable } from './grid-table.js';
import type { Pasted, Place } from './paste.js';
import { SubmitDialog } from './submit-dialog.js';
import { useGrid } from './use-grid.js';

const states: readonly GridCellState[] = [
  'saved',
  'pending',
  'failed',
  'invalid',
  'warned',
  'conflict',
  'locked',
];

interface Props {
  sheetKey: SheetKey;
  sheet: Sheet;
  readAnew: () => Promise<Sheet | undefined>;
}

/** A sheet being filled in. It saves itself; what it cannot save is kept in this browser. */
export function GridEditor({ sheetKey, sheet, readAnew }: Props) {
  const { t } = useTranslation('grid');
  const text = useText();
  const language = useLanguage();
  const can = useCan();
  const go = useGo();
  const units = useQuery({ ...queries.units(), enabled: can('unit.read') });
  // The same form comes with every reading of the sheet: what is compiled from it is kept.
  const [form] = useState(() => sheet.form as unknown as GridForm & Form);
  const fields = useMemo(() => cellFields(form), [form]);
  const grid = useGrid(sheetKey, form, sheet, readAnew);
  // By its unit: another row may come in above it.
  const [cell, setCell] = useState({ unitId: grid.rows[0]?.unitId, column: 0 });
  const place: Place = {
    row: Math.max(
      0,
      grid.rows.findIndex((each) => each.unitId === cell.unitId),
    ),
    column: cell.column,
  };
  const setPlace = useCallback(
    (next: Place) => setCell({ unitId: grid.rows[next.row]?.unitId, column: next.column }),
    [grid.rows],
  );
  /** What the last paste could not write; null once something else was written. */
  const [pasted, setPasted] = useState<(Omit<Pasted, 'writes'> & { count: number }) | null>(null);
  const [submitting, setSubmitting] = useState(false);
  const table = useRef<GridHandle>(null);
  const inspector = useRef<HTMLElement>(null);
  const facts = useId();
  useBlocker({
    enableBeforeUnload: grid.isUnsaved,
    shouldBlockFn: async () => {
      await grid.flush();
      return grid.isUnsaved() && !window.confirm(t('leave'));
    },
  });
  const counts = useMemo(() => {
    const all = new Map<GridCellState, number>();
    for (const row of grid.rows) {
      const findings = findingsOf(form, row);
      for (const field of fields) {
        const state = cellState(row, field.key, findings[field.key]);
        all.set(state, (all.get(state) ?? 0) + 1);
      }
    }
    return all;
  }, [grid.rows, form, fields]);
  const inQuestion = useMemo(
    () =>
      grid.rows.flatMap((row, at) =>
        conflictsIn(row).map((key) => ({
          row: at,
          column: Math.max(
            0,
            fields.findIndex((field) => field.key === key),
          ),
        })),
      ),
    [grid.rows, fields],
  );
  const back = () => table.current?.go(place.row, place.column);
  const toNext = () => {
    const after = inQuestion.find(
      ({ row, column }) => row > place.row || (row === place.row && column > place.column),
    );
    const next = after ?? inQuestion[0];
    if (next) table.current?.go(next.row, next.column);
  };
  const settleAll = (side: 'mine' | 'theirs') => {
    grid.settle(side);
    back();
  };
  const undo = () => {
    if (!grid.undo()) return;
    setPasted(null);
    back();
  };
  /** The sheet as it stands on the screen, what is not saved included; numbers stay numbers. */
  const onScreen = () => [
    [t('unit'), ...fields.map((field) => [text(field.title), field.measure].filter(Boolean).join(' '))],
    ...grid.rows.map((row) => [
      row.unitName,
      ...fields.map((field) => {
        const value = valueIn(row, field.key);
        return isNumeric(field) && typeof value === 'number'
          ? value
          : printCell(field, value, language, units.data?.items ?? noUnits);
      }),
    ]),
  ];
  const overtaken = grid.rows.some((row) => row.failure && row.failure.code !== 'lost');
  const writable = grid.rows.some((row) => row.lock === null);
  const row = grid.rows[place.row] ?? grid.rows[0];
  const field = fields[place.column] ?? fields[0];
  return (
    <Section
      title={text(form.title)}
      note={
        <span role="status" data-testid="sheet-state">
          {grid.isSending ? t('sending') : grid.isStuck ? t('kept') : t('rows', { count: grid.rows.length })}
        </span>
      }
      extra={
        <>
          {overtaken ? <Button onClick={() => void readAnew()}>{t('reload')}</Button> : null}
          <Button onClick={() => saveFile(`${text(form.title)} ${sheetKey.period}.csv`, toCsv(onScreen()))}>
            {t('export')}
          </Button>
          {writable ? (
            <>
              <Button href={withQuery('/api/exports/template.xlsx', { ...sheetKey })} download>
                {t('template')}
              </Button>
              <Button onClick={() => go(addresses.imports)}>{t('import')}</Button>
              <Button loading={grid.isSending} onClick={() => void grid.flush()}>
                {t('save')}
              </Button>
              {can('report.submit') ? (
                <Button
                  type="primary"
                  disabled={submitting}
                  onClick={() => void grid.flush().then(() => setSubmitting(true))}
                >
                  {t('submit.all')}
                </Button>
              ) : null}
            </>
          ) : null}
        </>
      }
    >
      {grid.restored ? <Alert type="info" showIcon closable title={t('restored')} /> : null}
      <ul className="legend">
        {states.map((state) => (
          <li key={state}>
            <span aria-hidden="true" className={`sheet-sample sheet-${state}`} /> {t(`state.${state}`)}{' '}
            <span className="figure">{counts.get(state) ?? 0}</span>
          </li>
        ))}
        <li>{t('keys')}</li>
      </ul>
      <GridTable
        label={`${text(form.title)} ${sheetKey.period}`}
        form={form}
        rows={grid.rows}
        units={units.data?.items ?? noUnits}
        place={place}
        handle={table}
        describedBy={facts}
        onPlace={setPlace}
        onWrite={(writes) => {
          setPasted(null);
          grid.write(writes);
        }}
        onPasted={({ writes, ...left }) => {
          grid.write(writes);
          setPasted({ ...left, count: writes.length });
        }}
        onUndo={undo}
        onInspect={() =>
          (inspector.current?.querySelector<HTMLElement>(controls) ?? inspector.current)?.focus()
        }
      />
      {row && field ? (
        <GridInspector
          id={facts}
          box={inspector}
          sheetKey={sheetKey}
          form={form}
          row={row}
          field={field}
          units={units.data?.items ?? noUnits}
          onWrite={(key, value) => grid.write([{ row: place.row, field: key, value }])}
          onSettle={(side, key) => {
            grid.settle(side, { unitId: row.unitId, field: key });
            back();
          }}
          onBack={back}
        >
          {inQuestion.length > 0 ? (
            <div className="sheet-notice">
              <span role="status">{t('conflict.count', { count: inQuestion.length })}</span>
              <Button size="small" onClick={toNext}>
                {t('conflict.next')}
              </Button>
              <Button size="small" onClick={() => settleAll('mine')}>
                {t('conflict.allMine')}
              </Button>
              <Button size="small" onClick={() => settleAll('theirs')}>
                {t('conflict.allTheirs')}
              </Button>
            </div>
          ) : null}
          {pasted ? (
            <div className="sheet-notice">
              <span role="status">
                {t('pasted.done', { count: pasted.count })}
                {pasted.beyond > 0 ? t('pasted.beyond', { count: pasted.beyond }) : null}
                {pasted.locked > 0 ? t('pasted.locked', { count: pasted.locked }) : null}
              </span>
              <Button size="small" onClick={undo} aria-keyshortcuts="Control+Z">
                {t('pasted.undo')}
              </Button>
            </div>
          ) : null}
        </GridInspector>
      ) : null}
      <FormMetrics areaId={sheetKey.areaId} formKey={sheetKey.formKey} />
      {submitting ? <SubmitDialog form={form} rows={grid.rows} onClose={() => setSubmitting(false)} /> : null}
    </Section>
  );
}

const noUnits: readonly never[] = [];
const controls = 'button, textarea';
