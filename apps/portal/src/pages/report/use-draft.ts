import type { ReportView } from '@duban/contract';
import { api, queries, useSession } from '@duban/portal-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { DraftKeeper } from './draft-keeper.js';
import { draftPlace, keptDraft, readKept, writeKept } from './kept-drafts.js';
import { findReport } from './report-queries.js';
import type { ReportSubject } from './report-search.js';
import { sendable } from './sendable.js';
import type { ShownForm } from './use-report-form.js';

/** The draft of a report, saved as it is written. `onReport` hears of every answer. */
export function useDraft(
  subject: ReportSubject,
  form: ShownForm,
  report: ReportView | null,
  onReport: (report: ReportView) => void,
) {
  const { user } = useSession();
  const client = useQueryClient();
  const [keeper] = useState(() => {
    const place = draftPlace(user.id, subject);
    return new DraftKeeper(
      {
        send: ({ data, comment }, known) =>
          known === null
            ? api.post<ReportView>('/api/reports', { ...subject, data })
            : api.patch<ReportView>(
                `/api/reports/${known.id}`,
                { data, comment: comment || null },
                { ifMatch: known.version },
              ),
        read: (known) =>
          known === null ? findReport(subject) : api.get<ReportView>(`/api/reports/${known.id}`),
        keep: (kept) => writeKept(place, kept),
        sendable: (draft) => sendable(form, draft),
        onReport: (answer) => {
          client.setQueryData(queries.report(answer.id).queryKey, answer);
          onReport(answer);
        },
      },
      { report, kept: readKept(place, keptDraft) },
    );
  });
  const state = useSyncExternalStore(keeper.subscribe, keeper.now);
  useEffect(() => {
    keeper.begin();
    return () => keeper.stop();
  }, [keeper]);
  useEffect(() => {
    if (report) keeper.adopt(report);
  }, [keeper, report]);
  return { keeper, state };
}
