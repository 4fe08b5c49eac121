/** SQL of the id of the same bureau's plan of the year before; of the first, should there be several. */
export const planBefore = (year: string, rootUnitId: string) =>
  `(select before.id from plan before where before.year = ${year} - 1 and before.root_unit_id = ${rootUnitId}
     order by before.id limit 1)`;

/** SQL that is true of a `plan` that is not settled on the day: one of last year, of this one, of the next. */
export const isRunningPlan = (today: string) => `plan.year >= extract(year from ${today}::date) - 1`;
