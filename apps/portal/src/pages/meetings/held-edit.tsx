import { asProblem, useChange, useSession } from '@duban/portal-kit';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ConflictDialog } from '../../parts/conflict-dialog.js';
import { keptValue, readKept, writeKept } from '../report/kept-drafts.js';
import { touchedByMeeting } from './meeting-queries.js';

interface Conflict<F> {
  mine: F;
  base: F;
  theirs: F;
  settle: (chosen: F) => void;
}

/** Words that are not saved, and what they were written over. */
interface Held<F> {
  values: F;
  base: F;
  version: number;
}
const written = z.record(z.string(), keptValue);
const keptHeld = z.object({ values: written, base: written, version: z.int() });

/** What this browser keeps at a place, over the form as it is today. */
function readHeld<F extends object>(place: string, now: F): Held<F> | null {
  const kept = readKept(place, keptHeld);
  return kept && { ...kept, values: { ...now, ...kept.values }, base: { ...now, ...kept.base } };
}

/**
 * What one person writes over something that others may change meanwhile: a newer version takes no words away, one
 * that was saved in between (412) is shown beside the own one, and what is not saved stays in this browser where
 * there is a place for it.
 */
export function useHeldEdit<V extends { version: number }, F extends object>({
  what,
  view,
  queryKey,
  load,
  put,
  valuesOf,
}: {
  /** Of what, in which meeting: the place where this browser keeps it. Without one it lasts as long as the form. */
  what?: { name: string; meetingId: string };
  view: V;
  queryKey: QueryKey;
  load: () => Promise<V>;
  put: (values: F, version: number) => Promise<V>;
  valuesOf: (view: V) => F;
}) {
  const client = useQueryClient();
  const { user } = useSession();
  const place = what ? `duban.${what.name} ${user.id} ${what.meetingId}` : null;
  const [held, setHeld] = useState(() => (place ? readHeld(place, valuesOf(view)) : null));
  const hold = (next: Held<F> | null) => {
    setHeld(next);
    if (place) writeKept(place, next);
  };
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
          hold(null);
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
          base: held.base,
          theirs: valuesOf(theirs),
          settle: (chosen) => {
            setTheirs(null);
            hold({ values: chosen, base: valuesOf(theirs), version: theirs.version });
            send(chosen, theirs.version);
          },
        }
      : null;
  return {
    values,
    isHeld: held !== null,
    set: (change: Partial<F>) =>
      hold({
        values: { ...values, ...change },
        base: held?.base ?? valuesOf(view),
        version: held?.version ?? view.version,
      }),
    discard: () => hold(null),
    save: () => send(values, held?.version ?? view.version),
    isSaving: save.isPending,
    error: conflict ? null : save.error,
    readTheirs: () => void readTheirs(),
    conflict,
  };
}

/** Says that words are kept and not saved, where there are some. */
export function HeldNote({ isHeld, onDiscard }: { isHeld: boolean; onDiscard: () => void }) {
  const { t } = useTranslation('meetings');
  if (!isHeld) return null;
  return (
    <span className="held-note">
      <span className="dim" role="status">
        {t('held')}
      </span>
      <Button size="small" onClick={onDiscard}>
        {t('material.discard')}
      </Button>
    </span>
  );
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
