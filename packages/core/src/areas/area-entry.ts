import type { Manifest } from '@duban/contract';
import type { AreaServer } from '@duban/server-kit';

/** An area that this house runs with: its manifest, and its server part where it has one. */
export interface AreaEntry {
  manifest: Manifest;
  server?: AreaServer;
}
