import { randomUUID } from 'node:crypto';
import type { RequestContext } from '@duban/server-kit';
import { insertMany } from '../bulk.js';
import { instant } from '../dated.js';
import type { Event } from './fate.js';
import type { SeededReport } from './seeded-report.js';

const reasons: Readonly<Partial<Record<Event['move'], string>>> = {
  return: '请核对本期数据后重新报送',
  unlock: '基数核对后更正',
};

function actorOf(report: SeededReport, event: Event): string {
  switch (event.move) {
    case 'submit':
      return report.reporterId;
    case 'sign':
      return report.headId;
    case 'return':
      return event.from === 'submitted' ? report.headId : report.reviewerId;
    default:
      return report.reviewerId;
  }
}

/** Stores reports with their revisions and events, and notes on the expectations what was received, and when. */
export async function writeReports(
  ctx: RequestContext,
  planId: string,
  reports: readonly SeededReport[],
): Promise<void> {
  await insertMany(
    ctx,
    'report',
    {
      id: 'uuid',
      plan_id: 'uuid',
      area_id: 'text',
      form_key: 'text',
      form_version: 'int',
      config_version: 'int',
      task_id: 'uuid',
      unit_id: 'uuid',
      period: 'text',
      state: 'text',
      revision: 'int',
      accepted_revision: 'int',
      data: 'jsonb',
      mode: 'text',
      filled_for: 'boolean',
      filled_by: 'uuid',
      submitted_by: 'uuid',
      signed_by: 'uuid',
      returned: 'jsonb',
      version: 'int',
    },
    reports.map((report) => reportRow(planId, report)),
  );
  await insertMany(
    ctx,
    'report_revision',
    {
      plan_id: 'uuid',
      report_id: 'uuid',
      revision: 'int',
      form_version: 'int',
      config_version: 'int',
      data: 'jsonb',
      mode: 'text',
      submitted_by: 'uuid',
      submitted_at: 'timestamptz',
    },
    reports.flatMap((report) => revisionRows(planId, report)),
  );
  await insertMany(
    ctx,
    'report_event',
    {
      id: 'uuid',
      plan_id: 'uuid',
      report_id: 'uuid',
      revision: 'int',
      at: 'timestamptz',
      business_date: 'date',
      move: 'text',
      from_state: 'text',
      to_state: 'text',
      actor_id: 'uuid',
      reason: 'text',
      request_id: 'text',
    },
    reports.flatMap((report) => eventRows(ctx, planId, report)),
  );
  await markReceived(ctx, reports);
}

function reportRow(planId: string, report: SeededReport) {
  const { fate, form } = report;
  const handedIn = fate.state !== 'draft';
  return {
    id: report.reportId,
    plan_id: planId,
    area_id: report.areaId,
    form_key: report.formKey,
    form_version: form.version,
    config_version: 0,
    task_id: report.taskId,
    unit_id: report.unitId,
    period: report.period,
    state: fate.state,
    revision: fate.revision,
    accepted_revision: fate.acceptedRevision,
    data: report.data,
    mode: report.mode,
    filled_for: false,
    filled_by: report.reporterId,
    submitted_by: handedIn ? report.reporterId : null,
    signed_by: fate.state === 'signed' || fate.state === 'accepted' ? report.headId : null,
    returned: fate.state === 'returned' ? { reason: reasons.return, field: null, by: report.headId } : null,
    version: 1 + fate.events.length,
  };
}

function revisionRows(planId: string, report: SeededReport) {
  return report.fate.events
    .filter((event) => event.move === 'submit')
    .map((event) => ({
      plan_id: planId,
      report_id: report.reportId,
      revision: event.revision,
      form_version: report.form.version,
      config_version: 0,
      data: event.revision < report.fate.revision ? report.firstData : report.data,
      mode: report.mode,
      submitted_by: report.reporterId,
      submitted_at: instant(event.on, 9),
    }));
}

function eventRows(ctx: RequestContext, planId: string, report: SeededReport) {
  return report.fate.events.map((event, at) => ({
    id: randomUUID(),
    plan_id: planId,
    report_id: report.reportId,
    revision: event.revision,
    at: instant(event.on, 9 + at),
    business_date: event.on,
    move: event.move,
    from_state: event.from,
    to_state: event.to,
    actor_id: actorOf(report, event),
    reason: reasons[event.move] ?? null,
    request_id: ctx.requestId,
  }));
}

async function markReceived(ctx: RequestContext, reports: readonly SeededReport[]): Promise<void> {
  const rows = reports
    .filter(({ fate }) => fate.signedOn !== null)
    .map(({ id, fate }) => ({ id, signed_on: fate.signedOn, received: fate.received }));
  await ctx.em.query(
    `update expectation e set first_signed_on = row.signed_on, received = row.received
     from jsonb_to_recordset($1::jsonb) as row (id uuid, signed_on date, received boolean) where e.id = row.id`,
    [JSON.stringify(rows)],
  );
}
