import type { Actor, Language } from '@duban/contract';
import type { EntityManager } from 'typeorm';

/**
 * What every service method takes first: who asks, when, and the only way to the database.
 * Inside `inTransaction` its `em` is the transaction's; there is no second one.
 */
export interface RequestContext {
  readonly requestId: string;
  /** Null for the public routes and for the system's own work. */
  readonly actor: Actor | null;
  readonly language: Language;
  /** Real time: sessions, tokens, lock-out, jobs. */
  readonly at: Date;
  /** Business time: what the domain's timestamps carry. */
  readonly now: Date;
  /** Business date in the bureau's time zone, `YYYY-MM-DD`: periods, due days, lights. */
  readonly today: string;
  readonly em: EntityManager;
}
