import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's folder. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const BIN = join(ROOT, 'node_modules', '.bin');
const WINDOWS = process.platform === 'win32';
const began = performance.now();

/** Tells a step of the set-up, with the seconds since the command began. */
export function tell(line) {
  console.log(`[${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s] ${line}`);
}

/** Ends the process with a message that says the thing, why, and the fix. */
export function giveUp(message) {
  console.error(`\n${message}\n`);
  process.exit(1);
}

/** The environment of our tools: they find one another on the PATH, send nothing out, and ask nothing. */
function toolEnvironment() {
  const path = [BIN, process.env.PATH].join(delimiter);
  return { ...process.env, PATH: path, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
}

/**
 * Runs a program in the checkout's folder, its output going where ours goes.
 * @param {string} program a path, or a name in node_modules/.bin or on the PATH
 * @param {string[]} args
 * @param {{env?: Record<string, string | undefined>, quiet?: boolean}} [options] env is laid over ours; quiet
 *   shows the output only when the program fails
 * @returns {Promise<boolean>} whether it ended well
 */
export function run(program, args, { env = {}, quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...toolEnvironment(), ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      // The programs of npm are scripts for the shell on Windows.
      shell: WINDOWS,
    });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
    child.once('error', (error) => {
      console.error(`${program} cannot be started: ${error.message}`);
      resolve(false);
    });
    child.once('close', (code) => {
      if (code !== 0 && quiet) process.stderr.write(Buffer.concat(output));
      resolve(code === 0);
    });
  });
}
