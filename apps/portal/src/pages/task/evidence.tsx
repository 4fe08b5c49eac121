import type { AttachmentView, TaskDetail, TaskEvidenceView } from '@duban/contract';
import { api, formatNumber, queries, Section, useCan, useChange, useLanguage } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAllows } from '../../app/use-allows.js';
import { FilePicker } from '../../parts/file-picker.js';
import { printTime } from '../../parts/print-time.js';
import { ProblemNote } from '../../parts/problem-note.js';

/** Files that back the task; those whose part it is may add more. Absent for those who may not see it. */
export function Evidence({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('task');
  const can = useCan();
  const allows = useAllows();
  const language = useLanguage();
  const evidence = useQuery({
    queryKey: ['tasks', 'evidence', task.id],
    enabled: can('report.read'),
    retry: false,
    queryFn: ({ signal }) => api.all<TaskEvidenceView>(`/api/tasks/${task.id}/evidence`, {}, signal),
  });
  const add = useChange(
    async (file: File) => {
      const { id } = await api.upload<AttachmentView>('/api/attachments', file);
      return api.post<unknown>(`/api/tasks/${task.id}/evidence`, { attachmentId: id });
    },
    [['tasks', 'evidence'], queries.task(task.id).queryKey, queries.taskMoves(task.id).queryKey],
  );
  if (!evidence.data) return null;
  const units = [task.leadUnit, ...task.responsibleUnits, ...task.cooperatingUnits];
  const mayAdd =
    ['in-progress', 'closure-review'].includes(task.state) &&
    units.some((unit) => unit && allows('report.write', { areaId: task.areaId, unitId: unit.id }));
  return (
    <Section
      title={t('evidence.title')}
      extra={
        mayAdd ? (
          <FilePicker label={t('evidence.add')} busy={add.isPending} onPick={(file) => add.mutate(file)} />
        ) : null
      }
    >
      <ProblemNote error={add.error} />
      {evidence.data.items.length === 0 ? (
        <p className="section-body dim">{t('evidence.none')}</p>
      ) : (
        <ul className="evidence">
          {evidence.data.items.map((each) => (
            <li key={each.id}>
              <a href={`/api/attachments/${each.attachmentId}`} download={each.name}>
                {each.name}
              </a>
              <div className="dim figure">
                {formatNumber(Math.max(1, Math.round(each.bytes / 1024)), language)} KB · {each.addedBy.name}{' '}
                · {printTime(each.addedAt)}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
