import { usernameSchema } from '@duban/contract';
import { Contexts, Identity, inTransaction } from '@duban/core';
import { CommandError } from '../failures.js';
import type { CommandRun } from './command.js';

/** Adds a system admin with a random password that must be changed. Throws when the name is taken. */
export async function createAdmin({ options, house }: CommandRun): Promise<void> {
  const { data: username, error } = usernameSchema.safeParse(options.username);
  if (username === undefined) throw new CommandError(`--username: ${error.issues[0]?.message}`);
  const name = options.name ?? username;
  const { app } = await house();
  const identity = app.get(Identity, { strict: false });
  const password = await inTransaction(app.get(Contexts, { strict: false }).open(), async (ctx) => {
    const created = await identity.createUser(ctx, { username, name, unitId: null });
    await identity.grant(ctx, created.id, { role: 'system-admin' });
    return created.password;
  });
  console.log(
    `username: ${username}\npassword: ${password}\nTo be changed at the first login; it is stored nowhere else.`,
  );
}
