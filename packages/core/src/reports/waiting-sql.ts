import { standsUnder } from '../units/placement-sql.js';
import { reviewersTookPart, tookPart } from './took-part-sql.js';

/** What is expected (`e`), in areas that are not switched off, with the report (`r`) that answers it; the task is `t`, the unit `u`. */
export const expected = `expectation e
  join task t on t.id = e.task_id
  join unit u on u.id = e.unit_id
  join plan_area pa on pa.plan_id = e.plan_id and pa.area_id = e.area_id and pa.enabled
  left join report r on r.plan_id = e.plan_id and r.task_id = e.task_id and r.form_key = e.form_key and r.unit_id = e.unit_id and r.period = e.period`;

/** The form, as `<area>.<form>`. */
const form = `e.area_id || '.' || e.form_key`;

/**
 * Whether the report waits for the review of a person who is a reviewer in units of these paths (a text[]) and leads
 * these areas (a text[]): nobody reviews what they had a part in.
 */
export const waitsForReview = (person: string, paths: string, areas: string, day: string) =>
  `(r.state = 'signed' and ${person} not in ${tookPart()}
    and (u.kind in ('station', 'team') and ${standsUnder('e.unit_id', paths, day)}
      or (u.kind not in ('station', 'team') or ${reviewersTookPart(day)}) and e.area_id = any(${areas})))`;

/**
 * Whether the report waits for the signature of a person who signs for its unit: not for that of one who filled it
 * in or handed it in, but for forms (a text[] of `<plan>.<area>.<form>`) that allow it.
 */
export const waitsForSignature = (person: string, selfSigned: string) =>
  `(r.state = 'submitted' and (r.submitted_by is distinct from ${person} and r.filled_by is distinct from ${person}
    or e.plan_id || '.' || ${form} = any(${selfSigned})))`;

/** Whether a deputy who was named for these forms (a text[] of `<area>.<form>`; null for all) signs the report. */
export const isDeputed = (forms: string) => `(${forms} is null or ${form} = any(${forms}))`;
