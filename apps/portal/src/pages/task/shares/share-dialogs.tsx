import type { AttachmentView, Share } from '@duban/contract';
import { api, useChange, usePlan } from '@duban/portal-kit';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilePicker } from '../../../parts/file-picker.js';
import { FormDialog } from '../../../parts/form-dialog.js';
import { DateField, Labelled, Words } from '../../../parts/labelled.js';
import { PersonPicker } from '../../../parts/person-picker.js';
import { ProblemNote, saidOf } from '../../../parts/problem-note.js';
import { sharePath, touchedByShare } from './share-queries.js';
import { isWhole, type StepDraft, StepRows, sentStep } from './step-rows.js';

/** 承办人: somebody of the unit, or nobody. */
export function HandlerDialog({ share, onClose }: { share: Share; onClose: () => void }) {
  const { t } = useTranslation('shares');
  const [handlerId, setHandlerId] = useState<string | null>(share.handler?.id ?? null);
  const change = useChange(
    (given: string | null) =>
      api.put<unknown>(`${sharePath(share)}/handler`, { handlerId: given }, { ifMatch: share.version }),
    touchedByShare,
  );
  return (
    <FormDialog
      okText={t('save')}
      rereads={['tasks']}
      title={t('do.handlerOf', { unit: share.unit.name })}
      change={change}
      ready
      shownAt={['handlerId']}
      onSend={() => change.mutate(handlerId, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Labelled label={t('handler')} optional said={saidOf(change.error, 'handlerId')}>
        {(props) => (
          <PersonPicker
            {...props}
            among={{ unitId: share.unit.id }}
            known={share.handler ? [share.handler] : []}
            value={handlerId}
            onChange={setHandlerId}
          />
        )}
      </Labelled>
    </FormDialog>
  );
}

/** The unit's own steps; those that were laid down from above are named, and stay. */
export function StepsDialog({ share, onClose }: { share: Share; onClose: () => void }) {
  const { t } = useTranslation('shares');
  const [steps, setSteps] = useState<StepDraft[]>(
    share.milestones
      .filter((each) => !each.given && each.doneOn === null)
      .map(({ id, title, dueDate }) => ({ key: id, id, title, dueDate })),
  );
  const change = useChange(
    (milestones: object[]) =>
      api.put<unknown>(`${sharePath(share)}/milestones`, { milestones }, { ifMatch: share.version }),
    touchedByShare,
  );
  return (
    <FormDialog
      okText={t('save')}
      rereads={['tasks']}
      title={t('do.milestonesOf', { unit: share.unit.name })}
      change={change}
      ready={steps.every(isWhole)}
      shownAt={[]}
      onSend={() => change.mutate(steps.map(sentStep), { onSuccess: onClose })}
      onClose={onClose}
    >
      <p className="dialog-note">{t('step.ownNote')}</p>
      <StepRows steps={steps} of={share.unit.name} onChange={setSteps} />
    </FormDialog>
  );
}

/** A step was done: when, and what shows it. */
export function CompleteStep({
  share,
  milestone,
  onClose,
}: {
  share: Share;
  milestone: Share['milestones'][number];
  onClose: () => void;
}) {
  const { t } = useTranslation('shares');
  const plan = usePlan();
  const [doneOn, setDoneOn] = useState<string | null>(plan.businessDate);
  const [note, setNote] = useState('');
  const [files, setFiles] = useState<AttachmentView[]>([]);
  const upload = useChange((file: File) => api.upload<AttachmentView>('/api/attachments', file), []);
  const complete = useChange(
    (body: object, idempotencyKey) =>
      api.post<unknown>(`${sharePath(share)}/milestones/${milestone.id}/completion`, body, {
        idempotencyKey,
      }),
    touchedByShare,
  );
  return (
    <FormDialog
      okText={t('save')}
      rereads={['tasks']}
      title={t('step.completeOne', { title: milestone.title, unit: share.unit.name })}
      change={complete}
      ready={doneOn !== null && !upload.isPending}
      shownAt={['doneOn', 'note']}
      onSend={() =>
        complete.mutate(
          { doneOn, note: note || null, attachmentIds: files.map((each) => each.id) },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      <Labelled label={t('step.doneOn')} said={saidOf(complete.error, 'doneOn')}>
        {(props) => <DateField {...props} value={doneOn} max={plan.businessDate} onChange={setDoneOn} />}
      </Labelled>
      <Words
        label={t('step.note')}
        optional
        said={saidOf(complete.error, 'note')}
        value={note}
        onChange={setNote}
      />
      <Labelled label={t('step.files')} optional>
        {({ id }) => (
          <div>
            <FilePicker
              id={id}
              label={t('step.addFile')}
              busy={upload.isPending}
              disabled={files.length >= 20}
              onPick={(file) =>
                upload.mutate(file, { onSuccess: (sent) => setFiles((before) => [...before, sent]) })
              }
            />
            <ul className="evidence share-files">
              {files.map((file) => (
                <li key={file.id}>
                  {file.name}{' '}
                  <Button
                    size="small"
                    aria-label={t('step.removeFile', { name: file.name })}
                    onClick={() => setFiles((before) => before.filter((each) => each.id !== file.id))}
                  >
                    {t('remove')}
                  </Button>
                </li>
              ))}
            </ul>
            <ProblemNote error={upload.error} />
          </div>
        )}
      </Labelled>
    </FormDialog>
  );
}
