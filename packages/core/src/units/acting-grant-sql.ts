/**
 * SQL of the roles that people act by: their own, and in a merged unit's place those in the unit that took it over.
 * Roles are nobody's to inherit, but what comes back to a unit that is there no more has to be somebody's to answer.
 */
export const actingGrant = `(select id, user_id, role, unit_id, area_id from role_grant
  union all select held.id, held.user_id, held.role, gone.id, null from role_grant held join unit gone on gone.taken_over_by = held.unit_id
    where held.role in ('reporter', 'unit-head', 'reviewer'))`;
