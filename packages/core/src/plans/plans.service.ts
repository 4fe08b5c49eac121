import { randomUUID } from 'node:crypto';
import {
  type AreaView,
  type ClosePeriodsBody,
  type Closing,
  type Page,
  type PlanView,
  periodEnd,
  periodsOfYear,
  type Text,
} from '@duban/contract';
import { defineError, type RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Areas } from '../areas/areas.service.js';
import { audit } from '../kernel/audit-log.js';
import {
  type EndpointInput,
  inTransaction,
  notFound,
  offsetOf,
  type PageRequest,
  pageFrom,
  Subjects,
  sortOf,
  stale,
  validationFailed,
} from '../kernel/index.js';
import { PlanRepository, type PlanRow } from './plans.repository.js';

const alreadyIssued = defineError('already-issued', 409, {
  zh: '该计划已印发；之后立项的任务请逐项交办',
  en: 'The plan was issued; issue tasks that were drafted later one by one',
});

export interface NewPlan {
  year: number;
  title: string;
  bureau: string;
  rootUnitId: string;
  announcedTasks: number;
  documentNumber?: string | null;
  /** `YYYY-MM-DD` */
  issuedOn?: string | null;
  areas: readonly { areaId: string; number: number; title: Text }[];
}

interface PlanInput {
  params?: { id?: string; planId?: string };
  query?: { planId?: string };
  body?: { planId?: string };
}

/** Periods of a plan that were closed or opened again: up to which day they were closed, and are now. */
export interface MovedClosing {
  planId: string;
  from: string | null;
  to: string | null;
  reason: string;
}
type ClosingListener = (ctx: RequestContext, moved: MovedClosing) => Promise<void>;

@Injectable()
export class Plans implements OnModuleInit {
  private readonly onClosed: ClosingListener[] = [];

  constructor(
    private readonly repository: PlanRepository,
    private readonly areas: Areas,
    private readonly subjects: Subjects,
  ) {}

  /** The plan that a request names in its path, query or body. A request that may leave it out asks about all. */
  onModuleInit(): void {
    this.subjects.register('plan', async (ctx, input: EndpointInput) => {
      const { params, query, body } = input as PlanInput;
      const id = params?.id ?? params?.planId ?? query?.planId ?? body?.planId;
      if (id === undefined) return { readPermission: 'plan.read' };
      const version = await this.repository.versionOf(ctx, id);
      return version === null ? null : { readPermission: 'plan.read', version };
    });
  }

  /** Calls the listener, in the transaction of the change, when periods were closed or opened again. */
  onClosing(listener: ClosingListener): void {
    this.onClosed.push(listener);
  }

  async list(ctx: RequestContext, request: PageRequest): Promise<Page<PlanView>> {
    const rows = await this.repository.page(ctx, {
      newestFirst: sortOf(request.sort).direction === 'desc',
      limit: request.limit,
      offset: offsetOf(request.cursor),
    });
    const areas = await this.areas.ofPlans(
      ctx,
      rows.map((row) => row.id),
    );
    const items = rows.map((row) => view(ctx, row, areas));
    return pageFrom(items, await this.repository.count(ctx), request);
  }

  async get(ctx: RequestContext, id: string): Promise<PlanView> {
    const row = await this.repository.find(ctx, id);
    if (!row) throw notFound();
    return view(ctx, row, await this.areas.ofPlans(ctx, [id]));
  }

  /** Every plan's id and year. */
  years(ctx: RequestContext): Promise<{ id: string; year: number }[]> {
    return this.repository.years(ctx);
  }

  async exists(ctx: RequestContext, id: string): Promise<boolean> {
    return (await this.repository.versionOf(ctx, id)) !== null;
  }

  /** Stores a plan with its areas; its tasks come after. For seeds and imports: asks no policy. */
  create(ctx: RequestContext, plan: NewPlan): Promise<string> {
    return inTransaction(ctx, async (own) => {
      const { areas, ...row } = plan;
      const id = randomUUID();
      await this.repository.insert(own, {
        documentNumber: null,
        issuedOn: null,
        closedThrough: null,
        ranking: false,
        ...row,
        id,
        version: 1,
      });
      for (const area of areas) await this.areas.add(own, { planId: id, ...area });
      await audit(own, {
        action: 'plan.create',
        subjectType: 'plan',
        subjectId: id,
        planId: id,
        detail: { year: plan.year },
      });
      return id;
    });
  }

  /** Lets units be ranked, or no longer. 412 where the plan was changed meanwhile. */
  async setRanking(ctx: RequestContext, id: string, ranking: boolean): Promise<PlanView> {
    const plan = await this.get(ctx, id);
    if (plan.ranking === ranking) return plan;
    if (!(await this.repository.setRanking(ctx, id, plan.version, ranking))) throw stale();
    await audit(ctx, {
      action: 'plan.ranking',
      subjectType: 'plan',
      subjectId: id,
      planId: id,
      detail: { enabled: ranking },
    });
    return this.get(ctx, id);
  }

  /** What closing to the day would leave behind; nothing of what is closed already. */
  closing(ctx: RequestContext, id: string, closedThrough: string): Promise<Closing> {
    return this.repository.closing(ctx, id, closedThrough);
  }

  /**
   * Closes periods, or opens them again: nothing is handed in any more, what was before is still signed, accepted or
   * returned. Throws 422 for a day that is no past month's end of the plan's year.
   */
  async closePeriods(ctx: RequestContext, id: string, given: ClosePeriodsBody): Promise<PlanView> {
    const row = await this.repository.find(ctx, id);
    if (!row) throw notFound();
    const { closedThrough, reason } = given;
    if (closedThrough !== null) {
      const ends = periodsOfYear(row.year, 'month').map(periodEnd);
      if (!ends.includes(closedThrough))
        throw refusedDay('not-a-month-end', {
          zh: '应为计划年度某月的最后一天',
          en: 'must be the last day of a month of the plan',
        });
      if (closedThrough >= ctx.today)
        throw refusedDay('not-ended', { zh: '该月尚未结束', en: 'the month has not ended yet' });
    }
    if (!(await this.repository.close(ctx, row, closedThrough))) throw stale();
    await audit(ctx, {
      action: 'plan.close-periods',
      subjectType: 'plan',
      subjectId: id,
      planId: id,
      detail: { from: row.closedThrough, to: closedThrough, reason },
    });
    const moved = { planId: id, from: row.closedThrough, to: closedThrough, reason };
    if (moved.from !== moved.to) for (const listener of this.onClosed) await listener(ctx, moved);
    return this.get(ctx, id);
  }

  /** Notes that the plan was issued today under a document number; 409 `already-issued` the second time. */
  async markIssued(ctx: RequestContext, id: string, documentNumber: string): Promise<void> {
    const version = await this.repository.versionOf(ctx, id);
    if (version === null) throw notFound();
    const given = { documentNumber, issuedOn: ctx.today };
    if (!(await this.repository.issue(ctx, id, version, given))) throw alreadyIssued();
  }
}

function view(ctx: RequestContext, row: PlanRow, areas: Map<string, AreaView[]>): PlanView {
  return { ...row, businessDate: ctx.today, areas: areas.get(row.id) ?? [] };
}

const refusedDay = (code: string, message: Text) =>
  validationFailed({ errors: [{ path: 'closedThrough', code, message }] });
