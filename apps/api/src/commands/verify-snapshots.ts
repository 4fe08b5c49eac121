import { Contexts, Snapshots } from '@duban/core';
import { CommandError } from '../failures.js';
import type { CommandRun } from './command.js';

/** Compares the bytes of every snapshot with its hash. Throws where one was altered. */
export async function verifySnapshots({ tell, house }: CommandRun): Promise<void> {
  const { app } = await house();
  const ctx = app.get(Contexts, { strict: false }).open();
  const { checked, altered } = await app.get(Snapshots, { strict: false }).verify(ctx);
  for (const { meetingId, sequence } of altered)
    tell(`Snapshot ${sequence} of the meeting ${meetingId} does not match its hash`);
  if (altered.length > 0)
    throw new CommandError(
      `${altered.length} of ${checked} snapshots were altered after they were frozen; restore their rows from a backup`,
    );
  tell(`All ${checked} snapshots match their hashes`);
}
