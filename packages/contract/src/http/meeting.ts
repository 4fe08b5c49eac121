import { z } from 'zod';
import { largestNumber } from '../area/field.js';
import type { Text } from '../text.js';
import { dateSchema, plainText } from '../text.js';
import { periodSchema } from '../time/period.js';
import {
  idSchema,
  listQuery,
  nameSchema,
  pageOf,
  reasonSchema,
  refSchema,
  withdrawnSchema,
} from './common.js';
import { areaIdSchema } from './plan.js';

/** The way of a meeting; one that was made by mistake is withdrawn. */
export const meetingWay = ['planned', 'collecting', 'frozen', 'open', 'closed'] as const;
export const meetingStates = [...meetingWay, 'withdrawn'] as const;
export type MeetingState = (typeof meetingStates)[number];
export const meetingStateTitles: Record<MeetingState, Text> = {
  planned: { zh: '筹备', en: 'Planned' },
  collecting: { zh: '收集材料', en: 'Collecting' },
  frozen: { zh: '定稿', en: 'Frozen' },
  open: { zh: '会中', en: 'Open' },
  closed: { zh: '会后', en: 'Closed' },
  withdrawn: { zh: '已撤销', en: 'Withdrawn' },
};

/** `freeze` is made by taking the snapshot; it may be taken again until the meeting opens. */
export const meetingMoves = [
  { move: 'collect', title: { zh: '开始收集', en: 'Start collecting' }, from: ['planned'], to: 'collecting' },
  { move: 'open', title: { zh: '开会', en: 'Open' }, from: ['frozen'], to: 'open' },
  { move: 'close', title: { zh: '闭会', en: 'Close' }, from: ['open'], to: 'closed' },
  { move: 'withdraw', title: { zh: '撤销会议', en: 'Withdraw' }, from: [...meetingWay], to: 'withdrawn' },
] as const satisfies { move: string; title: Text; from: readonly MeetingState[]; to: MeetingState }[];
/** States in which a snapshot may be taken. */
export const freezableStates: readonly MeetingState[] = ['collecting', 'frozen'];

export const minutesStates = ['draft', 'countersign', 'issued'] as const;
export type MinutesState = (typeof minutesStates)[number];

/** What the items that every agenda begins with are called, unless they are renamed. */
export const agendaTitles = {
  'last-decisions': { zh: '上次议定事项落实情况', en: 'Decisions of the last meeting' },
  exceptions: { zh: '亮灯情况', en: 'Lights' },
} satisfies Record<string, Text>;
export const agendaItemSchema = z.object({
  kind: z.enum(['last-decisions', 'exceptions', 'area', 'free']),
  areaId: z.string().nullable(),
  title: z.string(),
});
const agendaBody = z
  .array(
    z.strictObject({
      kind: z.enum(['last-decisions', 'exceptions', 'area', 'free']),
      areaId: areaIdSchema.nullish(),
      title: nameSchema,
    }),
  )
  .max(40);

export const snapshotRefSchema = z.object({
  id: idSchema,
  sequence: z.int(),
  takenAt: z.string(),
  asOf: dateSchema,
  /** SHA-256 of the stored bytes, hexadecimal. */
  hash: z.string(),
  by: refSchema,
});
export type SnapshotRef = z.infer<typeof snapshotRefSchema>;

/** Whether the stored bytes of all snapshots, and of their annexes, still have their hashes. */
export const snapshotsVerifiedSchema = z
  .object({
    checked: z.int(),
    altered: z.array(z.object({ meetingId: idSchema, sequence: z.int() })),
  })
  .meta({ id: 'SnapshotsVerified' });
export type SnapshotsVerified = z.infer<typeof snapshotsVerifiedSchema>;

export const meetingSchema = z
  .object({
    id: idSchema,
    planId: idSchema,
    title: z.string(),
    heldOn: dateSchema,
    /** What the meeting looks at; figures are of this period and the year to its end. */
    period: periodSchema,
    collectBy: dateSchema,
    place: z.string().nullable(),
    state: z.enum(meetingStates),
    previousId: idSchema.nullable(),
    agenda: z.array(agendaItemSchema),
    participants: z.array(refSchema),
    /** The newest; the one that the room shows. */
    snapshot: snapshotRefSchema.nullable(),
    minutesState: z.enum(minutesStates).nullable(),
    withdrawn: withdrawnSchema.nullable(),
    version: z.int(),
  })
  .meta({ id: 'Meeting' });
export type MeetingView = z.infer<typeof meetingSchema>;
export const meetingPage = pageOf(meetingSchema);
export const meetingQuery = listQuery({ planId: idSchema, state: z.enum(meetingStates).optional() }, [
  '-heldOn',
  'heldOn',
]);
const participantIds = z.array(idSchema).max(300);
export const createMeetingBody = z.strictObject({
  planId: idSchema,
  title: nameSchema,
  heldOn: dateSchema,
  period: periodSchema,
  collectBy: dateSchema,
  place: plainText(200).nullish(),
  /** Left out: the last meeting's decisions, exceptions, then every area. */
  agenda: agendaBody.optional(),
  participantIds: participantIds.default([]),
});
/** What is left out stays as it is: a default would send everybody away. */
export const updateMeetingBody = createMeetingBody
  .omit({ planId: true })
  .extend({ participantIds })
  .partial();
export const meetingMoveBody = z.discriminatedUnion('move', [
  z.strictObject({ move: z.literal(['collect', 'close']) }),
  z.strictObject({
    move: z.literal('open'),
    /** That the picture may lack what was handed in after it was taken; refused else. */
    withoutLate: z.boolean().default(false),
  }),
  z.strictObject({ move: z.literal('withdraw'), reason: reasonSchema }),
]);
export type MeetingMove = z.infer<typeof meetingMoveBody>;

/** What an area hands in (材料), and what it asks the meeting to decide (提请研究事项). */
export const materialSchema = z
  .object({
    areaId: z.string(),
    situation: z.string(),
    problems: z.string(),
    nextSteps: z.string(),
    matters: z.array(z.string()),
    by: refSchema.nullable(),
    at: z.string().nullable(),
    /** Whether the newest snapshot holds it as it stands; null before the plan is frozen and where nothing was handed in. */
    inSnapshot: z.boolean().nullable(),
    /** Handed in after the date, or not at all once it has passed. */
    late: z.boolean(),
    /** How often its area was urged to hand it in, and on which business date last. */
    urged: z.int(),
    urgedOn: dateSchema.nullable(),
    version: z.int(),
  })
  .meta({ id: 'Material' });
export type MaterialView = z.infer<typeof materialSchema>;
/** All areas whose material is late, unless one is named. */
export const urgeMaterialsBody = z.strictObject({ areaId: areaIdSchema.optional() });
export const urgedMaterialsSchema = z
  .object({
    urged: z.array(z.string()),
    /** Urged today before; not again. */
    already: z.array(z.string()),
    /** Nobody leads them: there is nobody to urge. */
    unled: z.array(z.string()),
  })
  .meta({ id: 'UrgedMaterials' });
export type UrgedMaterials = z.infer<typeof urgedMaterialsSchema>;

/** Material that an area lead still owes a meeting. */
export const owedMaterialSchema = z.object({
  meetingId: idSchema,
  meeting: z.string(),
  areaId: z.string(),
  collectBy: dateSchema,
  late: z.boolean(),
  urged: z.int(),
  urgedOn: dateSchema.nullable(),
});
export type OwedMaterial = z.infer<typeof owedMaterialSchema>;
/** A meeting whose minutes wait for the asker's countersignature. */
export const meetingToCountersignSchema = z.object({
  meetingId: idSchema,
  meeting: z.string(),
  heldOn: dateSchema,
});
export type MeetingToCountersign = z.infer<typeof meetingToCountersignSchema>;
export const materialBody = z.strictObject({
  situation: plainText(8000),
  problems: plainText(8000),
  nextSteps: plainText(8000),
  matters: z.array(plainText(1000, 1)).max(20),
});

export const decisionEffects = ['none', 'task', 'extension', 'target', 'closure'] as const;
export const decisionSchema = z
  .object({
    id: idSchema,
    meetingId: idSchema,
    number: z.int(),
    text: z.string(),
    areaId: z.string().nullable(),
    leadUnit: refSchema.nullable(),
    cooperatingUnits: z.array(refSchema),
    /** Where it made or extended a task, that task's date as it stands now. */
    dueDate: dateSchema.nullable(),
    /** What it did: made a task, granted an extension, changed a target, closed a task; `none` to whoever may not know. */
    effect: z.enum(decisionEffects),
    /** Where the task was merged into another one, that one. */
    taskId: idSchema.nullable(),
    /** The task that it made was terminated: it is settled by word. */
    taskEnded: z.boolean(),
    /** The task that it made was merged into another one, and goes on there. */
    taskMerged: z.boolean(),
    done: z.boolean(),
    /** What was said when it was settled by word. */
    settledNote: z.string().nullable(),
    /** What it did already stays as it is. */
    withdrawn: withdrawnSchema.nullable(),
    version: z.int(),
  })
  .meta({ id: 'Decision' });
export type DecisionView = z.infer<typeof decisionSchema>;
/** A decision that made a task, or changed or closed it, with the meeting that is its basis. */
export const taskDecisionSchema = z
  .object({
    ...decisionSchema.shape,
    meeting: z.object({ id: idSchema, title: z.string(), heldOn: dateSchema }),
  })
  .meta({ id: 'TaskDecision' });
export type TaskDecision = z.infer<typeof taskDecisionSchema>;
export const decisionBody = z.strictObject({
  text: plainText(4000, 1),
  areaId: areaIdSchema.nullish(),
  leadUnitId: idSchema.nullish(),
  cooperatingUnitIds: z.array(idSchema).max(100).default([]),
  dueDate: dateSchema.nullish(),
});
/** One step from a decision to its effect; `taskId` for all but a new task. */
export const carryOutBody = z.strictObject({
  effect: z.enum(['task', 'extension', 'target', 'closure']),
  taskId: idSchema.nullish(),
  /** Of a new task: its responsible leader, and what the decision does not say or is to say now. */
  leaderId: idSchema.nullish(),
  areaId: areaIdSchema.nullish(),
  leadUnitId: idSchema.nullish(),
  /** Of a new task, and of an extension: the new date. */
  dueDate: dateSchema.nullish(),
  /** Of a changed target. */
  targetId: idSchema.nullish(),
  value: z.number().min(0).max(largestNumber).nullish(),
});
export type CarryOut = z.infer<typeof carryOutBody>;

/** Whether a decision was carried out; with a word on it where the task that it made was terminated. */
export const settleBody = z.strictObject({ done: z.boolean(), note: reasonSchema.nullish() });

export const stageSchema = z
  .object({
    page: z.int(),
    presenter: refSchema.nullable(),
    /** The screen that presents, by the name it gave itself. */
    screen: z.string().nullable(),
    turn: z.int(),
    at: z.string().nullable(),
  })
  .meta({ id: 'Stage' });
/**
 * A page turned on one screen. Only the presenter's counts, and of two the one with the higher `turn`; another screen
 * presents from when it asks to `take` over.
 */
export const stageBody = z.strictObject({
  page: z.int().min(0).max(500),
  screen: plainText(64, 1),
  turn: z.int().min(0),
  take: z.boolean().default(false),
});
export type StageBody = z.infer<typeof stageBody>;

const names = z.array(z.string());
export const minutesSchema = z
  .object({
    state: z.enum(minutesStates),
    /** 纪要标志, the red head. */
    header: z.string(),
    /** A heading of its own below the red head; empty: none. */
    title: z.string(),
    number: z.string(),
    /** 发文单位 */
    issuer: z.string(),
    text: z.string(),
    /** 出席, 请假, 列席: unit and name each. */
    present: names,
    absent: names,
    observing: names,
    /** 分送 */
    recipients: names,
    /** 印发机关, 印发日期 */
    printedBy: z.string(),
    printedOn: dateSchema.nullable(),
    /** Everybody who had a hand in the draft: they do not countersign or issue it. */
    draftedBy: z.array(refSchema),
    /** Who withdrew a decision, and so the line of it, since anybody else looked at the text; null where nobody did. */
    changedBy: refSchema.nullable(),
    /** Who is asked to countersign; nobody named: whoever may decide and did not draft. */
    countersigners: z.array(refSchema),
    countersignedBy: z.array(refSchema),
    /** Who could countersign, and who could issue, as the minutes stand; nobody once they are issued. */
    mayCountersign: z.array(refSchema),
    mayIssue: z.array(refSchema),
    issuedBy: refSchema.nullable(),
    issuedOn: dateSchema.nullable(),
    addenda: z.array(z.object({ text: z.string(), by: refSchema, at: z.string() })),
    version: z.int(),
  })
  .meta({ id: 'Minutes' });
export type MinutesView = z.infer<typeof minutesSchema>;
const namesBody = z.array(plainText(200, 1)).max(300).optional();
/** What may be left out stays as it is; what is empty is printed as a place to fill in. */
export const minutesBody = z.strictObject({
  header: plainText(200, 1),
  title: plainText(200).optional(),
  number: plainText(100),
  issuer: plainText(100).optional(),
  text: plainText(40_000),
  present: namesBody,
  absent: namesBody,
  observing: namesBody,
  recipients: z.array(plainText(200, 1)).max(60),
  printedBy: plainText(100).optional(),
  printedOn: dateSchema.nullable().optional(),
  countersignerIds: z.array(idSchema).max(60).optional(),
});
export const minutesMoveBody = z.strictObject({ move: z.enum(['countersign', 'issue', 'reopen']) });
export const addendumBody = z.strictObject({ text: plainText(8000, 1) });

/** The paragraphs of a briefing that may be edited. */
export const briefingParts = ['overview', 'problems', 'nextSteps'] as const;
/** What the secretary wrote in place of the drafted paragraphs; null where the draft stands. */
export const briefingTextBody = z.strictObject({
  overview: plainText(20_000).nullable(),
  problems: plainText(20_000).nullable(),
  nextSteps: plainText(20_000).nullable(),
});
export type BriefingText = z.infer<typeof briefingTextBody>;
export const briefingTextSchema = z
  .object({
    drafted: z.object({ overview: z.string(), problems: z.string(), nextSteps: z.string() }),
    edited: briefingTextBody,
    /**
     * Figures in the paragraphs that stand, drafted or edited, that the snapshot did not count. `told`: an area or a unit
     * wrote it into its material or note; else it is nowhere in the snapshot.
     */
    strangeFigures: z.array(
      z.object({ section: z.enum(briefingParts), figure: z.string(), told: z.boolean() }),
    ),
    version: z.int(),
  })
  .meta({ id: 'BriefingText' });
export type BriefingTextView = z.infer<typeof briefingTextSchema>;
