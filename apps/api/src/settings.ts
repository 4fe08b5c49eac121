import { resolve } from 'node:path';
import { dateSchema } from '@duban/contract';
import { firstDemoDay } from '@duban/seeds';
import { z } from 'zod';

/** What the environment says, checked once at boot. Secrets are in it: never print it whole. */
export interface Settings {
  port: number;
  host: string;
  /** Null: the embedded PostgreSQL of the data directory. */
  database: { appUrl: string; ownerUrl: string } | null;
  dataDir: string;
  demo: boolean;
  /** Business date at the first seeding of the demo. */
  today: string;
  zone: string;
}

/** A setting that does not hold; its message names each one, why, and the fix, and shows no value of a secret. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

const postgresUrl = z
  .url({
    protocol: /^postgres(ql)?$/,
    error: 'must be the URL of a PostgreSQL database, as postgresql://user:password@host:5432/duban',
  })
  .optional();

const timeZone = z.string().refine(isTimeZone, {
  error: 'must be the IANA name of a time zone, as Asia/Shanghai',
});

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const schema = z
  .object({
    PORT: z
      .string()
      .regex(/^\d+$/, { error: 'must be a port number from 0 (any free one) to 65535' })
      .transform(Number)
      .refine((port) => port <= 65_535, { error: 'must be a port number from 0 (any free one) to 65535' })
      .default(3000),
    HOST: z.string().default('127.0.0.1'),
    DATABASE_URL: postgresUrl,
    DATABASE_OWNER_URL: postgresUrl,
    DUBAN_DATA_DIR: z.string().default('.duban'),
    DUBAN_DEMO: z.enum(['0', '1'], { error: 'must be 1 (demo data) or 0 (an empty system)' }).optional(),
    DUBAN_TODAY: dateSchema
      .refine((date) => date >= firstDemoDay, {
        error: `must be ${firstDemoDay} or later: the demo's reports reach to that day`,
      })
      .default(firstDemoDay),
    TZ_BUREAU: timeZone.default('Asia/Shanghai'),
  })
  .refine((given) => (given.DATABASE_URL === undefined) === (given.DATABASE_OWNER_URL === undefined), {
    path: ['DATABASE_OWNER_URL'],
    error:
      'goes with DATABASE_URL: the one is the role that migrates, the other the role that the app runs as. Set both, or neither for the embedded database',
  });

/** Reads the settings. Empty variables count as unset; a relative data directory is taken from `cwd`. */
export function readSettings(env: NodeJS.ProcessEnv, cwd = process.cwd()): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new SettingsError(
      `The environment is not right. Correct it and start again.\n${faults.join('\n')}`,
    );
  }
  const { data } = parsed;
  const database =
    data.DATABASE_URL && data.DATABASE_OWNER_URL
      ? { appUrl: data.DATABASE_URL, ownerUrl: data.DATABASE_OWNER_URL }
      : null;
  return {
    port: data.PORT,
    host: data.HOST,
    database,
    dataDir: resolve(cwd, data.DUBAN_DATA_DIR),
    demo: data.DUBAN_DEMO === undefined ? database === null : data.DUBAN_DEMO === '1',
    today: data.DUBAN_TODAY,
    zone: data.TZ_BUREAU,
  };
}
