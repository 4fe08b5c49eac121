import { randomUUID } from 'node:crypto';
import { type Form, type FormData, isNumeric, progressNoteKey } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { personOf } from '../organisation/seed-accounts.js';
import type { Services } from '../services.js';
import { fateOf, firstDemoDay } from './fate.js';
import { fillForm } from './fill.js';
import { fillNote, idle } from './notes.js';
import { recipes } from './recipes/index.js';
import type { ExpectationRow, SeededReport } from './seeded-report.js';
import type { World } from './world.js';
import { writeReports } from './write-reports.js';

/** Fills in, signs and accepts what is expected, in bulk; then the observations, and all roll-ups anew. */
export async function seedReports(
  services: Services,
  ctx: RequestContext,
  world: World,
  year: number,
): Promise<number> {
  await waiveSome(ctx, world);
  const expected = await expectedSoFar(ctx, world.planId);
  const reports = expected.map((each) => reportOn(services, world, each)).filter((each) => each !== null);
  await writeReports(ctx, world.planId, reports);
  const figuresOf = (report: SeededReport, revision: number, data: FormData) => ({
    planId: world.planId,
    year,
    areaId: report.areaId,
    formKey: report.formKey,
    unitId: report.unitId,
    period: report.period,
    reportId: report.reportId,
    revision,
    ancestors: report.ancestors,
    data,
  });
  await services.figures.import(
    ctx,
    'accepted',
    reports.flatMap((each) => {
      const { acceptedRevision, revision } = each.fate;
      if (acceptedRevision === null) return [];
      return [figuresOf(each, acceptedRevision, acceptedRevision === revision ? each.data : each.firstData)];
    }),
  );
  await services.figures.import(
    ctx,
    'pending',
    reports
      .filter(({ fate }) => fate.state === 'submitted' || fate.state === 'signed')
      .map((each) => figuresOf(each, each.fate.revision, each.data)),
  );
  await services.figures.rebuild(ctx, world.planId, year);
  return reports.length;
}

/** Two stations are excused from two months. */
async function waiveSome(ctx: RequestContext, { planId }: World): Promise<void> {
  await ctx.em.query(
    `update expectation e set waived_reason = '辖区调整，经同意免报' from unit u
     where u.id = e.unit_id and e.plan_id = $1 and u.code in ('X4S03', 'Q1S07') and e.period in ('2024-05', '2024-06')`,
    [planId],
  );
}

async function expectedSoFar(ctx: RequestContext, planId: string): Promise<ExpectationRow[]> {
  return ctx.em.query(
    `select e.id, e.area_id as "areaId", e.form_key as "formKey", e.task_id as "taskId", t.number, e.unit_id as "unitId",
       u.code as "unitCode", u.kind as "unitKind", e.period, to_char(e.due_on, 'YYYY-MM-DD') as "dueOn", e.ancestors,
       (select unit_id from assignment a where a.task_id = t.id and a.role = 'lead') as "leadUnitId"
     from expectation e join unit u on u.id = e.unit_id join task t on t.id = e.task_id
     where e.plan_id = $1 and e.opens_on <= $2 and e.waived_reason is null
     order by e.period, t.number, t.title, e.form_key, u.code`,
    [planId, firstDemoDay],
  );
}

function reportOn(services: Services, world: World, expected: ExpectationRow): SeededReport | null {
  const fate = fateOf(expected, world.people.staffed.has(expected.unitCode));
  const form = services.areas.form(expected.areaId, expected.formKey);
  if (!fate || !form) return null;
  const { data, mode } = content(form, expected);
  const code = expected.unitCode.toLowerCase();
  const county = code.slice(0, 2);
  return {
    ...expected,
    reportId: randomUUID(),
    form,
    fate,
    data,
    firstData: fate.revision > 1 ? slightlyLess(form, data) : data,
    mode,
    reporterId: personOf(world.people, `reporter-${code}`),
    headId: personOf(world.people, `head-${code}`),
    reviewerId: personOf(
      world.people,
      expected.unitKind === 'station' ? `reviewer-${county}` : `lead-${expected.areaId}`,
    ),
  };
}

function content(form: Form, expected: ExpectationRow): Pick<SeededReport, 'data' | 'mode'> {
  const { unitCode, period, number } = expected;
  if (form.key !== progressNoteKey) {
    const unit = { code: unitCode, kind: expected.unitKind };
    return { data: fillForm(form, recipes[`${expected.areaId}.${form.key}`], unit, period), mode: 'filled' };
  }
  const isIdle = idle.some(
    (each) => each.number === number && each.unitCode === unitCode && each.from <= period,
  );
  const note = fillNote(
    { id: expected.taskId, number },
    unitCode,
    expected.unitId === expected.leadUnitId,
    period,
  );
  return isIdle
    ? { data: { ...note, progress: '无新进展', 'next-steps': '按计划推进' }, mode: 'no-progress' }
    : { data: note, mode: 'filled' };
}

/** The first version of a report that was corrected later: one less in its last count, which is nobody's whole. */
function slightlyLess(form: Form, data: FormData): FormData {
  const last = form.fields.filter(isNumeric).at(-1);
  const value = last && data[last.key];
  if (!last || typeof value !== 'number' || value - 1 < (last.min ?? 0)) return data;
  return { ...data, [last.key]: value - 1 };
}
