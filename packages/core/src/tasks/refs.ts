/** SQL of a reference `{id, name}`; null where the column is. */
export const refOf = (table: 'app_user' | 'unit', id: string) =>
  `(select json_build_object('id', r.id, 'name', r.name) from ${table} r where r.id = ${id})`;

/** SQL of a task `t` as lists over a whole plan show it. */
export const taskRefOf = `json_build_object('id', t.id, 'number', t.number, 'title', t.title, 'areaId', t.area_id)`;

/**
 * When an assignment `a` of a task `t` was given and has to be accepted by: a part that was given later has its own
 * days, the lead unit's are always the task's, and who only cooperates accepts nothing.
 */
export const assignmentDays = `coalesce(a.given_on, t.issued_on)::text as "givenOn",
  (case a.role when 'lead' then t.accept_by when 'responsible' then coalesce(a.accept_by, t.accept_by) end)::text as "acceptBy"`;
