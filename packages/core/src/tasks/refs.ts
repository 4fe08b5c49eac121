/** SQL of a reference `{id, name}`; null where the column is. */
export const refOf = (table: 'app_user' | 'unit', id: string) =>
  `(select json_build_object('id', r.id, 'name', r.name) from ${table} r where r.id = ${id})`;

/** SQL of a task `t` as lists over a whole plan show it. */
export const taskRefOf = `json_build_object('id', t.id, 'number', t.number, 'title', t.title, 'areaId', t.area_id)`;
