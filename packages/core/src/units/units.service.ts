import { randomUUID } from 'node:crypto';
import {
  addDays,
  type CloseUnitBody,
  type CreateUnitBody,
  type MoveUnitBody,
  mayStandUnder,
  type Page,
  type PlacementView,
  type ReopenUnitBody,
  type UnitQuery,
  type UnitView,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  audit,
  type EndpointInput,
  inTransaction,
  type LoadedSubject,
  notFound,
  pageFrom,
  Subjects,
  whole,
} from '../kernel/index.js';
import {
  aheadOf,
  alreadyThere,
  beforeItBegan,
  circle,
  closedUnit,
  fixedKind,
  hasUnits,
  notAGroup,
  notClosed,
  standsUntil,
  taken,
  unsuitableUnit,
} from './unit.errors.js';
import { type Placement, UnitRepository } from './unit.repository.js';

/** Units whose place in the tree, or in groups, is another one from the day on. */
export interface PlacementChange {
  unitIds: string[];
  from: string;
}
/** A unit that was closed after its last day `on`. */
export interface ClosedUnit {
  unitId: string;
  successorId: string;
  on: string;
}
/** A unit whose close was taken back: as if it had never been, or after its work was `takenOverBy` another one. */
export interface ReopenedUnit {
  unitId: string;
  successorId: string | null;
  takenOverBy: string | null;
  /** First day on which it stands again. */
  from: string;
  reason: string;
}
export type ReopenListener = (ctx: RequestContext, reopened: ReopenedUnit) => Promise<void>;
export type CloseListener = (ctx: RequestContext, closed: ClosedUnit) => Promise<void>;
export type PlacementListener = (ctx: RequestContext, change: PlacementChange) => Promise<void>;

/** The organisation tree as it stands and stood, and the groups beside it. */
@Injectable()
export class Units implements OnModuleInit {
  private readonly listeners: PlacementListener[] = [];
  private readonly closeListeners: CloseListener[] = [];
  private readonly reopenListeners: ReopenListener[] = [];

  constructor(
    private readonly units: UnitRepository,
    private readonly subjects: Subjects,
  ) {}

  onModuleInit(): void {
    this.subjects.register(
      'unit',
      (ctx, input: EndpointInput<{ id?: string }, unknown, { unitId?: string }>) =>
        this.subject(ctx, input.params.id ?? input.body?.unitId ?? ''),
    );
  }

  /** Called inside the transaction of a move, a close or a change of a group. */
  onPlacementChange(listener: PlacementListener): void {
    this.listeners.push(listener);
  }

  /** Called inside the transaction of a close, once the unit stands nowhere any more. */
  onClose(listener: CloseListener): void {
    this.closeListeners.push(listener);
  }

  /** Called inside the transaction that takes a close back, once the unit stands again. */
  onReopen(listener: ReopenListener): void {
    this.reopenListeners.push(listener);
  }

  private async subject(ctx: RequestContext, id: string): Promise<LoadedSubject | null> {
    const version = await this.units.versionOf(ctx, id);
    if (version === null) return null;
    const unit = await this.get(ctx, id);
    return { readPermission: 'unit.read', version, unitId: id, unitPath: unit.path, unitKind: unit.kind };
  }

  async list(ctx: RequestContext, query: UnitQuery): Promise<Page<UnitView>> {
    const { items, total } = await this.units.list(ctx, query, query.on ?? ctx.today);
    return pageFrom(items, total, query);
  }

  /** As it stands today; a closed unit where it stood last. */
  find(ctx: RequestContext, id: string): Promise<UnitView | null> {
    return this.units.find(ctx, id, ctx.today);
  }

  /** Throws 404 where there is none. */
  async get(ctx: RequestContext, id: string): Promise<UnitView> {
    const unit = await this.find(ctx, id);
    if (!unit) throw notFound();
    return unit;
  }

  async placements(ctx: RequestContext, unitId: string): Promise<Page<PlacementView>> {
    const placements = await this.units.placements(ctx, unitId);
    return whole(
      placements.map(({ parentId, path, validFrom, validTo }) => ({
        parentId,
        path,
        from: validFrom,
        to: validTo,
      })),
    );
  }

  /** Where the unit stood on the day; null before it was there and after it was closed. */
  placementOn(
    ctx: RequestContext,
    unitId: string,
    day: string,
  ): Promise<Pick<Placement, 'path' | 'parentId' | 'ancestors'> | null> {
    return this.units.placementOn(ctx, unitId, day);
  }

  /** The same, and of a closed unit where it last stood. */
  lastPlacement(
    ctx: RequestContext,
    unitId: string,
    day: string,
  ): Promise<Pick<Placement, 'ancestors'> | null> {
    return this.units.lastPlacement(ctx, unitId, day);
  }

  async pathOf(ctx: RequestContext, unitId: string, on = ctx.today): Promise<string | null> {
    return (await this.units.placementOn(ctx, unitId, on))?.path ?? null;
  }

  /** Ids of the unit and of all below it on the day, in the order of the tree. */
  subtreeIds(ctx: RequestContext, unitId: string, on = ctx.today): Promise<string[]> {
    return this.units.subtreeIds(ctx, unitId, on);
  }

  /** Throws 409 `already-exists` naming the code, or the name where a sister has it; 422 for an unsuitable parent. */
  add(ctx: RequestContext, unit: CreateUnitBody & { id?: string }): Promise<UnitView> {
    return inTransaction(ctx, async (ctx) => {
      const { id = randomUUID(), parentId = null, code, name, kind, from = ctx.today } = unit;
      await this.units.holdTree(ctx);
      if (await this.units.isTaken(ctx, 'code', code, null)) throw taken('code');
      if (await this.units.isTaken(ctx, 'name', name, parentId)) throw taken('name');
      const base = parentId === null ? '/' : (await this.parent(ctx, parentId, from)).path;
      if (parentId !== null) await this.requireHigher(ctx, parentId, kind);
      const path = `${base}${kind === 'group' ? '~' : ''}${code}/`;
      await this.units.insert(ctx, { id, code, name, kind });
      await this.units.insertPlacement(ctx, { unitId: id, parentId, path, validFrom: from });
      await this.units.refreshUnder(ctx, path, from);
      await audit(ctx, {
        action: 'unit.add',
        subjectType: 'unit',
        subjectId: id,
        detail: { code, name, kind, parentId, from },
      });
      return this.get(ctx, id);
    });
  }

  async rename(ctx: RequestContext, id: string, name: string): Promise<UnitView> {
    await this.units.holdTree(ctx);
    const unit = await this.get(ctx, id);
    if (unit.name === name) return unit;
    if (await this.units.isTaken(ctx, 'name', name, unit.parentId)) throw taken('name');
    await this.units.update(ctx, id, { name });
    await audit(ctx, {
      action: 'unit.rename',
      subjectType: 'unit',
      subjectId: id,
      detail: { from: unit.name, to: name },
    });
    return this.get(ctx, id);
  }

  /** Puts the unit and all below it under another parent from the day on; what ended before stays as it was. */
  async move(ctx: RequestContext, id: string, { parentId, from }: MoveUnitBody): Promise<UnitView> {
    await this.units.holdTree(ctx);
    const unit = await this.get(ctx, id);
    const placement = await this.movable(ctx, unit);
    const parent = await this.parent(ctx, parentId, from);
    if (parent.path.startsWith(placement.path)) throw circle();
    if (placement.parentId === parentId) throw alreadyThere();
    await this.requireHigher(ctx, parentId, unit.kind);
    if (from <= placement.validFrom) throw beforeItBegan(unit.name, placement.validFrom);
    if (await this.units.isTaken(ctx, 'name', unit.name, parentId)) throw taken('name');
    const newPath = `${parent.path}${unit.code}/`;
    await this.units.replant(ctx, { unitId: id, parentId, from, path: placement.path, newPath });
    const unitIds = await this.units.refreshUnder(ctx, newPath, from);
    await this.units.update(ctx, id, {});
    await audit(ctx, {
      action: 'unit.move',
      subjectType: 'unit',
      subjectId: id,
      detail: { parentId, from, units: unitIds.length },
    });
    await this.tell(ctx, { unitIds, from });
    return this.get(ctx, id);
  }

  /** Ends the unit after its last day `on`; its history stays with it, its work goes to the successor. */
  async close(ctx: RequestContext, id: string, { on, successorId }: CloseUnitBody): Promise<UnitView> {
    await this.units.holdTree(ctx);
    const unit = await this.get(ctx, id);
    const placement = await this.movable(ctx, unit);
    if (successorId === id) throw unsuitableUnit('successorId', 'a unit cannot succeed itself');
    const successor = await this.units.find(ctx, successorId, on);
    if (!successor) throw unsuitableUnit('successorId');
    if (successor.kind === 'group') throw unsuitableUnit('successorId', 'a group cannot succeed a unit');
    if (successor.closedOn) throw closedUnit(successor);
    if (on < placement.validFrom) throw beforeItBegan(unit.name, placement.validFrom);
    if (await this.units.hasUnitsBelow(ctx, placement.path, on)) throw hasUnits();
    await this.units.endPlacement(ctx, id, on);
    await this.units.update(ctx, id, { closedOn: on, successorId });
    await audit(ctx, {
      action: 'unit.close',
      subjectType: 'unit',
      subjectId: id,
      detail: { on, successorId },
    });
    await this.tell(ctx, { unitIds: [id], from: addDays(on, 1) });
    for (const listener of this.closeListeners) await listener(ctx, { unitId: id, successorId, on });
    return this.get(ctx, id);
  }

  /**
   * Takes a close back. Before its work was handed over, the unit stands as if it had never been closed; after that
   * from a day on, and what was handed over stays where it is until it is given back by hand.
   */
  async reopen(
    ctx: RequestContext,
    id: string,
    { reason, from = ctx.today }: ReopenUnitBody,
  ): Promise<UnitView> {
    await this.units.holdTree(ctx);
    const unit = await this.get(ctx, id);
    const { closedOn, successorId, takenOverBy, parentId } = unit;
    if (!closedOn || parentId === null) throw notClosed();
    if (takenOverBy && from <= closedOn) throw standsUntil(unit.name, closedOn);
    if (takenOverBy && from > ctx.today) throw aheadOf(ctx.today);
    const day = takenOverBy ? from : addDays(closedOn, 1);
    const parent = await this.get(ctx, parentId);
    if (parent.closedOn) throw closedUnit(parent);
    if (await this.units.isTaken(ctx, 'name', unit.name, parentId)) throw taken('name');
    if (takenOverBy) await this.units.standAgain(ctx, { id, parentId }, day);
    else await this.units.unend(ctx, { id, parentId, lastDay: closedOn });
    await this.units.reopen(ctx, id);
    await audit(ctx, {
      action: 'unit.reopen',
      subjectType: 'unit',
      subjectId: id,
      detail: { closedOn, successorId, handedOver: takenOverBy !== null, from: day, reason },
    });
    await this.tell(ctx, { unitIds: [id], from: day });
    const reopened = { unitId: id, successorId, takenOverBy, from: day, reason };
    for (const listener of this.reopenListeners) await listener(ctx, reopened);
    return this.get(ctx, id);
  }

  async members(ctx: RequestContext, groupId: string): Promise<Page<UnitView>> {
    const members: UnitView[] = [];
    for (const id of await this.units.memberIds(ctx, groupId)) members.push(await this.get(ctx, id));
    return whole(members);
  }

  /** A group knows no days: its member has always counted in it, and so has all below the member. */
  async addMember(ctx: RequestContext, groupId: string, unitId: string): Promise<void> {
    await this.units.holdTree(ctx);
    if ((await this.get(ctx, groupId)).kind !== 'group') throw notAGroup();
    const unit = await this.find(ctx, unitId);
    if (!unit) throw unsuitableUnit('unitId');
    if (unit.kind === 'group') throw unsuitableUnit('unitId', 'a group cannot hold a group');
    if (!(await this.units.addMember(ctx, groupId, unitId))) return;
    await this.regroup(ctx, 'unit.join-group', groupId, unitId);
  }

  async removeMember(ctx: RequestContext, groupId: string, unitId: string): Promise<void> {
    await this.units.holdTree(ctx);
    if (!(await this.units.removeMember(ctx, groupId, unitId))) throw notFound();
    await this.regroup(ctx, 'unit.leave-group', groupId, unitId);
  }

  private async regroup(ctx: RequestContext, action: string, groupId: string, unitId: string) {
    const unitIds = await this.units.refreshWithin(ctx, unitId);
    await audit(ctx, { action, subjectType: 'unit', subjectId: groupId, detail: { unitId } });
    await this.tell(ctx, { unitIds, from: await this.units.firstDay(ctx, unitIds) });
  }

  /** The placement that a move or a close ends. */
  private async movable(ctx: RequestContext, unit: UnitView): Promise<Placement> {
    if (unit.kind === 'bureau' || unit.kind === 'group') throw fixedKind();
    const placement = await this.units.lasting(ctx, unit.id);
    if (unit.closedOn || !placement) throw closedUnit(unit);
    return placement;
  }

  /** Where the parent stands from the day on for good: what is put under it has one path until someone moves it. */
  private async parent(ctx: RequestContext, parentId: string, from: string): Promise<Placement> {
    const parent = await this.units.find(ctx, parentId, from);
    if (!parent) throw unsuitableUnit('parentId');
    if (parent.kind === 'group') throw unsuitableUnit('parentId', 'a group is no parent; add members to it');
    const placement = await this.units.lasting(ctx, parentId);
    if (parent.closedOn || !placement) throw closedUnit(parent);
    if (from < placement.validFrom) throw beforeItBegan(parent.name, placement.validFrom);
    return placement;
  }

  private async requireHigher(ctx: RequestContext, parentId: string, kind: UnitView['kind']): Promise<void> {
    const parent = await this.get(ctx, parentId);
    if (!mayStandUnder(kind, parent.kind))
      throw unsuitableUnit('parentId', `a ${kind} does not stand under a ${parent.kind}`);
  }

  private async tell(ctx: RequestContext, change: PlacementChange): Promise<void> {
    for (const listener of this.listeners) await listener(ctx, change);
  }
}
