/** SQL that is true of the placement that its unit has on a day; a closed unit has none. */
export const standsOn = (placement: string, day: string) =>
  `${placement}.valid_from <= ${day} and (${placement}.valid_to is null or ${placement}.valid_to >= ${day})`;

/** SQL that is true of the last placement (alias `placement`) of its unit that had begun by a day: of a closed one, its last. */
export const lastPlacementBy = (day: string) =>
  `placement.valid_from <= ${day} and not exists (select from unit_placement later where later.unit_id = placement.unit_id
     and later.valid_from > placement.valid_from and later.valid_from <= ${day})`;

/**
 * SQL of the path of where a unit stands on a day; of a closed one, where it last stood: what it handed in is still
 * decided on there. A move that is dated ahead changes nothing before its day.
 */
export const pathOn = (unit: string, day: string) =>
  `(select placement.path from unit_placement placement where placement.unit_id = ${unit} and ${lastPlacementBy(day)})`;

/** SQL that is true of a unit that stands under one of the paths (a text[]) on a day. */
export const standsUnder = (unit: string, paths: string, day: string) =>
  `exists (select from unnest(${paths}) as root where starts_with(${pathOn(unit, day)}, root))`;
