import { z } from 'zod';
import { plainText, type Text } from '../text.js';
import { periodSchema } from '../time/period.js';
import { idSchema, pageOf } from './common.js';
import { boardExportQuery, ledgerQuery } from './desk.js';
import { areaIdSchema } from './plan.js';

/** What can be taken out of the system as a document. */
export const exportTitles = {
  'meeting-briefing': { zh: '汇报材料', en: 'Briefing' },
  'meeting-minutes': { zh: '会议纪要', en: 'Minutes' },
  'meeting-ledger': { zh: '会议台账', en: "Meeting's ledger" },
  board: { zh: '总览', en: 'Board' },
  ledger: { zh: '重点任务台账', en: 'Task ledger' },
  'report-matrix': { zh: '应报与已报', en: 'Expected and received' },
  'text-report': { zh: '文字报告', en: 'Text report' },
} as const satisfies Record<string, Text>;
export type ExportKindName = keyof typeof exportTitles;
export const exportKinds = Object.keys(exportTitles) as ExportKindName[];

/** One is waited for, worked on, and comes to one of three ends. */
export const exportStates = ['waiting', 'working', 'done', 'failed', 'cancelled'] as const;

/** A text report (文字报告) of a period, of the whole plan, a unit or an area. */
export const textReportFields = {
  period: periodSchema,
  unit: idSchema.optional(),
  areaId: areaIdSchema.optional(),
};
/** Who owes a form, in the whole bureau or under a unit, and what is in: units × periods. */
export const matrixExportQuery = z.strictObject({
  planId: idSchema,
  areaId: areaIdSchema,
  formKey: plainText(64, 1),
  under: idSchema.optional(),
});
export type MatrixExportQuery = z.infer<typeof matrixExportQuery>;
const ofMeeting = { meetingId: idSchema };
/** Which document, and what it is of: as the direct download's own parameters. */
export const exportBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('meeting-briefing'), ...ofMeeting }),
  z.strictObject({ kind: z.literal('meeting-minutes'), ...ofMeeting }),
  z.strictObject({ kind: z.literal('meeting-ledger'), ...ofMeeting }),
  z.strictObject({ kind: z.literal('board'), ...boardExportQuery.shape }),
  z.strictObject({ kind: z.literal('ledger'), ...ledgerQuery.shape }),
  z.strictObject({ kind: z.literal('report-matrix'), ...matrixExportQuery.shape }),
  z.strictObject({ kind: z.literal('text-report'), planId: idSchema, ...textReportFields }),
]);
export type ExportRequest = z.infer<typeof exportBody>;
export type ExportRequestBody = z.input<typeof exportBody>;

export const exportSchema = z
  .object({
    id: idSchema,
    planId: idSchema,
    kind: z.enum(exportKinds as [ExportKindName, ...ExportKindName[]]),
    /** What it is of, in the language of whoever asked for it. */
    title: z.string(),
    state: z.enum(exportStates),
    /** Steps behind it, and of how many; grows while it is found out what there is to do. */
    done: z.int(),
    total: z.int(),
    fileName: z.string().nullable(),
    mediaType: z.string().nullable(),
    /** Bytes. */
    size: z.int().nullable(),
    /** Why it failed: the code of the refusal, and what is said of it. */
    error: z.object({ code: z.string(), detail: z.string() }).nullable(),
    at: z.string(),
    endedAt: z.string().nullable(),
    /** From then on the file is gone. */
    expiresAt: z.string().nullable(),
  })
  .meta({ id: 'Export' });
export type ExportView = z.infer<typeof exportSchema>;
export const exportPage = pageOf(exportSchema);
