import type { ExportKindName, ExportRequest, Permission } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { type AuditEntry, audit, authorise, Download, type LoadedSubject } from '../kernel/index.js';
import type { Steps } from './steps.js';

/** A document that was made, and the row that says who took it out. */
export interface MadeDocument {
  bytes: Buffer;
  mediaType: string;
  filename: string;
  audit: AuditEntry;
  /** Restricted tasks that it tells of, for the maker may know of them. */
  restricted?: readonly string[];
}

type Parameters<K extends ExportKindName> = Extract<ExportRequest, { kind: K }>;

/** A kind of document: who may have it, what it is of, and how it is made. */
export interface ExportKind<K extends ExportKindName = ExportKindName> {
  permission: Permission;
  /** What the permission is asked over. */
  subject(ctx: RequestContext, of: Parameters<K>): Promise<LoadedSubject | null>;
  /** Its plan, and what it is of in a few words. Throws 409 where it cannot be made yet. */
  describe(ctx: RequestContext, of: Parameters<K>): Promise<{ planId: string; title: string }>;
  /** Reads as of one instant, and writes nothing. */
  make(ctx: RequestContext, of: Parameters<K>, steps: Steps): Promise<MadeDocument>;
}

/** The kinds of documents, told by the features that make them. */
@Injectable()
export class ExportKinds {
  private readonly kinds = new Map<ExportKindName, ExportKind>();

  register<K extends ExportKindName>(name: K, kind: ExportKind<K>): void {
    if (this.kinds.has(name)) throw new Error(`the kind of export "${name}" is registered twice`);
    this.kinds.set(name, kind as unknown as ExportKind);
  }

  of(name: ExportKindName): ExportKind {
    const kind = this.kinds.get(name);
    if (!kind) throw new Error(`no feature registered the kind of export "${name}"`);
    return kind;
  }

  /** As the direct download refuses: 404 for whoever may not know of it, 403 for whoever may not have it. */
  async authorise(ctx: RequestContext, request: ExportRequest): Promise<LoadedSubject> {
    const kind = this.of(request.kind);
    return authorise(ctx, kind.permission, await kind.subject(ctx, request));
  }
}

/** Hands a document out at once. */
export async function handOut(ctx: RequestContext, made: MadeDocument): Promise<Download> {
  await audit(ctx, made.audit);
  return new Download(made.bytes, made.mediaType, made.filename);
}
