import { LocalPostgresError } from '@duban/local-postgres';
import { Problem } from '@duban/server-kit';
import { SettingsError } from './settings.js';

/** A command that cannot do what it was asked; its message says why, and the fix. */
export class CommandError extends Error {
  override name = 'CommandError';
}

interface SystemError {
  code?: string;
  port?: number;
  address?: string;
  driverError?: SystemError;
  errors?: SystemError[];
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ECONNRESET',
]);
const full = new Set(['ENOSPC', 'EDQUOT', '53100']);

/** What a failed start says to the person before the screen: the thing, why, and the fix. Never a URL with a password. */
export function explain(error: unknown): string {
  if (error instanceof SettingsError || error instanceof LocalPostgresError || error instanceof CommandError)
    return error.message;
  if (error instanceof Problem) return `${error.detail.en} (${error.code})`;
  const { code = '', address, port } = systemErrorOf(error);
  const where = address && port ? ` (${address}:${port})` : '';
  if (code === 'EADDRINUSE')
    return `The port is in use by another program${where}. Stop that program, or set PORT to a free port.`;
  if (code === 'EADDRNOTAVAIL') return `This machine has no such address${where}. Correct HOST.`;
  if (code === 'EACCES' && port) return `This user may not listen there${where}. Set PORT to 1024 or more.`;
  if (full.has(code)) return 'The disk is full. Free some space and start again; no data is lost.';
  if (unreachable.has(code))
    return `The database cannot be reached${where}: ${code}. Start it, or correct DATABASE_URL and DATABASE_OWNER_URL.`;
  if (code.startsWith('28'))
    return 'The database refuses the login. Correct user and password in DATABASE_URL and DATABASE_OWNER_URL.';
  if (code === '3D000')
    return 'The server is there, but not that database. Create it, or correct DATABASE_URL and DATABASE_OWNER_URL.';
  if (code === '57P03') return 'The database is still starting. Start again shortly.';
  if (code === '42501')
    return 'DATABASE_OWNER_URL is not the owner of the schema. Let it be the role that created it, or grant it ownership.';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function systemErrorOf(error: unknown): SystemError {
  const given = (error ?? {}) as SystemError;
  return given.driverError ?? given.errors?.[0] ?? given;
}
