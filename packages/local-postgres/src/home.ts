import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { LocalPostgresError } from './errors.js';

/** `nobody`: PostgreSQL refuses to run as root, and refuses a uid that has no passwd entry. */
const UNPRIVILEGED = 65534;

/** Where the database of one data directory lives, and as whom it runs. */
export interface Home {
  dataDir: string;
  /** Holds the binaries and the cluster: inside the data directory, or under /var/lib for root. */
  dir: string;
  cluster: string;
  native: string;
  log: string;
  /** Password of the superuser `postgres`. */
  password: string;
  /** Whether the cluster has been made completely, now or earlier. */
  initialised: boolean;
  /** The user that PostgreSQL runs as; null is this process's own. */
  runAs: { uid: number; gid: number } | null;
}

/** What `postgres.json` in the data directory says. `home` is relative when it lies inside. */
interface Pointer {
  home: string;
  password: string;
  initialised: boolean;
}

const isRoot = () => process.getuid?.() === 0;

function pointerFile(dataDir: string): string {
  return join(dataDir, 'postgres.json');
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function readPointer(dataDir: string): Promise<Pointer | null> {
  const file = pointerFile(dataDir);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return JSON.parse(text) as Pointer;
  } catch {
    throw new LocalPostgresError(
      `The file ${file}, which says where the database is and holds its password,`,
      'is not readable as JSON',
      `Restore it, or restore a backup into an empty data directory`,
    );
  }
}

/** Writes the pointer so that a crash leaves the old or the new one, never half of one. */
async function writePointer(home: Home): Promise<void> {
  const inside = !relative(home.dataDir, home.dir).startsWith('..');
  const pointer: Pointer = {
    home: inside ? relative(home.dataDir, home.dir) : home.dir,
    password: home.password,
    initialised: home.initialised,
  };
  const file = pointerFile(home.dataDir);
  await writeFile(`${file}.new`, `${JSON.stringify(pointer, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}

/** Notes that the cluster is complete: from now on, its absence is a loss and not a first start. */
export async function markInitialised(home: Home): Promise<void> {
  home.initialised = true;
  await writePointer(home);
}

/** The home that this data directory already has, or null. Creates and changes nothing. */
export async function findHome(givenDataDir: string): Promise<Home | null> {
  const dataDir = await realpath(givenDataDir).catch(() => resolve(givenDataDir));
  const pointer = await readPointer(dataDir);
  if (!pointer) return null;
  const dir = resolve(dataDir, pointer.home);
  return describeHome(dataDir, dir, pointer);
}

async function describeHome(dataDir: string, dir: string, pointer: Omit<Pointer, 'home'>): Promise<Home> {
  const cluster = join(dir, 'cluster');
  // A cluster that an ordinary user made keeps its owner when root starts it.
  const owner = isRoot() ? (await stat(cluster).catch(() => null))?.uid : undefined;
  const uid = owner || UNPRIVILEGED;
  return {
    dataDir,
    dir,
    cluster,
    native: join(dir, 'native'),
    log: join(dataDir, 'postgres.log'),
    password: pointer.password,
    initialised: pointer.initialised,
    runAs: isRoot() ? { uid, gid: uid } : null,
  };
}

/** Makes the data directory (0700) where it is missing; returns its real path. */
export async function makeDataDir(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  return realpath(dataDir);
}

/**
 * The home of this data directory, made when there is none yet.
 *
 * As root neither binaries nor cluster can lie in the data directory: PostgreSQL runs as `nobody`, which
 * cannot pass a 0700 folder such as root's home. They go under /var/lib, and the data directory points there.
 * @param dataDir a real path, taken by this process
 */
export async function openHome(dataDir: string, log: (line: string) => void): Promise<Home> {
  const found = await findHome(dataDir);
  if (found) {
    if (found.initialised && !(await exists(join(found.cluster, 'PG_VERSION')))) {
      throw new LocalPostgresError(
        `The database of ${dataDir}`,
        `its files are not at ${found.dir} any more`,
        `Put them back, or restore a backup into an empty data directory; to begin with an empty database, delete ${pointerFile(dataDir)}`,
      );
    }
    await prepareDir(found, log);
    return found;
  }
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const dir = isRoot() ? join('/var/lib', `duban-${hash}`) : join(dataDir, 'postgres');
  if (await exists(join(dir, 'cluster', 'PG_VERSION'))) await keepStranded(dir, log);
  const password = randomBytes(24).toString('base64url');
  const home = await describeHome(dataDir, dir, { password, initialised: false });
  await prepareDir(home, log);
  await writePointer(home);
  return home;
}

/** Makes the home's folder, and sees to it that no other data directory counts on it. */
async function prepareDir(home: Home, log: (line: string) => void): Promise<void> {
  const outside = relative(home.dataDir, home.dir).startsWith('..');
  await mkdir(home.dir, { recursive: true });
  await chmod(home.dir, outside ? 0o711 : 0o700);
  if (!outside) return;
  const note = join(home.dir, 'data-dir');
  const other = (await readFile(note, 'utf8').catch(() => '')).trim();
  if (other === home.dataDir) return;
  if (other && (await findHome(other).catch(() => null))?.dir === home.dir) {
    throw new LocalPostgresError(
      `The database of ${home.dataDir}`,
      `this directory is a copy of ${other}, and both point at the one database in ${home.dir}`,
      `Use ${other}, or back up there and restore into an empty data directory`,
    );
  }
  if (other)
    log(`The data directory moved from ${other} to ${home.dataDir}; its database stays in ${home.dir}`);
  await writeFile(note, `${home.dataDir}\n`);
}

/** A cluster whose data directory was deleted is kept aside: its password is gone, its data may be missed. */
async function keepStranded(dir: string, log: (line: string) => void): Promise<void> {
  const aside = `${dir}.left-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}`;
  await rename(dir, aside);
  await rm(join(aside, 'native'), { recursive: true, force: true });
  log(`An older database without its data directory was moved to ${aside}; delete it when nobody needs it`);
}

/** Gives a file or folder to the user that PostgreSQL runs as. */
export async function giveToServer(home: Home, path: string): Promise<void> {
  if (home.runAs) await chown(path, home.runAs.uid, home.runAs.gid);
}
