import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { BulkList } from './bulk-list.js';
import { Dialog } from './dialog.js';
import { ProblemNote } from './problem-note.js';

export interface BulkOutcome {
  id: string;
  outcome: 'done' | 'possible' | 'refused';
  /** Why it was refused. */
  message: string | null;
  /** More to say of one that was not: who it concerns. */
  note?: string | null;
}

/**
 * The dialog of a change of many things: what would come of each, what the change needs, and what came of it. Rows
 * stand as they were when it opened: the list behind it changes while it is at work.
 */
export function BulkFrame({
  title,
  rows,
  outcomes,
  finished,
  act,
  error,
  shownAt,
  onClose,
  children,
}: {
  title: string;
  rows: readonly { id: string; label: ReactNode }[];
  outcomes: readonly BulkOutcome[] | undefined;
  /** How many were changed and how many not, once it is done. */
  finished: { done: number; refused: number } | undefined;
  act: { label: string; loading: boolean; disabled: boolean; autoFocus?: boolean; onClick: () => void };
  error: unknown;
  /** Fields that say themselves what is wrong with them. */
  shownAt: readonly string[];
  onClose: () => void;
  /** What the change needs; gone once it is done. */
  children?: ReactNode;
}) {
  const { t } = useTranslation('change');
  const said = new Map(outcomes?.map((each) => [each.id, each]));
  const refused = outcomes?.filter((each) => each.outcome === 'refused').length ?? 0;
  return (
    <Dialog
      open
      title={title}
      onCancel={onClose}
      footer={
        finished ? (
          <Button autoFocus onClick={onClose}>
            {t('close')}
          </Button>
        ) : (
          <Button
            // Mounted anew when the preview is there: only then can it take the focus.
            key={act.loading ? 'busy' : 'ready'}
            type="primary"
            autoFocus={act.autoFocus}
            loading={act.loading}
            disabled={act.disabled}
            onClick={act.onClick}
          >
            {act.label}
          </Button>
        )
      }
    >
      <ProblemNote error={error} shownAt={shownAt} />
      {finished ? null : children}
      <p role="status">
        {finished
          ? t('bulk.finished', finished)
          : outcomes?.length
            ? t('bulk.preview', { possible: outcomes.length - refused, refused })
            : null}
      </p>
      <BulkList label={title}>
        {rows.map(({ id, label }) => {
          const found = said.get(id);
          return (
            <li key={id}>
              {label}{' '}
              {found ? (
                <span className="dim">
                  · {found.message ?? t(`bulk.outcome.${found.outcome}`)}
                  {found.note ? ` · ${found.note}` : ''}
                </span>
              ) : null}
            </li>
          );
        })}
      </BulkList>
    </Dialog>
  );
}
