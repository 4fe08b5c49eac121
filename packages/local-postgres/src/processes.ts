import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** One column of `ps` for a process; empty when there is none (or no `ps`, as on Windows). */
async function ps(pid: number, column: string): Promise<string> {
  return run('ps', ['-o', `${column}=`, '-p', String(pid)]).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
}

/** Whether a process with this id runs; one that has ended but is not yet reaped by its parent does not. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  if (process.platform !== 'linux') return true;
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && fieldsAfterName(stat)[0] !== 'Z';
}

/** The fields of /proc/<pid>/stat from the third on; the second, the name, may itself hold spaces. */
function fieldsAfterName(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/**
 * A text that tells this process from an earlier one with the same id: in a container that is started
 * anew, the process ids are the same each time. Empty when no such process runs.
 */
export async function identityOf(pid: number): Promise<string> {
  if (!(await isAlive(pid))) return '';
  if (process.platform === 'win32') return String(pid);
  if (process.platform !== 'linux') return ps(pid, 'lstart');
  const [boot, stat] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''),
  ]);
  // Field 22 is the start in clock ticks since boot.
  return stat && `${boot.trim()}/${fieldsAfterName(stat)[19]}`;
}

/** The command line of a process, its words separated by spaces; empty when it cannot be read. */
export async function commandOf(pid: number): Promise<string> {
  if (process.platform !== 'linux') return ps(pid, 'command');
  return readFile(`/proc/${pid}/cmdline`, 'utf8').then(
    (line) => line.replaceAll('\0', ' ').trim(),
    () => '',
  );
}

/** Waits until the process has ended; false when it still runs after `milliseconds`. */
export async function ended(pid: number, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (await isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}
