import { z } from 'zod';
import { dateSchema, plainText } from '../text.js';
import { idSchema, listQuery, pageOf } from './common.js';

/** A row of the log. It names things by opaque ids and never says what is in them. */
export const auditEntrySchema = z
  .object({
    seq: z.int(),
    /** Real time. */
    at: z.string(),
    businessDate: dateSchema,
    requestId: z.string(),
    actor: z.object({ id: idSchema, name: z.string() }).nullable(),
    action: z.string(),
    subjectType: z.string(),
    subjectId: z.string().nullable(),
    planId: idSchema.nullable(),
    /** What changed, of accounts, units and settings only; null for everything else. */
    detail: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntryView = z.infer<typeof auditEntrySchema>;
export const auditPage = pageOf(auditEntrySchema);
export const auditQuery = listQuery(
  {
    actor: idSchema.optional(),
    action: plainText(100).optional(),
    subjectType: plainText(100).optional(),
    planId: idSchema.optional(),
    /** Business dates, both inclusive. */
    from: dateSchema.optional(),
    to: dateSchema.optional(),
  },
  ['-seq'],
).omit({ sort: true });
export type AuditQuery = z.infer<typeof auditQuery>;
