import { isFilled, isNumeric, progressNoteKey, type ReportView } from '@duban/contract';
import { api, asProblem, queries } from '@duban/portal-kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Draft } from './draft-keeper.js';
import { findReport, touchedByReport } from './report-queries.js';
import type { ReportSubject } from './report-search.js';
import type { ShownForm } from './use-report-form.js';

/** 零报告 for figures, 无新进展 for a narrative; null for a form that has neither. */
export function quickModeOf(form: ShownForm): 'zero' | 'no-progress' | null {
  if (form.key === progressNoteKey) return 'no-progress';
  return form.fields.some(isNumeric) ? 'zero' : null;
}

/** Whether a one-click report would write over nothing: no figure is there yet, or it was one already. */
export function quickFits(form: ShownForm, report: ReportView | null, draft: Draft): boolean {
  const mode = quickModeOf(form);
  if (mode === null) return false;
  const fields = mode === 'zero' ? form.fields.filter(isNumeric) : form.fields;
  return report?.mode === mode || fields.every(({ key }) => !isFilled(draft.data[key]));
}

/**
 * Begins the one-click report, or makes one of the draft that is there, and submits it: recorded as such. `onSaved`
 * hears of it before it is submitted: where more is to be filled in, the draft stays for that.
 */
export function useQuickReport(
  subject: ReportSubject,
  form: ShownForm,
  report: ReportView | null,
  onSaved: (report: ReportView) => void,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const mode = quickModeOf(form);
      try {
        const saved =
          report === null
            ? await api.post<ReportView>('/api/reports', { ...subject, mode })
            : await api.patch<ReportView>(`/api/reports/${report.id}`, { mode }, { ifMatch: report.version });
        onSaved(saved);
        return await api.post<ReportView>(
          `/api/reports/${saved.id}/moves`,
          { move: 'submit' },
          { ifMatch: saved.version },
        );
      } catch (error) {
        // Somebody else was quicker: what they wrote is shown beside the refusal.
        if (asProblem(error).code === 'already-exists') {
          const theirs = await findReport(subject).catch(() => null);
          if (theirs) onSaved(theirs);
        }
        throw error;
      }
    },
    onSuccess: async (submitted) => {
      client.setQueryData(queries.report(submitted.id).queryKey, submitted);
      await Promise.all(touchedByReport.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
  });
}
