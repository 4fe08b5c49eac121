import type { RequestContext } from '@duban/server-kit';
import { validationFailed } from '../kernel/index.js';
import type { Assignment } from './assignment.entity.js';
import type { Task } from './task.entity.js';
import type { TaskRepository } from './tasks.repository.js';

/** A task as a seed or an import gives it. */
export interface NewTask {
  planId: string;
  areaId: string;
  number?: number | null;
  title: string | null;
  outlineTitle?: string | null;
  visibility?: Task['visibility'];
  origin: Task['origin'];
  /** `draft` unless said; `withheld` for what the plan prints as 略. */
  state?: Task['state'];
  basis?: string | null;
  summary?: string | null;
  leaderId?: string | null;
  dueDate?: string | null;
  /** As first set; the due date unless said. */
  originalDueDate?: string | null;
  multiYearUntil?: string | null;
  /** The task of last year's plan that goes on as this one. */
  carriedFrom?: string | null;
  issuedOn?: string | null;
  acceptBy?: string | null;
  acceptedOn?: string | null;
  closedOn?: string | null;
  awaitingSuperior?: boolean;
  leadUnitId?: string | null;
  responsibleUnitIds?: readonly string[];
  cooperatingUnitIds?: readonly string[];
  /** Who may know of a restricted task beside its leader and the plan office. */
  knowerIds?: readonly string[];
}

export interface Parts {
  leadUnitId: string | null;
  responsibleUnitIds: readonly string[];
  cooperatingUnitIds: readonly string[];
}

/** The row of a new task, in version 1. */
export function taskRow(id: string, task: NewTask): Task {
  return {
    id,
    planId: task.planId,
    areaId: task.areaId,
    number: task.number ?? null,
    title: task.title,
    outlineTitle: task.outlineTitle ?? null,
    visibility: task.visibility ?? 'open',
    state: task.state ?? 'draft',
    origin: task.origin,
    basis: task.basis ?? null,
    summary: task.summary ?? null,
    leaderId: task.leaderId ?? null,
    dueDate: task.dueDate ?? null,
    originalDueDate: task.originalDueDate ?? task.dueDate ?? null,
    multiYearUntil: task.multiYearUntil ?? null,
    carriedFrom: task.carriedFrom ?? null,
    issuedOn: task.issuedOn ?? null,
    acceptBy: task.acceptBy ?? null,
    acceptedOn: task.acceptedOn ?? null,
    declined: false,
    awaitingSuperior: task.awaitingSuperior ?? false,
    closureRequestedBy: null,
    preApprovedBy: null,
    closedOn: task.closedOn ?? null,
    pending: null,
    override: null,
    version: 1,
  };
}

/** Who takes part, one row for each unit. */
export function assignmentRows(
  task: { id: string; planId: string; acceptedOn: string | null },
  parts: Parts,
  newId: () => string,
): Assignment[] {
  const row = (unitId: string, role: Assignment['role']): Assignment => ({
    id: newId(),
    planId: task.planId,
    taskId: task.id,
    unitId,
    role,
    parentId: null,
    acceptedOn: role === 'lead' ? task.acceptedOn : null,
    handlerId: null,
    waivedReason: null,
    text: null,
    givenOn: null,
    acceptBy: null,
    version: 1,
  });
  return [
    ...(parts.leadUnitId ? [row(parts.leadUnitId, 'lead')] : []),
    ...parts.responsibleUnitIds.map((unitId) => row(unitId, 'responsible')),
    ...parts.cooperatingUnitIds.map((unitId) => row(unitId, 'cooperating')),
  ];
}

/**
 * 422, by field, for a unit named twice, and for units, leader or knowers that are not there. A unit that has a part
 * already may keep it, though it is closed or will be: its successor goes on with what it leaves.
 */
export async function refuseUnknownPeople(
  ctx: RequestContext,
  repository: TaskRepository,
  given: Parts & { leaderId: string | null; knowerIds: readonly string[] },
  having: readonly string[] = [],
): Promise<void> {
  const named: [string, string][] = [
    ...(given.leadUnitId ? ([['leadUnitId', given.leadUnitId]] as [string, string][]) : []),
    ...given.responsibleUnitIds.map((id, at): [string, string] => [`responsibleUnitIds.${at}`, id]),
    ...given.cooperatingUnitIds.map((id, at): [string, string] => [`cooperatingUnitIds.${at}`, id]),
  ];
  const users: [string, string][] = [
    ...(given.leaderId ? ([['leaderId', given.leaderId]] as [string, string][]) : []),
    ...given.knowerIds.map((id, at): [string, string] => [`knowerIds.${at}`, id]),
  ];
  const there = await repository.existing(ctx, {
    units: named.map(([, id]) => id),
    users: users.map(([, id]) => id),
  });
  const ids = named.map(([, id]) => id);
  const errors = [
    ...named
      .filter(([, id]) => !there.units.includes(id) && !having.includes(id))
      .map(([path]) => ({
        path,
        code: 'unknown-unit',
        message: { zh: '没有这个单位，或已撤销', en: 'no open unit' },
      })),
    ...named
      .filter(([, id], at) => ids.indexOf(id) !== at)
      .map(([path]) => ({
        path,
        code: 'assigned-twice',
        message: { zh: '该单位在本任务中已有分工', en: 'the unit has a part in the task already' },
      })),
    ...users
      .filter(([, id]) => !there.users.includes(id))
      .map(([path]) => ({
        path,
        code: 'unknown-user',
        message: { zh: '没有这个人员，或已停用', en: 'no active user' },
      })),
    ...users
      .filter(([path, id]) => path === 'leaderId' && there.users.includes(id) && !there.leaders.includes(id))
      .map(([path]) => ({
        path,
        code: 'no-leader',
        message: { zh: '不是责任领导', en: 'does not hold the role of a leader' },
      })),
  ];
  if (errors.length > 0) throw validationFailed({ errors });
}
