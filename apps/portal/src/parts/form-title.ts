import { progressNoteForm, progressNoteKey } from '@duban/contract';
import { queries, usePlan, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';

/** What the form of a report is called; a progress note with its task, where that is given. */
export function useFormTitle(): (report: { areaId: string; formKey: string; taskTitle?: string }) => string {
  const text = useText();
  const plan = usePlan();
  const forms = useQuery(queries.forms(plan.id));
  return ({ areaId, formKey, taskTitle }) => {
    if (formKey === progressNoteKey)
      return [text(progressNoteForm.title), taskTitle].filter(Boolean).join(': ');
    const form = forms.data?.items.find((each) => each.areaId === areaId && each.key === formKey);
    return text(form?.title) || formKey;
  };
}
