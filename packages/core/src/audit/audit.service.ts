import type { AuditEntryView, AuditQuery, Page } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { audit, offsetOf } from '../kernel/index.js';
import { AuditRepository } from './audit.repository.js';

/** The log, for the auditor. */
@Injectable()
export class AuditLog {
  constructor(private readonly rows: AuditRepository) {}

  /** A page of the log; that it was read is logged as well. */
  async read(ctx: RequestContext, query: AuditQuery): Promise<Page<AuditEntryView>> {
    const before = query.cursor === undefined ? null : offsetOf(query.cursor);
    const { items, total } = await this.rows.list(ctx, query, before);
    const { cursor: _, limit: __, ...filters } = query;
    await audit(ctx, { action: 'audit.read', subjectType: 'audit', detail: { ...filters } });
    const last = items.length === query.limit ? items.at(-1) : undefined;
    return { items, total, nextCursor: last ? Buffer.from(String(last.seq)).toString('base64url') : null };
  }
}
