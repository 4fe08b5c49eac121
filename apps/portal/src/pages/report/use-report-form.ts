import { type Form, progressNoteForm, progressNoteKey } from '@duban/contract';
import { queries } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import type { ReportSubject } from './report-search.js';

export type ShownForm = Pick<Form, 'key' | 'title' | 'version' | 'fields' | 'checks' | 'window'>;

/** The form of a report. `form` is null where the area has none of that key. */
export function useReportForm({
  planId,
  areaId,
  formKey,
}: Pick<ReportSubject, 'planId' | 'areaId' | 'formKey'>) {
  const isNote = formKey === progressNoteKey;
  const forms = useQuery({ ...queries.forms(planId, areaId), enabled: !isNote });
  const found = forms.data?.items.find((each) => each.key === formKey);
  // The API sends fields and checks as the contract's forms hold them; its schema fixes only part of that.
  const form: ShownForm | null = isNote ? progressNoteForm : ((found as unknown as ShownForm) ?? null);
  return { form, isPending: !isNote && forms.isPending, error: forms.error, retry: forms.refetch };
}
