import { parseArgs } from 'node:util';
import type { Command, CommandRun } from './commands/command.js';
import { createAdmin } from './commands/create-admin.js';
import { rebuildRollups } from './commands/rebuild-rollups.js';
import { verifySnapshots } from './commands/verify-snapshots.js';
import { explain } from './failures.js';
import { type House, openDatabaseHome, openHouse, seedWhereEmpty } from './house.js';
import { timedTell } from './progress.js';
import { readSettings } from './settings.js';

const commands: Readonly<Record<string, Command>> = {
  migrate: {
    summary: 'Bring the schema up to this version. Safe to run again.',
    run: async ({ tell }) => tell('The schema is up to date'),
  },
  seed: {
    summary: 'Fill an empty database with the demo: bureau, accounts, the 2024 plan and its reports.',
    run: async ({ home, settings, tell }) => {
      const seeded = await seedWhereEmpty(home, settings, tell);
      tell(seeded ? 'The demo is there' : 'Nothing was changed: the database has accounts already');
    },
  },
  'create-admin': {
    summary: 'Add a system admin; prints a one-time password, to be changed at the first login.',
    options: { username: 'login name', name: 'name as shown' },
    run: createAdmin,
  },
  'rebuild-rollups': {
    summary: 'Compute all roll-ups and lights anew from the accepted reports.',
    run: rebuildRollups,
  },
  'verify-snapshots': {
    summary: 'Compare the stored bytes of every meeting snapshot with its hash.',
    run: verifySnapshots,
  },
};

/** A command line that cannot be understood: exit code 2. */
class UsageError extends Error {}

function usage(): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(17)}${summary}`);
  return [
    'Usage: pnpm duban <command> [options]',
    '',
    ...lines,
    '',
    'pnpm duban <command> --help tells more.',
  ].join('\n');
}

function usageOf(name: string, { summary, options = {} }: Command): string {
  const lines = Object.entries(options).map(([key, help]) => `  --${key.padEnd(14)} ${help} (required)`);
  return [
    `Usage: pnpm duban ${name}${lines.length > 0 ? ' [options]' : ''}`,
    '',
    summary,
    ...(lines.length > 0 ? ['', ...lines] : []),
    '',
    'It works on the database that the environment names (DATABASE_URL and DATABASE_OWNER_URL), else on the',
    'embedded one of DUBAN_DATA_DIR, which must not be running. Exit codes: 0 done, 1 failed, 2 not understood.',
  ].join('\n');
}

function optionsOf(name: string, command: Command, args: string[]): CommandRun['options'] | 'help' {
  const known = Object.keys(command.options ?? {});
  let values: Record<string, string | boolean | undefined>;
  try {
    values = parseArgs({
      args,
      options: {
        help: { type: 'boolean', short: 'h' },
        ...Object.fromEntries(known.map((key) => [key, { type: 'string' as const }])),
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usageOf(name, command)}`);
  }
  if (values.help) return 'help';
  const lacking = known.filter((key) => typeof values[key] !== 'string' || values[key] === '');
  if (lacking.length > 0)
    throw new UsageError(`--${lacking.join(' and --')} must be given.\n\n${usageOf(name, command)}`);
  return Object.fromEntries(known.map((key) => [key, String(values[key])]));
}

async function runCommand(command: Command, options: CommandRun['options']): Promise<void> {
  const tell = timedTell();
  const settings = readSettings(process.env);
  const home = await openDatabaseHome(settings, tell);
  let house: House | null = null;
  try {
    await command.run({
      settings,
      home,
      tell,
      options,
      house: async () => {
        house ??= await openHouse(home, settings);
        return house;
      },
    });
  } finally {
    await (house as House | null)?.close();
    await home.close();
  }
}

async function main([name, ...args]: string[]): Promise<void> {
  if (name === undefined || name === '--help' || name === '-h') return console.log(usage());
  const command = commands[name];
  if (!command) throw new UsageError(`There is no command ${name}.\n\n${usage()}`);
  const options = optionsOf(name, command, args);
  if (options === 'help') return console.log(usageOf(name, command));
  await runCommand(command, options);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof UsageError ? error.message : `\nFailed.\n${explain(error)}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
