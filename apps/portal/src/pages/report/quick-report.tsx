import { isNumeric, progressNoteKey, type ReportView } from '@duban/contract';
import { api, queries } from '@duban/portal-kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../../parts/problem-note.js';
import { touchedByReport } from './report-queries.js';
import type { ReportSubject } from './report-search.js';
import type { ShownForm } from './use-report-form.js';

/** 零报告 for figures, 无新进展 for a narrative: begun and submitted in one click, and recorded as such. */
export function QuickReport({
  subject,
  form,
  onDone,
}: {
  subject: ReportSubject;
  form: ShownForm;
  onDone: (report: ReportView) => void;
}) {
  const { t } = useTranslation('report');
  const client = useQueryClient();
  const mode = form.key === progressNoteKey ? 'no-progress' : 'zero';
  const make = useMutation({
    mutationFn: async () => {
      const begun = await api.post<ReportView>('/api/reports', { ...subject, mode });
      // Where more is to be filled in, the draft stays for it: the page then shows what is missing.
      return api
        .post<ReportView>(`/api/reports/${begun.id}/moves`, { move: 'submit' }, { ifMatch: begun.version })
        .catch(() => begun);
    },
    onSuccess: async (report) => {
      client.setQueryData(queries.report(report.id).queryKey, report);
      onDone(report);
      await Promise.all(touchedByReport.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
  });
  if (mode === 'zero' && !form.fields.some(isNumeric)) return null;
  return (
    <>
      <ProblemNote error={make.error} />
      <Button loading={make.isPending} title={t(`quick.${mode}`)} onClick={() => make.mutate()}>
        {t(`mode.${mode}`)}
      </Button>
    </>
  );
}
