import { actingGrant } from '../units/acting-grant-sql.js';
import { pathOn } from '../units/placement-sql.js';

/** Ids of those who may know of a restricted task (alias `t`): named persons, its leader, the plan office. */
export const knownTo = `case when t.visibility = 'restricted' then array(
    select k.user_id from task_knower k where k.task_id = t.id
    union select t.leader_id where t.leader_id is not null
    union select g.user_id from role_grant g where g.role = 'plan-office') end`;

/**
 * Whether a reviewer had a part in a station's report (alias `r`, its unit `u`, its task `t`) and none is left above
 * who had none, as the units stand on a day: the area lead reviews it then.
 */
export const reviewersTookPart = (day: string) => `(u.kind in ('station', 'team')
  and exists (select from role_grant g where g.role = 'reviewer' and g.user_id in ${tookPart()})
  and not exists (select from ${actingGrant} g join app_user a on a.id = g.user_id and a.active
    where g.role = 'reviewer' and g.user_id not in ${tookPart()}
      and (t.visibility <> 'restricted' or g.user_id = any(${knownTo}))
      and starts_with(${pathOn('r.unit_id', day)}, ${pathOn('g.unit_id', day)})))`;

/** Those who wrote, handed in or signed the report (alias `r`). */
export function tookPart(): string {
  return `(select unnest(r.writers || r.filled_by) union select r.submitted_by where r.submitted_by is not null
    union select r.signed_by where r.signed_by is not null)`;
}
