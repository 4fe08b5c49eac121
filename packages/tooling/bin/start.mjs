import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, checkNode, install } from '../lib/bootstrap.mjs';
import { giveUp, ROOT, tell } from '../lib/run.mjs';

checkNode();
if (!(await install())) giveUp('Duban cannot start without its dependencies.');
if (!(await build())) giveUp('Duban cannot start: the build failed, see the lines above.');
tell('Starting Duban');

const api = spawn(process.execPath, ['--enable-source-maps', join('apps', 'api', 'dist', 'main.js')], {
  cwd: ROOT,
  stdio: 'inherit',
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

// npm may be killed without a word to us; the API would then serve on, with nobody to stop it.
const parent = process.ppid;
if (process.env.npm_lifecycle_event) {
  setInterval(() => {
    if (process.ppid !== parent && !asked) stop();
  }, 1000).unref();
}

api.once('error', (error) => giveUp(`The API cannot be started: ${error.message}`));
api.once('exit', (code, signal) => {
  if (asked) tell(code === 0 ? 'Duban has stopped' : `Duban was stopped (${signal ?? `exit code ${code}`})`);
  process.exit(code ?? 1);
});
