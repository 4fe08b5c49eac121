import { randomUUID } from 'node:crypto';
import { addWorkingDays, findMove, type Text } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { Areas } from '../areas/areas.service.js';
import { Calendar } from '../calendar/calendar.service.js';
import { audit, notFound, validationFailed } from '../kernel/index.js';
import { Lights } from '../lights/lights.service.js';
import { assignmentRows, refuseUnknownPeople, taskRow } from './task-input.js';
import { TaskNews } from './task-news.js';
import { TaskRepository } from './tasks.repository.js';

/** What a decision says of a task, as far as it says it. */
export interface DecidedWork {
  areaId: string | null;
  leadUnitId: string | null;
  cooperatingUnitIds: readonly string[];
  dueDate: string | null;
}

const daysToAccept = 1;

/** Tasks that a meeting decides on: they wait for their lead unit's acceptance (待签收) at once. */
@Injectable()
export class DecidedTasks {
  constructor(
    private readonly repository: TaskRepository,
    private readonly areas: Areas,
    private readonly calendar: Calendar,
    private readonly lights: Lights,
    private readonly news: TaskNews,
  ) {}

  /** 422, by field, for an area, units or a leader that are not there, and for a day that has passed. */
  async check(
    ctx: RequestContext,
    planId: string,
    { areaId, dueDate, leadUnitId, cooperatingUnitIds }: DecidedWork,
    leaderId: string | null = null,
  ): Promise<void> {
    if (areaId !== null && !(await this.areas.isEnabled(ctx, planId, areaId)))
      throw refused('areaId', 'unknown-area', { zh: '没有这个行动，或已停用', en: 'no such area in use' });
    if (dueDate !== null && dueDate < ctx.today)
      throw refused('dueDate', 'passed', { zh: `不得早于 ${ctx.today}`, en: `not before ${ctx.today}` });
    const parts = { leadUnitId, cooperatingUnitIds, responsibleUnitIds: [] };
    await refuseUnknownPeople(ctx, this.repository, { ...parts, leaderId, knowerIds: [] });
  }

  /** Stores the task, writes down by which meeting it was issued, and tells its lead unit. */
  async make(
    ctx: RequestContext,
    given: DecidedWork & {
      planId: string;
      areaId: string;
      leadUnitId: string;
      dueDate: string;
      leaderId: string;
      text: string;
      basis: string;
    },
  ): Promise<string> {
    const { planId, text, basis, cooperatingUnitIds, leadUnitId } = given;
    await this.check(ctx, planId, given, given.leaderId);
    const acceptBy = addWorkingDays(ctx.today, daysToAccept, await this.calendar.load(ctx));
    const row = taskRow(randomUUID(), {
      planId,
      areaId: given.areaId,
      title: titleOf(text),
      origin: 'meeting',
      state: 'issued',
      basis,
      summary: text,
      leaderId: given.leaderId,
      dueDate: given.dueDate,
      issuedOn: ctx.today,
      acceptBy,
    });
    await this.repository.insert(ctx, row);
    const parts = { leadUnitId, cooperatingUnitIds, responsibleUnitIds: [] };
    await this.repository.insertAssignments(ctx, assignmentRows(row, parts, randomUUID));
    const task = await this.repository.seen(ctx, row.id);
    const move = findMove('pending-issue', 'issue');
    if (!task || !move) throw notFound();
    const issued = { move: move.move, from: 'pending-issue', to: 'issued', reason: text } as const;
    await this.repository.addHistory(ctx, task, { ...issued, detail: { basis } });
    await audit(ctx, { action: 'task.issue', subjectType: 'task', subjectId: task.id, planId });
    await this.lights.refresh(ctx, planId, [task.id]);
    await this.news.moved(ctx, task, move, { reason: null, acceptBy });
    return task.id;
  }
}

/** As much of the text as a title holds; never half a character. */
const titleOf = (text: string) => text.slice(0, 200).replace(/[\ud800-\udbff]$/, '');

const refused = (path: string, code: string, message: Text) =>
  validationFailed({ errors: [{ path, code, message }] });
