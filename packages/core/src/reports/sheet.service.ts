import { randomUUID } from 'node:crypto';
import {
  type Actor,
  allows,
  dataSchema,
  type Form,
  type FormData,
  failedChecks,
  type Language,
  periodEnd,
  periodGrain,
  progressNoteKey,
  type ReportBulkResult,
  type Sheet,
  type SheetKey,
  type SheetLock,
  type Text,
} from '@duban/contract';
import type { FieldError, RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { AreaSettings, type PlanSettings } from '../areas/area-settings.js';
import { Areas } from '../areas/areas.service.js';
import { actorOf, auditEach, fieldErrors, notFound, validationFailed } from '../kernel/index.js';
import { modeAfter, warningsOf } from './report-data.js';
import { SheetRepository, type SheetRow } from './sheet.repository.js';
import { changesAfter } from './value-history.js';

type Result = ReportBulkResult['results'][number];

/** What somebody wants a unit's report to hold; `version` null begins it. */
export interface SheetItem {
  unitId: string;
  version: number | null;
  data: Record<string, unknown>;
  comment?: string | null | undefined;
}
interface ReadItem {
  item: SheetItem;
  row: SheetRow;
  data: FormData;
}
export type Judged = { item: SheetItem; errors: FieldError[] } | ReadItem;

/** One form for one period over many units: read at once, checked row by row, written at once. */
@Injectable()
export class Sheets {
  constructor(
    private readonly repository: SheetRepository,
    private readonly settings: AreaSettings,
    private readonly areas: Areas,
  ) {}

  /** The units that owe the form and whose reports the actor may read, with why a row cannot be written. */
  async get(ctx: RequestContext, key: SheetKey): Promise<Sheet> {
    const { form } = await this.formOf(ctx, key);
    const actor = actorOf(ctx);
    const rows = (await this.repository.rows(ctx, key)).filter((row) =>
      allows(actor, 'report.read', subjectOf(key, row)),
    );
    const { version, title, period, level, due, window, selfSign, fields, checks } = form;
    return {
      form: { key: form.key, version, title, period, level, due, window, selfSign, fields, checks },
      rows: rows.map((row) => ({
        unitId: row.unitId,
        unitCode: row.unitCode,
        unitName: row.unitName,
        reportId: row.reportId,
        state: row.state,
        version: row.version,
        data: row.data ?? {},
        comment: row.comment,
        lock: lockOf(ctx, actor, key, row, form),
      })),
    };
  }

  /** The form of the key as the plan has set it. 404 for an unknown one, 422 for a period of another grain. */
  async formOf(ctx: RequestContext, key: SheetKey): Promise<{ form: Form; settings: PlanSettings }> {
    const settings = await this.settings.ofPlan(ctx, key.planId, key.areaId);
    const form = settings.form(key.areaId, key.formKey);
    if (!form) throw notFound();
    if (periodGrain(key.period) !== form.period)
      refuse('period', 'wrong-grain', `the form is filled in once a ${form.period}`);
    if (form.key === progressNoteKey && !key.taskId)
      refuse('taskId', 'required', 'a progress note belongs to a task');
    return { form, settings };
  }

  /**
   * Judges each item: may the actor write the unit's report now, was it changed meanwhile, is the data right. Reads
   * what stands once for all of them.
   */
  async judge(ctx: RequestContext, key: SheetKey, items: readonly SheetItem[]): Promise<Judged[]> {
    await this.areas.requireEnabled(ctx, key.planId, key.areaId);
    const { form, settings } = await this.formOf(ctx, key);
    const actor = actorOf(ctx);
    const unitIds = items.map((each) => each.unitId);
    const rows = new Map((await this.repository.rows(ctx, key, unitIds)).map((row) => [row.unitId, row]));
    const schemas = new Map<Form, ReturnType<typeof dataSchema>>();
    return items.map((item) => {
      const row = rows.get(item.unitId);
      const whole = (code: string, message: Text) => ({ item, errors: [{ path: '', code, message }] });
      if (!row)
        return whole('not-expected', {
          zh: '该单位本期无此填报责任',
          en: 'the unit does not owe this form for this period',
        });
      const lock = lockOf(ctx, actor, key, row, form);
      if (lock) return whole(lock, lockTexts[lock]);
      if (row.version !== item.version) return whole('stale-version', changedMeanwhile);
      const own = row.configVersion === null ? form : settings.formAt(key.areaId, form, row.configVersion);
      const schema = schemas.get(own) ?? dataSchema(typed(own), { complete: false });
      schemas.set(own, schema);
      const parsed = schema.safeParse(item.data);
      if (!parsed.success) return { item, errors: fieldErrors(parsed.error) };
      const data = { ...filesIn(own, row.data ?? {}), ...parsed.data };
      const broken = failedChecks(own, data).filter((check) => check.severity === 'error');
      if (broken.length > 0) {
        const errors = broken.map(({ key: code, field, message }) => ({
          path: field,
          code,
          message,
        }));
        return { item, errors };
      }
      return { item, row, data };
    });
  }

  /**
   * Saves what is right of the items, and says of each other one why not. One transaction for all: drafts touch no
   * figure and no light, so nobody waits for it, each row is conditional on its own version, and one statement
   * writes 500 rows in the time that a few would take one by one.
   */
  async save(ctx: RequestContext, key: SheetKey, items: readonly SheetItem[]): Promise<ReportBulkResult> {
    const judged = await this.judge(ctx, key, items);
    const written = await this.write(ctx, key, judged.filter(isRight));
    const { form } = await this.formOf(ctx, key);
    const results = judged.map((each): Result => {
      const { unitId } = each.item;
      if (!isRight(each))
        return {
          unitId,
          outcome: 'refused',
          reportId: null,
          version: null,
          errors: each.errors.map((error) => ({ ...error, message: said(error.message, ctx.language) })),
          warnings: [],
        };
      const reportId = written.get(unitId);
      if (!reportId) {
        const errors = [{ path: '', code: 'stale-version', message: changedMeanwhile[ctx.language] }];
        return { unitId, outcome: 'refused', reportId: null, version: null, errors, warnings: [] };
      }
      return {
        unitId,
        outcome: 'saved',
        reportId,
        version: (each.item.version ?? 0) + 1,
        errors: [],
        warnings: warningsOf(form, each.data, ctx.language),
      };
    });
    const saved = results.filter((each) => each.outcome === 'saved').length;
    return { saved, refused: results.length - saved, results };
  }

  /** Begins and replaces drafts. Returns the report of each unit whose row nobody else changed meanwhile. */
  async write(ctx: RequestContext, key: SheetKey, items: readonly ReadItem[]): Promise<Map<string, string>> {
    const { form, settings } = await this.formOf(ctx, key);
    const actor = actorOf(ctx);
    const own = new Set(actor.grants.map((grant) => grant.unitId));
    const changesOf = (row: SheetRow, data: FormData) =>
      changesAfter(row.changes ?? {}, row.data ?? {}, data, actor.id, ctx.now.toISOString());
    const begun = items
      .filter(({ row }) => row.reportId === null)
      .map(({ item, row, data }) => ({
        id: randomUUID(),
        taskId: row.taskId,
        unitId: row.unitId,
        filledFor: !own.has(row.unitId),
        data,
        changes: changesOf(row, data),
        comment: item.comment ?? null,
      }));
    const replaced = items.flatMap(({ item, row, data }) =>
      row.reportId === null || row.version === null
        ? []
        : [
            {
              id: row.reportId,
              unitId: row.unitId,
              version: row.version,
              data,
              changes: changesOf(row, data),
              comment: item.comment === undefined ? row.comment : item.comment,
              mode: modeAfter(form, { mode: row.mode ?? 'filled', data: row.data ?? {} }, data),
            },
          ],
    );
    const versions = { formVersion: form.version, configVersion: settings.version(key.areaId) };
    const done = [
      ...(begun.length > 0 ? await this.repository.begin(ctx, { ...key, ...versions }, begun) : []),
      ...(replaced.length > 0 ? await this.repository.replace(ctx, replaced) : []),
    ];
    const isDone = new Set(done);
    const detail = { formKey: key.formKey, period: key.period };
    const log = (action: string, rows: readonly { id: string }[]) =>
      auditEach(
        ctx,
        { action, subjectType: 'report', planId: key.planId, detail },
        rows.map((row) => row.id),
      );
    await log(
      'report.begin',
      begun.filter((each) => isDone.has(each.id)),
    );
    await log(
      'report.save',
      replaced.filter((each) => isDone.has(each.id)),
    );
    return new Map(
      [...begun, ...replaced].filter((each) => isDone.has(each.id)).map((each) => [each.unitId, each.id]),
    );
  }
}

export const changedMeanwhile: Text = {
  zh: '已被他人修改，请重新读取',
  en: 'it was changed meanwhile; read it again',
};
const lockTexts: Record<SheetLock, Text> = {
  forbidden: { zh: '无权为该单位填报', en: 'you may not fill in for this unit' },
  waived: { zh: '该期已免报', en: 'the report was waived' },
  'not-open': { zh: '该期填报尚未开始', en: 'the period has not begun yet' },
  closed: { zh: '该期填报已关闭', en: 'the period is closed' },
  'handed-in': {
    zh: '填报已提交，请先退回或解锁',
    en: 'the report was submitted; have it returned or unlocked first',
  },
  'other-version': {
    zh: '按旧版填报表起草，请单独填写',
    en: 'the report was begun with another version of the form; fill it in by itself',
  },
};

/** A sentence in the reader's language. */
export function said(message: string | Text, language: Language): string {
  return typeof message === 'string' ? message : message[language];
}

export function isRight(judged: Judged): judged is ReadItem {
  return 'row' in judged;
}

const subjectOf = (key: SheetKey, row: SheetRow) => ({
  areaId: key.areaId,
  unitId: row.unitId,
  unitPath: row.unitPath,
  unitKind: row.unitKind,
  knownTo: row.knownTo,
});

function lockOf(
  ctx: RequestContext,
  actor: Actor,
  key: SheetKey,
  row: SheetRow,
  form: Form,
): SheetLock | null {
  if (!allows(actor, 'report.write', subjectOf(key, row))) return 'forbidden';
  if (row.waived) return 'waived';
  if (row.opensOn > ctx.today) return 'not-open';
  if (row.closedThrough && periodEnd(key.period) <= row.closedThrough) return 'closed';
  if (row.state !== null && row.state !== 'draft' && row.state !== 'returned') return 'handed-in';
  if (row.formVersion !== null && row.formVersion !== form.version) return 'other-version';
  return null;
}

/** Fields that a cell can hold: a file is bound to its report, one at a time. */
export const typed = (form: Form) => form.fields.filter((field) => field.type !== 'file');

function filesIn(form: Form, data: FormData): FormData {
  const files = form.fields.filter((field) => field.type === 'file' && data[field.key] !== undefined);
  return Object.fromEntries(files.map((field) => [field.key, data[field.key] ?? null]));
}

function refuse(path: string, code: string, message: string): never {
  throw validationFailed({ errors: [{ path, code, message }] });
}
