import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Names of these change with their content, so that a browser may keep them for ever. */
const hashed = 'assets/';

function filesBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/**
 * Serves the built portal beside the API: files as they are (brotli where the browser takes it), every other page
 * as index.html, for the portal's own router. What lies under /api, or is a file that is gone, stays 404.
 * @returns whether there is a portal to serve: it is not while nothing was built
 */
export async function servePortal(app: NestFastifyApplication, dist: string): Promise<boolean> {
  if (!existsSync(join(dist, 'index.html'))) return false;
  const files = new Set(filesBelow(dist).filter((file) => !file.endsWith('.br')));
  await app.register(fastifyStatic, { root: dist, serve: false, preCompressed: true });
  const server = app.getHttpAdapter().getInstance();
  server.get('/*', (request, reply) => {
    const path = pathOf(request.url);
    if (path === null || path === 'api' || path.startsWith('api/')) return reply.callNotFound();
    if (files.has(path) && path !== 'index.html') {
      const forEver = path.startsWith(hashed);
      return reply.sendFile(path, { maxAge: forEver ? '365d' : 0, immutable: forEver });
    }
    if (path.startsWith(hashed)) return reply.callNotFound();
    return reply.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false });
  });
  return true;
}

/** Path without the leading slash; null where it is no readable one. */
function pathOf(url: string): string | null {
  try {
    return decodeURIComponent(url.split('?', 1)[0] ?? '').slice(1);
  } catch {
    return null;
  }
}
