/** SQL that is true of the last placement (alias `placement`) of its unit that had begun by a day: of a closed one, its last. */
export const lastPlacementBy = (day: string) =>
  `placement.valid_from <= ${day} and not exists (select from unit_placement later where later.unit_id = placement.unit_id
     and later.valid_from > placement.valid_from and later.valid_from <= ${day})`;
