import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, checkNode, install } from '../lib/bootstrap.mjs';
import { giveUp, ROOT, tell } from '../lib/run.mjs';

checkNode();
if (!(await install())) giveUp('Development needs the dependencies.');
if (!(await build()))
  giveUp('The first build failed, see the lines above. Mend it and run the command again.');

const bin = (name) => join(ROOT, 'node_modules', '.bin', name);
const PATH = `${join(ROOT, 'node_modules', '.bin')}:${process.env.PATH}`;

/** Rebuilds what changes; Node restarts the API when a loaded file does; Vite serves the portal from source. */
const PROCESSES = [
  [
    bin('turbo'),
    ['watch', 'build', '--filter=@duban/api...', '--ui=stream', '--output-logs=errors-only'],
    '.',
  ],
  [process.execPath, ['--watch', '--enable-source-maps', 'apps/api/dist/main.js'], '.'],
  [bin('vite'), ['--host', '127.0.0.1'], 'apps/portal'],
];

const children = PROCESSES.map(([program, args, dir]) =>
  spawn(program, args, {
    cwd: join(ROOT, dir),
    env: { ...process.env, PATH, TURBO_TELEMETRY_DISABLED: '1' },
    stdio: 'inherit',
  }),
);

let stopping = false;
function stop() {
  if (stopping) return;
  stopping = true;
  for (const child of children) child.kill('SIGTERM');
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
for (const child of children) {
  child.once('exit', (code) => {
    if (!stopping) tell(`${child.spawnargs.slice(0, 3).join(' ')} ended with ${code}; stopping the others`);
    stop();
  });
}
