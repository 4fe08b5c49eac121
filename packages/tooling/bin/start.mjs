import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, checkNode, install } from '../lib/bootstrap.mjs';
import { giveUp, ROOT, tell } from '../lib/run.mjs';

checkNode();
if (!(await install())) giveUp('Duban cannot start without its dependencies.');
if (!(await build())) giveUp('Duban cannot start: the build failed, see the lines above.');
tell('Starting Duban');

const guard = new URL('../lib/stop-with-parent.mjs', import.meta.url).href;
const main = join('apps', 'api', 'dist', 'main.js');
const api = spawn(process.execPath, ['--enable-source-maps', '--import', guard, main], {
  cwd: ROOT,
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  // A group of its own: Ctrl-C reaches every process of the terminal's group, and the API should hear it once.
  detached: process.platform !== 'win32',
});

let asked = false;
function stop() {
  // The second Ctrl-C is impatience. Even then nothing is lost: the next start finds what was left behind.
  api.kill(asked ? 'SIGKILL' : 'SIGTERM');
  asked = true;
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);

/** Our parent and its own: npm runs a script through a shell, which survives it. */
function elders() {
  const stat = `/proc/${process.ppid}/stat`;
  const grandparent = existsSync(stat) ? readFileSync(stat, 'utf8').split(') ').pop().split(' ')[1] : '';
  return `${process.ppid} ${grandparent}`;
}

// npm may be killed without a word to us; nobody could then stop us by the means that started us.
if (process.env.npm_lifecycle_event) {
  const first = elders();
  setInterval(() => {
    if (!asked && elders() !== first) stop();
  }, 1000).unref();
}

api.once('error', (error) => giveUp(`The API cannot be started: ${error.message}`));
api.once('exit', (code, signal) => {
  if (asked) tell(code === 0 ? 'Duban has stopped' : `Duban was stopped (${signal ?? `exit code ${code}`})`);
  process.exit(code ?? 1);
});
