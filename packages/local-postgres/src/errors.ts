/** What went wrong with the embedded database: the thing, why, and the fix, in one sentence each. */
export class LocalPostgresError extends Error {
  constructor(what: string, why: string, fix: string, options?: { cause?: unknown }) {
    super(`${what}: ${why}. ${fix}.`, options);
    this.name = 'LocalPostgresError';
  }
}

const OTHER_DATABASE = 'or set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL of your own';

const FULL_DISK = {
  why: 'the disk is full',
  fix: 'Free some space (the database needs about 300 MB to begin with) and start again; no data is lost',
};

/** Fixes for the errors of the file system and of process creation, by Node's error code. */
const BY_CODE: Record<string, { why: string; fix: string }> = {
  ENOSPC: FULL_DISK,
  EDQUOT: { why: 'the disk quota is used up', fix: 'Free some space or raise the quota, and start again' },
  EACCES: {
    why: 'this user may not write there',
    fix: 'Give this user the directory (chown), or set DUBAN_DATA_DIR to a directory that it may write to',
  },
  EPERM: {
    why: 'the operating system does not permit it to this user',
    fix: `Run as an ordinary user, set DUBAN_DATA_DIR to a directory of that user, ${OTHER_DATABASE}`,
  },
  EROFS: {
    why: 'the file system is read-only',
    fix: `Set DUBAN_DATA_DIR to a writable directory (as root, /var/lib must be writable too), ${OTHER_DATABASE}`,
  },
  ENOTDIR: { why: 'a part of the path is a file', fix: 'Set DUBAN_DATA_DIR to a directory' },
  EEXIST: { why: 'a file stands where a directory should be', fix: 'Set DUBAN_DATA_DIR to a directory' },
};

interface SystemError extends NodeJS.ErrnoException {
  /** Where a copy was to go. */
  dest?: string;
}

/** Runs a step of the set-up; an operating-system error in it becomes one that names `what` and the fix. */
export async function explained<T>(what: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof LocalPostgresError) throw error;
    const { code = '', path: source, dest: path = source, message } = error as SystemError;
    const known = BY_CODE[code];
    if (!known) throw error;
    const where = path ? `${known.why} (${path})` : `${known.why} (${message})`;
    throw new LocalPostgresError(what, where, known.fix, { cause: error });
  }
}

/**
 * The error for a PostgreSQL program that ended by itself.
 * @param output what it wrote, its last lines are shown
 * @param logFile where the whole output is, if anywhere
 */
export function programError(what: string, output: string, logFile?: string): LocalPostgresError {
  if (/No space left on device/.test(output)) {
    return new LocalPostgresError(what, FULL_DISK.why, FULL_DISK.fix);
  }
  if (/database files are incompatible with server/.test(output)) {
    return new LocalPostgresError(
      what,
      'the data was written by another major version of PostgreSQL',
      'Restore a backup into an empty DUBAN_DATA_DIR, or go back to the Duban version that wrote it',
    );
  }
  const tail = output.trim().split('\n').slice(-8).join('\n  ');
  return new LocalPostgresError(
    what,
    tail ? `it ended with\n  ${tail}\n` : 'it ended without a word',
    `${logFile ? `Its log is ${logFile}; mend what it names` : 'Mend what it names'}, ${OTHER_DATABASE}`,
  );
}
