import type { ReportBulkResult, Sheet, SheetKey } from '@duban/contract';
import { api, asProblem, noAnswer, useSession } from '@duban/portal-kit';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { readKept, writeKept } from '../report/kept-drafts.js';
import { touchedByReport } from '../report/report-queries.js';
import {
  afterLoss,
  afterRefusal,
  afterSave,
  again,
  type CellWrite,
  commentKey,
  type GridForm,
  type GridRow,
  isUnsaved,
  itemsOf,
  rowsOf,
  settle,
  type Undo,
  undone,
  undoOf,
  write,
} from './grid-rows.js';
import { keptOf, keptRows, sheetPlace, withKept } from './kept-rows.js';

/** Milliseconds after the last key before what was written is sent, and before what was lost is sent again. */
const settled = 900;
const retry = 5000;

/**
 * The sheet as it is written: kept in this browser at every change, sent in bulk a moment after the last one, one
 * request at a time. `readAnew` reads the sheet again where somebody else was quicker.
 */
export function useGrid(
  key: SheetKey,
  form: GridForm,
  sheet: Sheet,
  readAnew: () => Promise<Sheet | undefined>,
) {
  const client = useQueryClient();
  const { user } = useSession();
  const place = sheetPlace(user.id, key);
  const [rows, setRows] = useState<GridRow[]>(() => withKept(form, rowsOf(sheet), readKept(place, keptRows)));
  const [restored, setRestored] = useState(() => isUnsaved(rows));
  const latest = useRef(rows);
  const [isSending, setSending] = useState(false);
  const running = useRef<Promise<void> | null>(null);
  const undo = useRef<Undo>([]);
  const change = useCallback(
    (next: (rows: GridRow[]) => GridRow[]) => {
      latest.current = next(latest.current);
      setRows(latest.current);
      writeKept(place, keptOf(latest.current));
      if (!isUnsaved(latest.current)) setRestored(false);
    },
    [place],
  );

  // What was kept and is on the server by now is kept no longer.
  useEffect(() => writeKept(place, keptOf(latest.current)), [place]);

  // What others changed meanwhile comes in under what is written here.
  const shown = useRef(sheet);
  const adopt = useCallback(
    (read: Sheet) => {
      if (shown.current === read) return;
      shown.current = read;
      change((before) => rowsOf(read, before));
    },
    [change],
  );
  useEffect(() => adopt(sheet), [sheet, adopt]);

  const sendOnce = useCallback(async () => {
    const items = itemsOf(form, latest.current);
    if (items.length === 0) return;
    setSending(true);
    try {
      const { results } = await api.post<ReportBulkResult>('/api/reports/bulk', { ...key, items });
      change((before) => afterSave(form, before, items, results));
      if (results.some(({ errors }) => errors.some((error) => error.path === ''))) {
        const read = await readAnew();
        if (read) adopt(read);
      }
      // Not the sheet itself, which is here already, nor what stands beside it, which rests on what was accepted.
      const others = ({ queryKey: [, what] }: { queryKey: QueryKey }) =>
        what !== 'sheet' && what !== 'context';
      await Promise.all(
        touchedByReport.map((queryKey) => client.invalidateQueries({ queryKey, predicate: others })),
      );
    } catch (error) {
      const problem = asProblem(error);
      change(
        (before) =>
          afterRefusal(before, items, problem.errors) ??
          afterLoss(
            before,
            items,
            problem.detail || problem.code,
            problem.status === noAnswer || problem.status >= 500,
          ),
      );
    } finally {
      setSending(false);
    }
  }, [form, key, change, client, readAnew, adopt]);
  const send = useCallback(() => {
    running.current ??= sendOnce().finally(() => {
      running.current = null;
    });
    return running.current;
  }, [sendOnce]);

  useEffect(() => {
    if (isSending || itemsOf(form, rows).length === 0) return undefined;
    const timer = setTimeout(() => void send(), settled);
    return () => clearTimeout(timer);
  }, [rows, isSending, form, send]);

  const isLost = rows.some((row) => row.failure?.code === 'lost');
  useEffect(() => {
    if (!isLost) return undefined;
    const timer = setInterval(() => change(again), retry);
    return () => clearInterval(timer);
  }, [isLost, change]);

  const isStuck = useMemo(() => isUnsaved(rows) && itemsOf(form, rows).length === 0, [form, rows]);

  return {
    rows,
    isSending,
    /** Whether what is not saved waits for the writer, or for the network. */
    isStuck,
    /** Whether what is shown came back from this browser's own keeping. */
    restored,
    isUnsaved: () => isUnsaved(latest.current),
    write: useCallback(
      (writes: CellWrite[]) => {
        // A comment is taken back by its own control, letter by letter.
        if (writes.some((each) => each.field !== commentKey)) undo.current = undoOf(latest.current, writes);
        change((before) => write(before, writes));
      },
      [change],
    ),
    /** Takes the last write back, a whole paste at once; false where there is none. */
    undo: useCallback(() => {
      const last = undo.current;
      undo.current = [];
      if (last.length === 0) return false;
      change((before) => undone(before, last));
      return true;
    }, [change]),
    settle: useCallback(
      (side: 'mine' | 'theirs', only?: { unitId: string; field: string }) =>
        change((before) => settle(before, side, only)),
      [change],
    ),
    /** Sends at once what can be sent, also what did not arrive before. */
    flush: useCallback(async () => {
      await running.current;
      change(again);
      // A sheet of 2,000 rows goes in four requests; more rounds would run after somebody else's writing.
      for (let round = 0; round < 4 && itemsOf(form, latest.current).length > 0; round++) await send();
    }, [change, send, form]),
  };
}
