import { allows, mostViews, type NewView, type Page, type SavedView, type ViewChange } from '@duban/contract';
import { defineError, type RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  actorOf,
  audit,
  type EndpointInput,
  forbidden,
  type LoadedSubject,
  notFound,
  Subjects,
  stale,
  whole,
} from '../kernel/index.js';
import { ViewRepository } from './views.repository.js';

const tooMany = defineError('too-many-views', 409, {
  zh: `此页面的视图已达 ${mostViews} 个，请先删除不用的`,
  en: `You have ${mostViews} views of this page; delete one first`,
});

/** 视图: how a page was looked at, under a name. Its owner changes it; a shared one the plan office as well. */
@Injectable()
export class Views implements OnModuleInit {
  constructor(
    private readonly repository: ViewRepository,
    private readonly subjects: Subjects,
  ) {}

  onModuleInit(): void {
    this.subjects.register('view', async (ctx, { params }: EndpointInput) => {
      const view = await this.repository.find(ctx, (params as { id: string }).id);
      const actor = actorOf(ctx);
      const subject: LoadedSubject = { readPermission: 'plan.read' };
      // To others, what is not shared is not there.
      if (!view || (view.owner.id !== actor.id && !view.shared)) return null;
      if (!allows(actor, subject.readPermission, subject)) return null;
      if (view.owner.id !== actor.id && !allows(actor, 'plan.keep')) throw forbidden();
      return { ...subject, version: view.version };
    });
  }

  async list(
    ctx: RequestContext,
    { planId, page }: { planId: string; page: string },
  ): Promise<Page<SavedView>> {
    return whole(await this.repository.list(ctx, planId, page));
  }

  /** 409 where the person has one of that name on the page. */
  async save(ctx: RequestContext, view: NewView): Promise<SavedView> {
    const id = await this.repository.insert(ctx, view);
    if (!id) throw tooMany();
    const saved = await this.get(ctx, id);
    await this.log(ctx, 'save', saved);
    return saved;
  }

  async change(ctx: RequestContext, id: string, change: ViewChange): Promise<SavedView> {
    const before = await this.get(ctx, id);
    if (!(await this.repository.update(ctx, before, change))) throw stale();
    const after = await this.get(ctx, id);
    await this.log(ctx, 'change', after);
    return after;
  }

  async delete(ctx: RequestContext, id: string): Promise<void> {
    const view = await this.get(ctx, id);
    await this.repository.delete(ctx, id);
    await this.log(ctx, 'delete', view);
  }

  private async get(ctx: RequestContext, id: string): Promise<SavedView> {
    const found = await this.repository.find(ctx, id);
    if (!found) throw notFound();
    return found;
  }

  private log(ctx: RequestContext, act: string, { id, planId, page, shared, owner }: SavedView) {
    return audit(ctx, {
      action: `view.${act}`,
      subjectType: 'view',
      subjectId: id,
      planId,
      detail: { page, shared, ownerId: owner.id },
    });
  }
}
