import type { Form, FormData } from '@duban/contract';
import type { Expected, Fate } from './fate.js';

/** A report that is due, with where it counts. */
export interface ExpectationRow extends Expected {
  id: string;
  areaId: string;
  taskId: string;
  unitId: string;
  leadUnitId: string;
  ancestors: string[];
}

/** A report to be stored, with all that happened to it. */
export interface SeededReport extends ExpectationRow {
  reportId: string;
  form: Form;
  fate: Fate;
  data: FormData;
  /** What revision 1 said, where a second one followed. */
  firstData: FormData;
  mode: 'filled' | 'zero' | 'no-progress';
  reporterId: string;
  headId: string;
  reviewerId: string;
}
