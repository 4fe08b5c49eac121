import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { inForce } from '../deputies/deputy-sql.js';
import type { Digest } from '../notifications/notifications.service.js';
import { isShut } from '../plans/closed-periods.js';
import { knowsTask } from '../plans/known-tasks.js';
import { isRunningPlan } from '../plans/plan-sql.js';
import { expected, isDeputed, waitsForReview, waitsForSignature } from '../reports/waiting-sql.js';
import { actingGrant } from '../units/acting-grant-sql.js';
import { pathOn } from '../units/placement-sql.js';

const isRunning = isRunningPlan('$1');
/** The task `t` where its area is not switched off, in such a plan. */
const running = `join plan_area pa on pa.plan_id = t.plan_id and pa.area_id = t.area_id and pa.enabled
  join plan on plan.id = t.plan_id and ${isRunning}`;
const known = knowsTask('person.id', 'person.office');
const reports = `(select count(*) from ${expected} join plan on plan.id = e.plan_id and ${isRunning}
  where t.visibility <> 'withheld' and ${known}`;
const owed = `${reports} and e.unit_id = any(person.units) and not e.received and e.waived_reason is null and not ${isShut('$1')}`;

@Injectable()
export class DigestRepository {
  async runningPlans(ctx: RequestContext): Promise<string[]> {
    const rows: { id: string }[] = await ctx.em.query(`select id from plan where ${isRunning}`, [ctx.today]);
    return rows.map(({ id }) => id);
  }

  /**
   * What is due soon, late and urged, and what waits to be answered, signed, reviewed, accepted and decided, for
   * everybody who reports or decides. Nobody is told of a task that they may not know.
   */
  async count(ctx: RequestContext, soon: string, selfSigned: readonly string[]): Promise<Digest[]> {
    return ctx.em.query(
      `with person as (
         select u.id, coalesce(array_agg(g.unit_id) filter (where g.role in ('reporter', 'unit-head')), '{}') as units,
           array_agg(g.unit_id) filter (where g.role = 'unit-head') as headed,
           array_agg(${pathOn('g.unit_id', '$1::date')}) filter (where g.role = 'reviewer') as reviewed,
           array_remove(array_agg(g.area_id) filter (where g.role = 'area-lead'), null) as areas,
           bool_or(g.role = 'plan-office') as office, bool_or(g.role = 'leader') as leads
         from app_user u join ${actingGrant} g on g.user_id = u.id
         where u.active and (g.role in ('reporter', 'unit-head', 'reviewer', 'area-lead', 'plan-office', 'leader')
           or exists (select from deputy d where d.deputy_id = u.id and ${inForce('$1::date')})) group by u.id),
       counted as (
         select person.id,
           ${owed} and e.opens_on <= $1::date and e.due_on between $1::date and $2::date) as due,
           ${owed} and e.due_on < $1::date) as overdue,
           (select count(*) from urging s join task t on t.id = s.task_id ${running}
             where s.unit_id = any(person.units) and s.state = 'issued' and ${known}) as urged,
           (select count(*) from instruction i join task t on t.id = i.task_id ${running}
             join assignment a on a.task_id = t.id and a.role = 'lead'
             where a.unit_id = any(person.units) and i.state = 'open' and ${known}) as answer,
           ${reports} and ${waitsForSignature('person.id', '$3::text[]')} and (e.unit_id = any(person.headed)
             or exists (select from deputy d where d.deputy_id = person.id and d.unit_id in (e.unit_id, u.taken_over_by)
               and ${isDeputed('d.forms')} and ${inForce('$1::date')}))) as sign,
           ${reports} and ${waitsForReview('person.id', 'person.reviewed', 'person.areas', '$1::date')}) as review,
           (select count(*) from assignment a join task t on t.id = a.task_id ${running}
             where a.unit_id = any(person.units) and t.visibility <> 'withheld' and ${known}
               and (a.role = 'lead' and t.state = 'issued'
                 or a.role = 'responsible' and a.accepted_on is null and t.state in ('issued', 'in-progress'))) as accept,
           (select count(*) from task t ${running}
             where t.visibility <> 'withheld' and ${known} and (
               (person.leads and t.leader_id = person.id and (t.state = 'pending-issue' or t.pending is not null
                 or exists (select from adjustment a where a.task_id = t.id and a.state = 'proposed')
                 or exists (select from extension e where e.task_id = t.id and e.state = 'approved')
                 or exists (select from urging s where s.task_id = t.id and s.state = 'drafted' and s.level = 'red')))
               or (person.office and (t.state = 'closure-review' and t.pre_approved_by is not null
                 or exists (select from extension e where e.task_id = t.id and e.state = 'asked')
                 or exists (select from light_contest c where c.task_id = t.id and c.answered_on is null)
                 or exists (select from urging s where s.task_id = t.id and s.state = 'drafted' and s.level = 'orange')))
               or (t.area_id = any(person.areas) and t.state = 'closure-review' and t.pre_approved_by is null))) as decide
         from person)
       select id, to_jsonb(counted) - 'id' as counts from counted`,
      [ctx.today, soon, selfSigned],
    );
  }
}
