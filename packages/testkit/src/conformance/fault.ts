export const aspects = {
  declaration: 'is declared strictly and survives JSON',
  references: 'refers only to what it declares',
  languages: 'speaks Chinese and English',
  privacy: 'has no field for a person outside the bureau',
  restraint: 'counts and ranks nothing that must never be',
  metrics: 'declares metrics whose sides can be added up',
  samples: 'takes every valid sample and refuses every invalid one at its field',
  computation: 'computes purely, and always gives an answer',
  moves: 'refuses a move only by an error of its own',
  totals: 'reaches the totals that were written by hand',
} as const;
export type Aspect = keyof typeof aspects;

/** Something that does not hold: where, why, and what to do about it. */
export interface Fault {
  aspect: Aspect;
  /** Such as `form dispute-diversion, field diverted`. */
  at: string;
  message: string;
}
