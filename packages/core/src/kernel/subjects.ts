import { allows, type Permission, type Subject } from '@duban/contract';
import type { Problem, RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { actorOf } from './context.js';
import { forbidden, notFound } from './errors.js';

/** The parsed parts of a request. */
export interface EndpointInput<P = unknown, Q = unknown, B = unknown> {
  params: P;
  query: Q;
  body: B;
}

/** A thing that a request is about, as the policy sees it. */
export interface LoadedSubject extends Subject {
  /** Who may know of it at all: without this permission it looks absent. */
  readPermission: Permission;
  /** Version of its row, where it can be changed. */
  version?: number;
  /** The 412 for whoever comes second, where more can be said than that. */
  whenStale?: () => Promise<Problem>;
}

/** Finds the thing that a request is about; null where there is none. */
export type SubjectLoader = (
  ctx: RequestContext,
  input: EndpointInput<never, never, never>,
) => Promise<LoadedSubject | null>;

/** The features' loaders, by the name that endpoints use. */
@Injectable()
export class Subjects {
  private readonly loaders = new Map<string, SubjectLoader>();

  register(name: string, loader: SubjectLoader): void {
    if (this.loaders.has(name)) throw new Error(`subject "${name}" is registered twice`);
    this.loaders.set(name, loader);
  }

  has(name: string): boolean {
    return this.loaders.has(name);
  }

  load(name: string, ctx: RequestContext, input: EndpointInput): Promise<LoadedSubject | null> {
    const loader = this.loaders.get(name);
    if (!loader) throw new Error(`no feature registered the subject "${name}"`);
    return loader(ctx, input as EndpointInput<never, never, never>);
  }
}

/** 404 where the actor may not know of the subject, 403 where they may not do this to it. */
export function authorise<S extends LoadedSubject>(
  ctx: RequestContext,
  permission: Permission,
  subject: S | null,
): S {
  const actor = actorOf(ctx);
  if (!subject) throw notFound();
  if (allows(actor, permission, subject)) return subject;
  throw allows(actor, subject.readPermission, subject) ? forbidden() : notFound();
}
