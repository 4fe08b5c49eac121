import { type Form, progressNoteForm, progressNoteKey } from '@duban/contract';
import { api, queries } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import type { ReportSubject } from './report-search.js';

export type ShownForm = Pick<Form, 'key' | 'title' | 'version' | 'fields' | 'checks' | 'window'>;

/**
 * The form of a report: of one that was begun, as it was set then; of a new one, as the plan has it now. `form` is
 * null where the area has none of that key.
 */
export function useReportForm(
  { planId, areaId, formKey }: Pick<ReportSubject, 'planId' | 'areaId' | 'formKey'>,
  reportId: string | null,
) {
  const isNote = formKey === progressNoteKey;
  const isBegun = reportId !== null;
  const forms = useQuery({ ...queries.forms(planId, areaId), enabled: !isNote && !isBegun });
  // The API sends fields and checks as the contract's forms hold them; its schema fixes only part of that.
  const found = forms.data?.items.find((each) => each.key === formKey) as unknown as ShownForm | undefined;
  const begun = useQuery({
    queryKey: ['reports', 'form', reportId],
    staleTime: Infinity,
    // A report that has just got its id stays on screen as it was: whoever is typing goes on.
    placeholderData: found,
    queryFn: ({ signal }) => api.get<ShownForm>(`/api/reports/${reportId}/form`, {}, signal),
    enabled: !isNote && isBegun,
  });
  const form = isBegun ? begun.data : found;
  const query = isBegun ? begun : forms;
  return {
    form: isNote ? progressNoteForm : (form ?? null),
    isPending: !isNote && query.isPending,
    error: query.error,
    retry: query.refetch,
  };
}
