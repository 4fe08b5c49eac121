import type { Share, TaskDetail } from '@duban/contract';
import { QueryView, Section } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BreakdownEditor } from './breakdown-editor.js';
import { CompleteStep, HandlerDialog, StepsDialog } from './share-dialogs.js';
import { taskShares } from './share-queries.js';
import { type ShareDialog, ShareRow } from './share-row.js';
import './shares.css';

/** Parts of parts that are shown at once before those of each unit are asked for. */
const fewParts = 4;

/** 分解: who takes on what of the task, down to the last unit, and what one may do with one's own part. */
export function Shares({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('shares');
  const shares = useQuery(taskShares(task.id));
  const [dialog, setDialog] = useState<ShareDialog | null>(null);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const close = () => setDialog(null);
  return (
    <Section title={t('title')} note={t('note')}>
      <QueryView query={shares} lines={4}>
        {({ items }) => {
          if (items.length === 0) return <p className="section-body dim">{t('none')}</p>;
          const childrenOf = (id: string) => items.filter((each) => each.parentId === id);
          const few = items.filter((each) => each.parentId !== null).length <= fewParts;
          const concerns = (share: Share): boolean =>
            childrenOf(share.id).some((child) => child.may.length > 0 || concerns(child));
          const isOpen = (share: Share) =>
            toggled.has(share.id) !== (few || share.may.includes('break-down') || concerns(share));
          const isShown = (share: Share): boolean => {
            const parent = items.find((each) => each.id === share.parentId);
            return !parent || (isOpen(parent) && isShown(parent));
          };
          return (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
            <section className="table-box" tabIndex={0} aria-label={t('title')}>
              <table className="grid shares" aria-label={t('title')}>
                <thead>
                  <tr>
                    <th scope="col" className="grow">
                      {t('unit')}
                    </th>
                    <th scope="col">{t('acceptance')}</th>
                    <th scope="col">{t('targets')}</th>
                  </tr>
                </thead>
                <tbody>
                  {items.filter(isShown).map((share) => (
                    <ShareRow
                      key={share.id}
                      share={share}
                      below={childrenOf(share.id)}
                      open={isOpen(share)}
                      onToggle={() =>
                        setToggled((before) => {
                          const after = new Set(before);
                          if (!after.delete(share.id)) after.add(share.id);
                          return after;
                        })
                      }
                      onDo={setDialog}
                    />
                  ))}
                </tbody>
              </table>
            </section>
          );
        }}
      </QueryView>
      {dialog?.kind === 'break-down' ? (
        <BreakdownEditor share={dialog.share} parts={shares.data?.items ?? []} onClose={close} />
      ) : null}
      {dialog?.kind === 'handler' ? <HandlerDialog share={dialog.share} onClose={close} /> : null}
      {dialog?.kind === 'milestones' ? <StepsDialog share={dialog.share} onClose={close} /> : null}
      {dialog?.kind === 'complete' ? (
        <CompleteStep share={dialog.share} milestone={dialog.milestone} onClose={close} />
      ) : null}
    </Section>
  );
}
