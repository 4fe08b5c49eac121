import { asProblem, useChange } from '@duban/portal-kit';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ConflictDialog } from '../../parts/conflict-dialog.js';
import { touchedByMeeting } from './meeting-queries.js';

interface Conflict<F> {
  mine: F;
  base: F;
  theirs: F;
  settle: (chosen: F) => void;
}

/**
 * What one person writes over something that others may change meanwhile: a newer version takes no words away, and one
 * that was saved in between (412) is shown beside the own one.
 */
export function useHeldEdit<V extends { version: number }, F extends object>({
  view,
  queryKey,
  load,
  put,
  valuesOf,
}: {
  view: V;
  queryKey: QueryKey;
  load: () => Promise<V>;
  put: (values: F, version: number) => Promise<V>;
  valuesOf: (view: V) => F;
}) {
  const client = useQueryClient();
  const [held, setHeld] = useState<{ values: F; base: V } | null>(null);
  const [theirs, setTheirs] = useState<V | null>(null);
  const save = useChange<{ values: F; version: number }, V>(
    (given) => put(given.values, given.version),
    [...touchedByMeeting],
  );
  const readTheirs = async () => {
    const now = await load();
    client.setQueryData(queryKey, now);
    setTheirs(now);
  };
  const send = (values: F, version: number) =>
    save.mutate(
      { values, version },
      {
        onSuccess: (saved) => {
          client.setQueryData(queryKey, saved);
          setHeld(null);
        },
        onError: (error) => {
          if (asProblem(error).status === 412) void readTheirs();
        },
      },
    );
  const values = held?.values ?? valuesOf(view);
  const conflict: Conflict<F> | null =
    theirs && held
      ? {
          mine: held.values,
          base: valuesOf(held.base),
          theirs: valuesOf(theirs),
          settle: (chosen) => {
            setTheirs(null);
            setHeld({ values: chosen, base: theirs });
            send(chosen, theirs.version);
          },
        }
      : null;
  return {
    values,
    isHeld: held !== null,
    set: (change: Partial<F>) =>
      setHeld((before) => ({
        values: { ...(before?.values ?? valuesOf(view)), ...change },
        base: before?.base ?? view,
      })),
    save: () => send(values, held?.base.version ?? view.version),
    isSaving: save.isPending,
    error: conflict ? null : save.error,
    readTheirs: () => void readTheirs(),
    conflict,
  };
}

/** Both versions of the parts that are named; of any other, whoever changed it has it so. */
export function HeldConflict<F extends object>({
  conflict: { mine, base, theirs, settle },
  title,
  parts,
}: {
  conflict: Conflict<F>;
  title: string;
  parts: readonly { key: keyof F & string; title: string; print: (values: F) => ReactNode }[];
}) {
  const isSame = (key: keyof F, one: F, other: F) => JSON.stringify(one[key]) === JSON.stringify(other[key]);
  const rows = parts
    .filter(({ key }) => !isSame(key, mine, theirs))
    .map(({ key, title: name, print }) => ({
      key,
      title: name,
      mine: print(mine),
      theirs: print(theirs),
      untouched: isSame(key, mine, base),
    }));
  return (
    <ConflictDialog
      title={title}
      rows={rows}
      onSettle={(sideOf) => {
        const isMine = (key: keyof F & string) =>
          rows.some((row) => row.key === key) ? sideOf(key) === 'mine' : !isSame(key, mine, base);
        const own = (Object.keys(mine) as (keyof F & string)[]).filter(isMine);
        settle({ ...theirs, ...Object.fromEntries(own.map((key) => [key, mine[key]])) });
      }}
    />
  );
}
