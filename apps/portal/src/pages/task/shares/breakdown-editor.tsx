import type { BreakdownBody, Share, ShareTarget } from '@duban/contract';
import {
  api,
  formatNumber,
  formatTarget,
  queries,
  useChange,
  useLanguage,
  useText,
  withMeasure,
} from '@duban/portal-kit';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { Button, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Words } from '../../../parts/labelled.js';
import { ProblemNote, saidOf } from '../../../parts/problem-note.js';
import {
  bodyOf,
  type ChildDraft,
  divisionOf,
  draftOf,
  isReady,
  newChild,
  takenAway,
} from './breakdown-draft.js';
import { ChildFields } from './child-fields.js';
import { sharePath, touchedByShare } from './share-queries.js';

/**
 * 分解: gives a share on to units below it, all at once. The sum of what is asked stands beside what is owed while it
 * is written; more than that is said (层层加码), less is refused.
 */
export function BreakdownEditor({
  share,
  parts,
  onClose,
}: {
  share: Share;
  parts: readonly Share[];
  onClose: () => void;
}) {
  const { t } = useTranslation('shares');
  const client = useQueryClient();
  const id = useId();
  const units = useQuery(queries.units());
  const [start] = useState(() => JSON.stringify(bodyOf(draftOf(share, parts), '')));
  const [drafts, setDrafts] = useState<ChildDraft[]>(() => {
    const present = draftOf(share, parts);
    return present.length > 0 ? present : [newChild()];
  });
  const [reason, setReason] = useState('');
  const [asking, setAsking] = useState(false);
  const change = useChange(
    (body: BreakdownBody) =>
      api.put<unknown>(`${sharePath(share)}/breakdown`, body, { ifMatch: share.version }),
    touchedByShare,
  );
  const started = drafts.filter((draft) => draft.unitId !== null || draft.text !== '');
  const dirty = !change.isSuccess && JSON.stringify(bodyOf(started, reason)) !== start;
  useBlocker({ shouldBlockFn: () => dirty && !window.confirm(t('leave')), enableBeforeUnload: () => dirty });
  const begun = takenAway(share, parts, drafts);
  const ready = drafts.every(isReady) && (begun.length === 0 || reason.trim() !== '');
  const own = units.data?.items.find((unit) => unit.id === share.unit.id);
  const below = (units.data?.items ?? []).filter(
    (unit) =>
      own &&
      unit.closedOn === null &&
      unit.kind !== 'group' &&
      unit.id !== own.id &&
      unit.path.startsWith(own.path) &&
      // Whoever has a part by another way keeps it.
      !parts.some((part) => part.unit.id === unit.id && part.parentId !== share.id),
  );
  const set = (key: string, changes: Partial<ChildDraft>) =>
    setDrafts(drafts.map((each) => (each.key === key ? { ...each, ...changes } : each)));
  const cancel = () => (dirty ? setAsking(true) : onClose());
  return (
    <Modal
      open
      width={880}
      title={t('do.break-downOf', { unit: share.unit.name })}
      okText={t('save')}
      okButtonProps={{ htmlType: 'submit', form: id, loading: change.isPending, disabled: !ready }}
      onCancel={cancel}
      mask={{ closable: false }}
    >
      <form
        id={id}
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) change.mutate(bodyOf(drafts, reason), { onSuccess: onClose });
        }}
      >
        <p className="dialog-note">{t('editNote')}</p>
        {drafts.map((draft, at) => (
          <ChildFields
            key={draft.key}
            draft={draft}
            at={at}
            owed={share.targets}
            units={below.filter(
              (unit) => unit.id === draft.unitId || !drafts.some((each) => each.unitId === unit.id),
            )}
            error={change.error}
            onChange={(changes) => set(draft.key, changes)}
            onRemove={() => setDrafts(drafts.filter((each) => each.key !== draft.key))}
          />
        ))}
        <div>
          <Button onClick={() => setDrafts([...drafts, newChild()])}>{t('addUnit')}</Button>
        </div>
        {share.targets.length > 0 ? (
          <ul className="share-sums" aria-live="polite" aria-label={t('sums')}>
            {share.targets.map((target) => (
              <Sum key={target.metric} target={target} drafts={drafts} />
            ))}
          </ul>
        ) : null}
        {begun.length > 0 ? (
          <Words
            label={t('reason')}
            said={saidOf(change.error, 'reason')}
            hint={t('reasonHint', { units: begun.map((each) => each.unit.name).join(t('comma')) })}
            value={reason}
            onChange={setReason}
          />
        ) : null}
        <ProblemNote
          error={change.error}
          shownAt={[
            'reason',
            ...drafts.flatMap((_, at) => [`children.${at}.unitId`, `children.${at}.handlerId`]),
          ]}
          onReload={() => {
            void client.invalidateQueries({ queryKey: ['tasks'] });
            onClose();
          }}
        />
      </form>
      <Modal
        open={asking}
        title={t('leave')}
        okText={t('leaveYes')}
        cancelText={t('leaveNo')}
        onOk={onClose}
        onCancel={() => setAsking(false)}
      />
    </Modal>
  );
}

/** What is asked of one metric so far, beside what the share owes of it. */
function Sum({ target, drafts }: { target: ShareTarget; drafts: readonly ChildDraft[] }) {
  const { t } = useTranslation('shares');
  const text = useText();
  const language = useLanguage();
  const division = divisionOf(target, drafts);
  const owed = formatTarget(target, target.measure, language);
  const total = division?.total ?? null;
  const verdict = division?.verdict;
  return (
    <li>
      {text(target.title)} <b className="figure">{owed}</b>
      {': '}
      {division === null
        ? t('undivided')
        : total === null
          ? t('each')
          : t('total', { total: withMeasure(formatNumber(total, language), target.measure) })}
      {verdict === 'short' ? (
        <b className="overdue"> {t(total === null ? 'shortEach' : 'shortSum', { owed })}</b>
      ) : null}
      {verdict === 'over' ? (
        <b className="overdue"> {t(total === null ? 'piledUpEach' : 'piledUpSum', { owed })}</b>
      ) : null}
    </li>
  );
}
