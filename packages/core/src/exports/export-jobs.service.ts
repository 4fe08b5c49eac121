import { randomUUID } from 'node:crypto';
import type { ExportRequest, ExportView, Language, Page } from '@duban/contract';
import { defineError, type RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  afterCommit,
  audit,
  Download,
  type EndpointInput,
  type LoadedSubject,
  notFound,
  Subjects,
  whole,
} from '../kernel/index.js';
import { ExportJobRepository, type JobRow } from './export-jobs.repository.js';
import { ExportKinds } from './export-kinds.js';
import { ExportRunner } from './export-runner.js';

/** Jobs of one person that may wait or be worked on at a time, and that are listed. */
const mostOpen = 5;
const mostKept = 50;

const tooMany = defineError('too-many-exports', 409, {
  zh: `同时生成的文件最多 ${mostOpen} 份，请等待或取消`,
  en: `At most ${mostOpen} documents are made at a time; wait for them or cancel some`,
});
const alreadyEnded = defineError('export-ended', 409, {
  zh: '该文件已生成、失败或取消',
  en: 'It has come to its end already',
});
const notDone = defineError('export-not-done', 409, {
  zh: '文件尚未生成',
  en: 'There is no file: it is not done',
});
const expired = defineError('export-expired', 410, {
  zh: '文件已过保存期，请重新生成',
  en: 'The file is not kept any more; ask for it again',
});

/** Documents that are made while one does something else: asked for, watched, cancelled, fetched. One's own only. */
@Injectable()
export class ExportJobs implements OnModuleInit {
  constructor(
    private readonly repository: ExportJobRepository,
    private readonly kinds: ExportKinds,
    private readonly runner: ExportRunner,
    private readonly subjects: Subjects,
  ) {}

  onModuleInit(): void {
    this.subjects.register('export', (ctx, { body }: EndpointInput<unknown, unknown, ExportRequest>) =>
      this.kinds.authorise(ctx, body),
    );
    this.subjects.register('own-export', async (ctx, { params }: EndpointInput<{ id: string }>) => {
      const found = await this.repository.find(ctx, params.id);
      return found && ({ readPermission: 'plan.read' } satisfies LoadedSubject);
    });
  }

  /** Takes an order; it is worked on once it is stored. Throws 409 where the document cannot be made yet. */
  async start(ctx: RequestContext, request: ExportRequest): Promise<ExportView> {
    const { planId, title } = await this.kinds.of(request.kind).describe(ctx, request);
    if ((await this.repository.openOf(ctx)) >= mostOpen) throw tooMany();
    const id = randomUUID();
    await this.repository.insert(ctx, { id, planId, title, request });
    await this.repository.trim(ctx, mostKept);
    await this.log(ctx, 'export.start', { id, planId }, { kind: request.kind });
    afterCommit(ctx, () => this.runner.wake());
    return this.get(ctx, id);
  }

  async list(ctx: RequestContext): Promise<Page<ExportView>> {
    return whole((await this.repository.list(ctx)).map((row) => view(row, ctx.language)));
  }

  async get(ctx: RequestContext, id: string): Promise<ExportView> {
    return view(await this.row(ctx, id), ctx.language);
  }

  /** Nothing of it is left. */
  async cancel(ctx: RequestContext, id: string): Promise<ExportView> {
    if (!(await this.repository.cancel(ctx, id))) throw alreadyEnded();
    const row = await this.row(ctx, id);
    await this.log(ctx, 'export.cancel', row, { kind: row.kind });
    return view(row, ctx.language);
  }

  /** For whoever may still have such a document, and still know of what it tells. */
  async file(ctx: RequestContext, id: string): Promise<Download> {
    const row = await this.row(ctx, id);
    await this.kinds.authorise(ctx, row.request);
    if (row.state !== 'done') throw notDone();
    const file = await this.repository.file(ctx, id);
    if (!file) throw expired();
    if (!file.isKnown) throw notFound();
    await this.log(ctx, 'export.download', row, { kind: row.kind });
    return new Download(file.bytes, row.mediaType ?? 'application/octet-stream', row.fileName ?? id);
  }

  removeOld(ctx: RequestContext): Promise<number> {
    return this.repository.removeOld(ctx);
  }

  private async row(ctx: RequestContext, id: string): Promise<JobRow> {
    const row = await this.repository.find(ctx, id);
    if (!row) throw notFound();
    return row;
  }

  private log(
    ctx: RequestContext,
    action: string,
    job: { id: string; planId: string },
    detail: Record<string, unknown>,
  ): Promise<void> {
    return audit(ctx, { action, subjectType: 'export', subjectId: job.id, planId: job.planId, detail });
  }
}

function view({ request: _, error, ...row }: JobRow, language: Language): ExportView {
  return { ...row, error: error && { code: error.code, detail: error[language] } };
}
