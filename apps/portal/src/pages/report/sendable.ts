import { dataSchema, type Form, failedChecks, isVisible } from '@duban/contract';
import { pick } from '@duban/portal-kit';
import type { Draft } from './draft-keeper.js';

/**
 * The part of a draft that its form lets through: without fields that are hidden, of a wrong value, or where a
 * check finds an error. The server refuses a draft that holds any of those as a whole.
 */
export function sendable(form: Pick<Form, 'fields' | 'checks'>, draft: Draft): Draft {
  const shown = form.fields.filter((field) => isVisible(field, draft.data));
  const data = pick(shown, draft.data);
  const parsed = dataSchema(shown, { complete: false }).safeParse(data);
  for (const issue of parsed.error?.issues ?? []) delete data[String(issue.path[0])];
  // Without its field a check is unknown, so each round ends one of them.
  for (;;) {
    const broken = failedChecks(form, data).find(
      (check) => check.severity === 'error' && data[check.field] !== undefined,
    );
    if (!broken) return { data, comment: draft.comment };
    delete data[broken.field];
  }
}
