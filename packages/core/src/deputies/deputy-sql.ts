/** Whether a person is active and holds a role in a unit. */
export const belongsTo = (person: string, unit: string) => `exists (
  select from role_grant own join app_user member on member.id = own.user_id and member.active
  where own.user_id = ${person} and own.unit_id = ${unit})`;

/** A deputy (`d`) in force on a day: named by somebody who still heads the unit, and that to somebody who is still of it. */
export const inForce = (
  day: string,
) => `d.valid_from <= ${day} and d.valid_to >= ${day} and (d.revoked_on is null or d.revoked_on > ${day})
  and exists (select from role_grant g join app_user a on a.id = g.user_id and a.active
    where g.user_id = d.head_id and g.role = 'unit-head' and g.unit_id = d.unit_id)
  and ${belongsTo('d.deputy_id', 'd.unit_id')}`;
