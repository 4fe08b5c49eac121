import { randomUUID } from 'node:crypto';
import type { DeputyBody, DeputyView, Grant, Page, Ref } from '@duban/contract';
import { defineError, type RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  actorOf,
  audit,
  type LoadedSubject,
  notFound,
  Subjects,
  validationFailed,
  whole,
} from '../kernel/index.js';
import { Notifications } from '../notifications/notifications.service.js';
import { Units } from '../units/units.service.js';
import { DeputyRepository } from './deputies.repository.js';

const alreadyRevoked = defineError('deputy-revoked', 409, { zh: '授权已撤销', en: 'It was revoked already' });

/** 授权代签: who acts in a head's place, for which forms and tasks, and when. Both names show on what they do. */
@Injectable()
export class Deputies implements OnModuleInit {
  constructor(
    private readonly repository: DeputyRepository,
    private readonly units: Units,
    private readonly notifications: Notifications,
    private readonly subjects: Subjects,
  ) {}

  onModuleInit(): void {
    this.subjects.register('new-deputy', (ctx, { body }: { body: DeputyBody }) =>
      this.ofUnit(ctx, body.unitId),
    );
    this.subjects.register('deputy', async (ctx, { params }: { params: { id: string } }) => {
      const found = await this.repository.find(ctx, params.id);
      const { id } = actorOf(ctx);
      // To others it is not there.
      if (!found || ![found.head.id, found.deputy.id].includes(id)) return null;
      return this.ofUnit(ctx, found.unit.id);
    });
  }

  private async ofUnit(ctx: RequestContext, unitId: string): Promise<LoadedSubject | null> {
    const unit = await this.units.find(ctx, unitId);
    return unit && { readPermission: 'unit.read', unitId, unitPath: unit.path, unitKind: unit.kind };
  }

  /** Names a deputy. 422 for oneself, and for somebody who has no role in the unit. */
  async name(ctx: RequestContext, body: DeputyBody): Promise<DeputyView> {
    const refuse = (code: string, zh: string, en: string): never => {
      throw validationFailed({ errors: [{ path: 'deputyId', code, message: { zh, en } }] });
    };
    if (body.deputyId === actorOf(ctx).id)
      refuse('yourself', '不能授权给本人', 'you cannot be your own deputy');
    if (!(await this.repository.belongs(ctx, body.deputyId, body.unitId)))
      refuse('not-of-unit', '被授权人须在本单位任职', 'the deputy must hold a role in the unit');
    const id = randomUUID();
    await this.repository.insert(ctx, id, body);
    await audit(ctx, {
      action: 'deputy.name',
      subjectType: 'deputy',
      subjectId: id,
      detail: {
        unitId: body.unitId,
        deputyId: body.deputyId,
        forms: body.forms ?? null,
        tasks: body.tasks,
        from: body.from,
        to: body.to,
      },
    });
    const named = await this.get(ctx, id);
    await this.tell(ctx, 'deputy-named', named);
    return named;
  }

  async list(ctx: RequestContext): Promise<Page<DeputyView>> {
    return whole(await this.repository.list(ctx));
  }

  /** Takes it back from today on. */
  async revoke(ctx: RequestContext, id: string): Promise<DeputyView> {
    if (!(await this.repository.revoke(ctx, id))) throw alreadyRevoked();
    await audit(ctx, { action: 'deputy.revoke', subjectType: 'deputy', subjectId: id });
    const revoked = await this.get(ctx, id);
    await this.tell(ctx, 'deputy-revoked', revoked);
    return revoked;
  }

  /** Head and deputy, whoever of them did not do it. */
  private async tell(
    ctx: RequestContext,
    kind: 'deputy-named' | 'deputy-revoked',
    { head, deputy, unit, to }: DeputyView,
  ): Promise<void> {
    const detail = {
      unit: unit.name,
      by: actorOf(ctx).name,
      ...(kind === 'deputy-named' ? { dueDate: to } : {}),
    };
    await this.notifications.tell(
      ctx,
      { planId: null, taskId: null, kind, detail },
      { users: [head.id, deputy.id] },
    );
  }

  /** The head in whose place the actor may sign the unit's form today; null for none. */
  headFor(
    ctx: RequestContext,
    report: { unitId: string; areaId: string; formKey: string },
  ): Promise<Ref | null> {
    return this.repository.headFor(ctx, report.unitId, `${report.areaId}.${report.formKey}`);
  }

  /**
   * The head of the unit that leads a task, in whose place the actor may act on it today; null for nobody's, and for
   * whoever heads the unit: they act by right.
   */
  async standsInFor(ctx: RequestContext, leadUnitId: string | null): Promise<Ref | null> {
    const heads = ({ role, unitId }: Grant) => role === 'unit-head' && unitId === leadUnitId;
    if (leadUnitId === null || actorOf(ctx).grants.some(heads)) return null;
    return this.repository.headForTasks(ctx, leadUnitId);
  }

  /** Units for which the actor may sign something today; of two heads, the one who named them last comes first. */
  async unitsOf(ctx: RequestContext): Promise<{ unitId: string; forms: string[] | null; head: Ref }[]> {
    return this.repository.unitsOf(ctx);
  }

  private async get(ctx: RequestContext, id: string): Promise<DeputyView> {
    const found = await this.repository.find(ctx, id);
    if (!found) throw notFound();
    return found;
  }
}
