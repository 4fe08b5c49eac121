import { createHash, randomUUID } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { type Form, type ImportView, type Page, type SheetKey, type Text } from '@duban/contract';
import { defineError, type FieldError, type RequestContext } from '@duban/server-kit';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Areas } from '../areas/areas.service.js';
import { markOf, xlsxType } from '../exports/cells.js';
import { internal } from '../kernel/errors.js';
import { remember, replay } from '../kernel/idempotency.js';
import {
  audit,
  authorise,
  Clock,
  Contexts,
  Download,
  forbidden,
  inTransaction,
  notFound,
  Subjects,
  validationFailed,
  whole,
} from '../kernel/index.js';
import { problemOf } from '../kernel/problem.filter.js';
import {
  changedMeanwhile,
  isRight,
  type Judged,
  type SheetItem,
  Sheets,
  said,
  typed,
} from '../reports/sheet.service.js';
import { ImportRepository, type ImportRow } from './imports.repository.js';
import { type CellValue, codeColumn, firstField, type LayoutRow, sheetWorkbook } from './sheet-layout.js';
import { cellOf, dataOf, mostRows, readSheet, type SentRow, type SentSheet } from './sheet-reader.js';

const alreadyEnded = defineError('import-ended', 409, {
  zh: '导入已结束',
  en: 'The import has ended already',
});
const noResult = defineError('no-result', 409, {
  zh: '尚无结果：导入未完成',
  en: 'There is no result: the import has not come to its end',
});
/** Rows that are judged between two looks at whether it was cancelled. */
const stride = 200;
/** Milliseconds between two signs of life. */
const signEveryMs = 10_000;

/** Thrown while it saves, so that nothing is: it was cancelled, or given up. */
class Stopped extends Error {}

/** A row of the workbook, with what is wrong with it. */
interface CheckedRow {
  sent: SentRow;
  unitId: string | null;
  version: number | null;
  faults: FieldError[];
  judged: Judged | null;
}

/** Forms over many units by workbook: a template out, the filled one in, all of it or nothing. */
@Injectable()
export class Imports implements BeforeApplicationShutdown {
  private readonly log = new Logger('imports');
  private readonly running = new Set<Promise<void>>();
  private closes = false;

  constructor(
    private readonly repository: ImportRepository,
    private readonly sheets: Sheets,
    private readonly areas: Areas,
    private readonly subjects: Subjects,
    private readonly contexts: Contexts,
    private readonly clock: Clock,
  ) {}

  /** What is under way is not saved, and shows as interrupted. */
  async beforeApplicationShutdown(): Promise<void> {
    this.closes = true;
    await Promise.all(this.running);
  }

  /** The form over the units that the actor may write now, with what their drafts hold. 403 where there is none. */
  async template(ctx: RequestContext, key: SheetKey): Promise<Download> {
    const { form } = await this.sheets.formOf(ctx, key);
    const writable = (await this.sheets.get(ctx, key)).rows.filter((row) => row.lock === null);
    if (writable.length === 0) throw forbidden();
    const codes = new Map((await this.repository.unitCodes(ctx)).map((unit) => [unit.id, unit.code]));
    const bytes = await sheetWorkbook({
      key,
      form,
      mark: markOf(ctx, this.clock.zone),
      language: ctx.language,
      rows: writable.map(({ unitId, unitCode, unitName, version, data, comment }) => ({
        unitId,
        unitCode,
        unitName,
        version,
        cells: [...typed(form).map((field) => cellOf(field, data[field.key], ctx.language, codes)), comment],
      })),
    });
    return new Download(bytes, xlsxType, `${form.title[ctx.language]}-${key.period}.xlsx`);
  }

  /**
   * Takes a workbook in and starts checking it; what comes of it is asked for afterwards. With a key, the same
   * workbook sent again is the same import. 409 for an area that is switched off.
   */
  async start(ctx: RequestContext, bytes: Buffer, idempotencyKey: string | null): Promise<ImportView> {
    const sent = await readSheet(bytes);
    const subject = await this.subjects.load('plan', ctx, { params: {}, query: sent.key, body: undefined });
    authorise(ctx, 'plan.read', subject);
    const { form } = await this.sheets.formOf(ctx, sent.key);
    refuseOther(sent, form);
    const id = randomUUID();
    const { view, isNew } = await inTransaction(ctx, async (own) => {
      const body = createHash('sha256').update(bytes).digest('hex');
      const request = idempotencyKey && { method: 'POST', path: '/api/imports', key: idempotencyKey, body };
      const before = request && (await replay(own, request));
      if (before) return { view: JSON.parse(before.response) as ImportView, isNew: false };
      await this.areas.requireEnabled(own, sent.key.planId, sent.key.areaId);
      await this.repository.insert(own, id, sent.key, sent.rows.length);
      const view = await this.find(own, id);
      if (request) await remember(own, request, { status: 201, etag: null, response: JSON.stringify(view) });
      return { view, isNew: true };
    });
    if (isNew) {
      // Goes on after the answer, with connections of its own; the run's row says where it stands.
      const { requestId, actor, language } = ctx;
      const own = this.contexts.open({ requestId, actor, language });
      const run = this.work(own, id, sent, form).finally(() => this.running.delete(run));
      this.running.add(run);
    }
    return view;
  }

  async find(ctx: RequestContext, id: string): Promise<ImportView> {
    const found = await this.repository.find(ctx, id);
    if (!found) throw notFound();
    return view(ctx, found);
  }

  async list(ctx: RequestContext): Promise<Page<ImportView>> {
    return whole((await this.repository.list(ctx)).map((row) => view(ctx, row)));
  }

  /** The workbook that was sent in, with what is wrong marked in its cells. */
  async result(ctx: RequestContext, id: string): Promise<Download> {
    const found = await this.find(ctx, id);
    const bytes = await this.repository.result(ctx, id);
    if (!bytes) throw noResult();
    return new Download(bytes, xlsxType, `${found.formKey}-${found.period}-result.xlsx`);
  }

  /** Stops a run; nothing of it was saved yet, and nothing will be. */
  async cancel(ctx: RequestContext, id: string): Promise<ImportView> {
    const found = await this.find(ctx, id);
    if (!(await this.repository.end(ctx, id, this.clock.at(), { state: 'cancelled' }))) throw alreadyEnded();
    return { ...found, state: 'cancelled' };
  }

  /** Ends with the reason where it cannot go on, as where its area was switched off meanwhile. */
  private async work(ctx: RequestContext, id: string, sent: SentSheet, form: Form): Promise<void> {
    const sign = setInterval(() => {
      this.repository.touch(ctx, id, this.clock.at()).catch(() => undefined);
    }, signEveryMs);
    try {
      await this.run(ctx, id, sent, form);
    } catch (error) {
      if (error instanceof Stopped) return;
      const problem = problemOf(error);
      if (!problem) this.log.error(`import ${id}: ${(error as Error)?.stack ?? String(error)}`);
      const { code, detail } = problem ?? internal();
      await this.repository
        .end(ctx, id, this.clock.at(), { state: 'failed', error: { code, ...detail } })
        // The database is away: it shows as interrupted.
        .catch((fault: unknown) =>
          this.log.error(`import ${id}: ${(fault as Error)?.stack ?? String(fault)}`),
        );
    } finally {
      clearInterval(sign);
    }
  }

  private async run(ctx: RequestContext, id: string, sent: SentSheet, form: Form): Promise<void> {
    const units = await this.repository.unitCodes(ctx);
    const unitIds = new Map(units.map((unit) => [unit.code, unit.id]));
    const checked: CheckedRow[] = [];
    const seen = new Set<string>();
    for (let at = 0; at < sent.rows.length; at += stride) {
      checked.push(...(await this.check(ctx, sent, form, sent.rows.slice(at, at + stride), unitIds, seen)));
      const faulty = checked.filter((row) => !isSound(row)).length;
      if (this.closes || !(await this.repository.progress(ctx, id, this.clock.at(), checked.length, faulty)))
        throw new Stopped();
      await breathe();
    }
    const judged = checked.flatMap((row) => (row.judged && isSound(row) ? [row.judged] : [])).filter(isRight);
    if (judged.length === checked.length && (await this.save(ctx, id, sent, form, checked, judged))) return;
    const result = await this.resultOf(ctx, sent, form, checked);
    const faulty = checked.filter((row) => !isSound(row)).length;
    await this.repository.end(ctx, id, this.clock.at(), { state: 'refused', faulty, result });
  }

  /** Whether all of it was saved; else the rows that changed meanwhile are marked. */
  private async save(
    ctx: RequestContext,
    id: string,
    sent: SentSheet,
    form: Form,
    checked: CheckedRow[],
    judged: Parameters<Sheets['write']>[2],
  ): Promise<boolean> {
    const result = await this.resultOf(ctx, sent, form, checked);
    const undo = new Error('some rows were changed meanwhile');
    try {
      await inTransaction(ctx, async (own) => {
        const written = await this.sheets.write(own, sent.key, judged);
        for (const row of checked) {
          if (row.unitId && written.has(row.unitId)) continue;
          row.faults.push({ path: '', code: 'stale-version', message: changedMeanwhile });
        }
        if (written.size < judged.length) throw undo;
        await audit(own, {
          action: 'report.import',
          subjectType: 'import',
          subjectId: id,
          planId: sent.key.planId,
          detail: { formKey: sent.key.formKey, period: sent.key.period, rows: judged.length },
        });
        await this.areas.requireEnabled(own, sent.key.planId, sent.key.areaId);
        // Last: until then its signs of life are seen, and whoever cancels need not wait.
        const end = { state: 'saved', faulty: 0, result } as const;
        if (!(await this.repository.end(own, id, this.clock.at(), end))) throw new Stopped();
      });
      return true;
    } catch (error) {
      if (error !== undo) throw error;
      return false;
    }
  }

  private async check(
    ctx: RequestContext,
    sent: SentSheet,
    form: Form,
    rows: readonly SentRow[],
    unitIds: ReadonlyMap<string, string>,
    seen: Set<string>,
  ): Promise<CheckedRow[]> {
    const items: SheetItem[] = [];
    const read = rows.map((row): CheckedRow => {
      const unit = sent.units.get(row.code);
      const { data, comment, faults } = dataOf(typed(form), row.cells, unitIds);
      if (!unit)
        faults.unshift({
          path: '',
          code: 'unknown-unit',
          message: { zh: '单位编码不在模板中', en: 'no unit of this workbook' },
        });
      else if (seen.has(unit.unitId))
        faults.unshift({
          path: '',
          code: 'unit-twice',
          message: { zh: '单位重复', en: 'the unit stands here twice' },
        });
      else items.push({ unitId: unit.unitId, version: unit.version, data, comment });
      if (unit) seen.add(unit.unitId);
      return {
        sent: row,
        unitId: unit?.unitId ?? null,
        version: unit?.version ?? null,
        faults,
        judged: null,
      };
    });
    const judged = items.length > 0 ? await this.sheets.judge(ctx, sent.key, items) : [];
    const byUnit = new Map(judged.map((each) => [each.item.unitId, each]));
    for (const row of read) {
      if (row.unitId && !row.faults.some((fault) => fault.code === 'unit-twice'))
        row.judged = byUnit.get(row.unitId) ?? null;
    }
    return read;
  }

  private async resultOf(
    ctx: RequestContext,
    sent: SentSheet,
    form: Form,
    checked: readonly CheckedRow[],
  ): Promise<Buffer> {
    const names = new Map(
      (await this.sheets.get(ctx, sent.key)).rows.map((row) => [row.unitId, row.unitName]),
    );
    const columns = [...typed(form).map((field) => field.key), 'comment'];
    const rows = checked.map((row): LayoutRow => {
      const faults = faultsOf(row).map(({ path, message }) => {
        const at = columns.indexOf(path);
        return { column: at < 0 ? codeColumn : firstField + at, message: said(message, ctx.language) };
      });
      return {
        unitId: row.unitId ?? randomUUID(),
        unitCode: row.sent.code,
        unitName: (row.unitId && names.get(row.unitId)) ?? '',
        version: row.version,
        cells: row.sent.cells.map((cell): CellValue => cell.shown),
        verdict: {
          text:
            faults.length > 0
              ? faults.map((fault) => fault.message).join(ctx.language === 'zh' ? '；' : '; ')
              : ctx.language === 'zh'
                ? '无误'
                : 'Right',
          faults,
        },
      };
    });
    return sheetWorkbook({
      key: sent.key,
      form,
      mark: markOf(ctx, this.clock.zone),
      language: ctx.language,
      rows,
    });
  }
}

function view(ctx: RequestContext, { error, ...row }: ImportRow): ImportView {
  return { ...row, error: error && { code: error.code, detail: error[ctx.language] } };
}

function faultsOf(row: CheckedRow): FieldError[] {
  return [...row.faults, ...(row.judged && !isRight(row.judged) ? row.judged.errors : [])];
}

function isSound(row: CheckedRow): boolean {
  return row.judged !== null && faultsOf(row).length === 0;
}

function refuseOther(sent: SentSheet, form: Form): void {
  const refuse = (code: string, message: Text): never => {
    throw validationFailed({ errors: [{ path: 'file', code, message }] });
  };
  const keys = typed(form).map((field) => field.key);
  if (sent.formVersion !== form.version || keys.join() !== sent.fieldKeys.join())
    refuse('other-version', {
      zh: '模板与现行填报表版本不同，请重新下载',
      en: 'made from another version of the form; download the template again',
    });
  if (sent.rows.length === 0) refuse('empty', { zh: '没有填写任何一行', en: 'no row is filled in' });
  if (sent.rows.length > mostRows)
    refuse('too-many-rows', { zh: `最多 ${mostRows} 行`, en: `at most ${mostRows} rows` });
}
