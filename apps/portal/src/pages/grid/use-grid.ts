import type { ReportBulkResult, Sheet, SheetKey } from '@duban/contract';
import { api, asProblem } from '@duban/portal-kit';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { touchedByReport } from '../report/report-queries.js';
import {
  afterLoss,
  afterSave,
  again,
  type CellWrite,
  type GridForm,
  type GridRow,
  isUnsaved,
  itemsOf,
  rowsOf,
  write,
} from './grid-rows.js';

/** Milliseconds after the last key before what was written is sent. */
const settle = 900;

/** The sheet as it is written: sent in bulk a moment after the last change, one request at a time. */
export function useGrid(key: SheetKey, form: GridForm, sheet: Sheet) {
  const client = useQueryClient();
  const [rows, setRows] = useState<GridRow[]>(() => rowsOf(sheet));
  const latest = useRef(rows);
  latest.current = rows;
  const [isSending, setSending] = useState(false);
  const busy = useRef(false);
  const change = useCallback((next: (rows: GridRow[]) => GridRow[]) => {
    latest.current = next(latest.current);
    setRows(latest.current);
  }, []);

  // What others changed meanwhile comes in under what is written here.
  const shown = useRef(sheet);
  useEffect(() => {
    if (shown.current === sheet) return;
    shown.current = sheet;
    change((before) => rowsOf(sheet, before));
  }, [sheet, change]);

  const send = useCallback(async () => {
    const items = itemsOf(form, latest.current);
    if (busy.current || items.length === 0) return;
    busy.current = true;
    setSending(true);
    try {
      const { results } = await api.post<ReportBulkResult>('/api/reports/bulk', { ...key, items });
      change((before) => afterSave(form, before, items, results));
      // Not the sheet itself: it is here already, and reading it anew is for the writer to ask.
      const others = (query: { queryKey: QueryKey }) => query.queryKey[1] !== 'sheet';
      await Promise.all(
        touchedByReport.map((queryKey) => client.invalidateQueries({ queryKey, predicate: others })),
      );
    } catch (error) {
      const problem = asProblem(error);
      change((before) => afterLoss(before, items, problem.detail || problem.code));
    } finally {
      busy.current = false;
      setSending(false);
    }
  }, [form, key, change, client]);

  useEffect(() => {
    if (isSending || itemsOf(form, rows).length === 0) return undefined;
    const timer = setTimeout(() => void send(), settle);
    return () => clearTimeout(timer);
  }, [rows, isSending, form, send]);

  return {
    rows,
    isSending,
    isUnsaved: () => isUnsaved(latest.current),
    write: useCallback((writes: CellWrite[]) => change((before) => write(before, writes)), [change]),
    /** Sends at once what can be sent, also what did not arrive before. */
    flush: useCallback(async () => {
      change(again);
      await send();
    }, [change, send]),
  };
}
