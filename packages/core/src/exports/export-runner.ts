import { randomUUID } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { defineError, type RequestContext } from '@duban/server-kit';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Sessions } from '../identity/sessions.service.js';
import { internal } from '../kernel/errors.js';
import { audit, Clock, Contexts, forbidden, inTransaction } from '../kernel/index.js';
import { problemOf } from '../kernel/problem.filter.js';
import { type ClaimedJob, ExportJobRepository } from './export-jobs.repository.js';
import { ExportKinds, type MadeDocument } from './export-kinds.js';
import { Steps } from './steps.js';

/** A file of a whole plan has some hundred kilobytes. */
const largestBytes = 20_000_000;
/** One that brought its process down so often is not tried again. */
const mostAttempts = 5;
/** Milliseconds between two looks for what another process left behind, and between two signs of life. */
const lookEveryMs = 5_000;
const signEveryMs = 10_000;

const tooLarge = defineError('export-too-large', 413, {
  zh: '文件超过 20 MB，请缩小范围',
  en: 'The file is larger than 20 MB; ask for less of it',
});
const interrupted = defineError('export-interrupted', 503, {
  zh: '生成过程多次中断，请重新生成',
  en: 'It was interrupted several times; ask for it again',
});

/** Faults of the moment: the same work may go through later. */
const passing = new Set(['unavailable', 'stale-version']);

/** Thrown between two steps of a job that was cancelled, is another's by now, or whose house closes. */
class Stopped extends Error {}

/**
 * Makes the documents that were asked for, one after the other. A job is claimed by its row, so that of several
 * processes one does it; what it leaves is written in one transaction, or not at all. One whose process is gone is
 * taken up again by whoever looks next.
 */
@Injectable()
export class ExportRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('exports');
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private isAsked = false;
  private closes = false;

  constructor(
    private readonly repository: ExportJobRepository,
    private readonly kinds: ExportKinds,
    private readonly sessions: Sessions,
    private readonly contexts: Contexts,
    private readonly clock: Clock,
    private readonly looksByItself: boolean,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.looksByItself) return;
    this.wake();
    this.timer = setInterval(() => this.wake(), lookEveryMs);
    this.timer.unref();
  }

  /** What it works on is put back for the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    this.closes = true;
    if (this.timer) clearInterval(this.timer);
    await this.running;
  }

  /** Looks for jobs now; returns at once. */
  wake(): void {
    this.isAsked = true;
    if (this.closes) return;
    this.running ??= this.drain().finally(() => {
      this.running = null;
      // Asked between its last look and here.
      if (this.isAsked) this.wake();
    });
  }

  private async drain(): Promise<void> {
    try {
      while (this.isAsked && !this.closes) {
        this.isAsked = false;
        for (let job = await this.claim(); job; job = this.closes ? null : await this.claim())
          await this.work(job);
      }
    } catch (error) {
      // The database is away: the job is taken up again once it was not touched for a while.
      this.isAsked = false;
      this.log.error((error as Error)?.stack ?? String(error));
    }
  }

  private claim(): Promise<ClaimedJob | null> {
    return this.repository.claim(this.contexts.open(), randomUUID());
  }

  private async work(job: ClaimedJob): Promise<void> {
    const ctx = this.contexts.open({ requestId: job.requestId, language: job.language });
    const sign = setInterval(() => {
      this.repository.touch(ctx, job, this.clock.at()).catch(() => undefined);
    }, signEveryMs);
    try {
      if (job.attempts > mostAttempts) throw interrupted();
      const actor = await this.sessions.actor(ctx, job.userId);
      if (!actor) throw forbidden();
      await this.finish({ ...ctx, actor }, job, await this.make({ ...ctx, actor }, job));
    } catch (error) {
      await this.end(ctx, job, error);
    } finally {
      clearInterval(sign);
    }
  }

  /** Whoever lost the permission while it waited gets nothing. */
  private make(ctx: RequestContext, job: ClaimedJob): Promise<MadeDocument> {
    const steps = new Steps((done, total) => this.tell(ctx, job, done, total));
    const work = async (own: RequestContext) => {
      await this.kinds.authorise(own, job.request);
      // Storing it is the last one.
      await steps.expect(1);
      return this.kinds.of(job.request.kind).make(own, job.request, steps);
    };
    return inTransaction(ctx, work, 'REPEATABLE READ');
  }

  /** On a connection of its own: how far it is must be seen while its transaction is open. */
  private async tell(ctx: RequestContext, job: ClaimedJob, done: number, total: number): Promise<void> {
    if (this.closes || !(await this.repository.progress(ctx, job, this.clock.at(), done, total)))
      throw new Stopped();
    await breathe();
  }

  private async finish(ctx: RequestContext, job: ClaimedJob, made: MadeDocument): Promise<void> {
    if (made.bytes.length > largestBytes) throw tooLarge();
    await inTransaction(ctx, async (own) => {
      if (!(await this.repository.finish(own, job, this.clock.at(), made))) throw new Stopped();
      await audit(own, made.audit);
    });
  }

  private async end(ctx: RequestContext, job: ClaimedJob, error: unknown): Promise<void> {
    const problem = problemOf(error);
    if (this.closes || (problem && passing.has(problem.code)))
      return void (await this.repository.release(ctx, job));
    if (error instanceof Stopped) return;
    if (!problem) this.log.error(`export ${job.id}: ${(error as Error)?.stack ?? String(error)}`);
    const { code, detail } = problem ?? internal();
    await this.repository.fail(ctx, job, this.clock.at(), { code, ...detail });
  }
}
