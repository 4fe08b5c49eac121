import { randomUUID } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Role, roleScope } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { insertMany } from '../bulk.js';
import type { Services } from '../services.js';
import { type AccountSeed, demoAccounts, reviewerOf, staffOf } from './accounts.js';
import { type UnitDirectory, unitOf } from './seed-organisation.js';

/** One entry of `demo-accounts.json`. */
export interface DemoAccount {
  username: string;
  password: string;
  role: Role;
  unitId: string;
  unitCode: string;
  areaId?: string;
}

export interface People {
  accounts: DemoAccount[];
  /** Ids by username, of everybody. */
  ids: ReadonlyMap<string, string>;
  /** Codes of the units whose reporter has a password. */
  staffed: ReadonlySet<string>;
}

/** Id of a person who must be there. */
export function personOf(people: People, username: string): string {
  const id = people.ids.get(username);
  if (!id) throw new Error(`the demo has no account ${username}`);
  return id;
}

/**
 * Everybody of the demo. Those whom somebody signs in as get a random password each; all others, who only stand
 * behind the reports of their units, one that nobody knows.
 */
export async function seedAccounts(
  services: Services,
  ctx: RequestContext,
  units: UnitDirectory,
): Promise<People> {
  const listed = demoAccounts((code) => unitOf(units, code).name);
  const ids = new Map<string, string>();
  const accounts: DemoAccount[] = [];
  for (const account of listed) {
    const unit = unitOf(units, account.unitCode);
    const { id, password } = await services.identity.createUser(ctx, {
      username: account.username,
      name: account.name,
      unitId: unit.id,
      mustChangePassword: false,
    });
    await services.identity.grant(ctx, id, {
      role: account.role,
      unitId: roleScope[account.role] === 'unit' ? unit.id : null,
      areaId: account.areaId ?? null,
    });
    ids.set(account.username, id);
    const { username, role, unitCode, areaId } = account;
    accounts.push({ username, password, role, unitId: unit.id, unitCode, ...(areaId ? { areaId } : {}) });
  }
  const staffed = new Set(listed.filter((each) => each.role === 'reporter').map((each) => each.unitCode));
  for (const [username, id] of await seedBystanders(services, ctx, units, ids)) ids.set(username, id);
  return { accounts, ids, staffed };
}

/** Reporters, heads and reviewers of the units that have none yet: active, and all with one forgotten password. */
async function seedBystanders(
  { identity }: Services,
  ctx: RequestContext,
  units: UnitDirectory,
  known: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const missing = [...units.values()]
    .filter((unit) => unit.kind === 'county' || unit.kind === 'station')
    .flatMap((unit): AccountSeed[] => [
      ...staffOf(unit.code, unit.name),
      ...(unit.kind === 'county' ? [reviewerOf(unit.code, unit.name)] : []),
    ])
    .filter((account) => !known.has(account.username))
    .map((account) => ({ ...account, id: randomUUID(), unitId: unitOf(units, account.unitCode).id }));
  const [first, ...others] = missing;
  if (!first) return new Map();
  await identity.createUser(ctx, { ...first, mustChangePassword: false });
  // Hashing two hundred passwords that nobody will use takes seconds.
  const [{ hash }] = await ctx.em.query(`select password_hash as hash from app_user where id = $1`, [
    first.id,
  ]);
  await insertMany(
    ctx,
    'app_user',
    {
      id: 'uuid',
      username: 'text',
      name: 'text',
      unit_id: 'uuid',
      password_hash: 'text',
      must_change_password: 'boolean',
      active: 'boolean',
      failed_logins: 'int',
      version: 'int',
    },
    others.map(({ id, username, name, unitId }) => ({
      id,
      username,
      name,
      unit_id: unitId,
      password_hash: hash,
      must_change_password: false,
      active: true,
      failed_logins: 0,
      version: 1,
    })),
  );
  await insertMany(
    ctx,
    'role_grant',
    { id: 'uuid', user_id: 'uuid', role: 'text', unit_id: 'uuid', granted_at: 'timestamptz' },
    missing.map(({ id, role, unitId }) => ({
      id: randomUUID(),
      user_id: id,
      role,
      unit_id: unitId,
      granted_at: ctx.at,
    })),
  );
  return new Map(missing.map(({ id, username }) => [username, id]));
}

export const accountsFile = 'demo-accounts.json';

/** Writes the passwords for the owner of the data directory alone. Called once, with the seeding that made them. */
export async function writeAccounts(dataDir: string, accounts: readonly DemoAccount[]): Promise<void> {
  const file = join(dataDir, accountsFile);
  await writeFile(`${file}.new`, `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
