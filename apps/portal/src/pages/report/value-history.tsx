import { HistoryOutlined } from '@ant-design/icons';
import type { Field, ValueChange } from '@duban/contract';
import { useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { printTime } from '../../parts/print-time.js';
import { usePrintValue } from './field-value.js';
import { reportReads } from './report-queries.js';
import type { ShownForm } from './use-report-form.js';

/**
 * The history of each field's value: a mark to open it, and the drawer that shows it. `settle` is waited for before
 * it is read anew. In a form that is being filled in the mark is no stop of the Tab key: Alt+H opens it there.
 */
export function useValueHistory(
  form: Pick<ShownForm, 'fields'>,
  reportId: string | undefined,
  settle?: () => Promise<unknown>,
) {
  const text = useText();
  const values = useQuery({ ...reportReads.values(reportId ?? ''), enabled: reportId !== undefined });
  const changesOf = (key: string) => (values.data?.items ?? []).filter((each) => each.field === key);
  const [opened, setOpened] = useState<string | null>(null);
  const shown = form.fields.find((field) => field.key === opened);
  /** Takes the focus back once the drawer, which holds it, is gone. */
  const from = useRef<Element | null>(null);
  useEffect(() => {
    if (opened === null && from.current instanceof HTMLElement) from.current.focus();
  }, [opened]);
  const open = async (key: string, mark: HTMLElement) => {
    const typing = mark.closest('.field')?.contains(document.activeElement);
    from.current = typing ? document.activeElement : mark;
    await settle?.();
    if (settle) await values.refetch();
    setOpened(key);
  };
  return {
    markFor: (field: Field) =>
      values.data ? (
        <HistoryMark
          title={text(field.title)}
          changes={changesOf(field.key)}
          inForm={settle !== undefined}
          onOpen={(mark) => void open(field.key, mark)}
        />
      ) : null,
    drawer: shown ? (
      <HistoryDrawer field={shown} changes={changesOf(shown.key)} onClose={() => setOpened(null)} />
    ) : null,
  };
}

/** Opens a field's history; says how much there is of it. */
function HistoryMark({
  title,
  changes,
  inForm,
  onOpen,
}: {
  title: string;
  changes: readonly ValueChange[];
  inForm: boolean;
  /** With the mark itself, which takes the focus back. */
  onOpen: (mark: HTMLElement) => void;
}) {
  const { t } = useTranslation('report');
  return (
    <Button
      className="history-mark"
      type="text"
      size="small"
      icon={<HistoryOutlined />}
      title={t(inForm ? 'history.titleInForm' : 'history.title')}
      aria-label={t('history.open', { field: title, number: changes.length })}
      {...(inForm ? { tabIndex: -1, 'aria-keyshortcuts': 'Alt+H' } : {})}
      onClick={({ currentTarget }) => onOpen(currentTarget)}
    >
      {changes.length > 1 ? changes.length : null}
    </Button>
  );
}

/** Who set one field to what, when, in which revision and why; newest first. */
function HistoryDrawer({
  field,
  changes,
  onClose,
}: {
  field: Field;
  changes: readonly ValueChange[];
  onClose: () => void;
}) {
  const { t } = useTranslation('report');
  const text = useText();
  const print = usePrintValue();
  const printed = (value: unknown) => print(field, value) || <span className="dim">{t('empty')}</span>;
  return (
    <Drawer open size={480} onClose={onClose} title={t('history.of', { field: text(field.title) })}>
      {changes.length === 0 ? <p className="dim">{t('history.none')}</p> : null}
      <ol className="timeline history">
        {changes.map((change) => (
          <li key={`${change.revision} ${change.what} ${change.by.id} ${change.at}`}>
            {change.what === 'returned' ? (
              <b>{t('history.returned', { value: print(field, change.after) || t('empty') })}</b>
            ) : (
              <span className="history-values">
                {change.before === null ? null : (
                  <>
                    <del>{printed(change.before)}</del> →{' '}
                  </>
                )}
                <ins>{printed(change.after)}</ins>
              </span>
            )}
            <div className="dim figure">
              {printTime(change.at)} · {change.by.name} · {t('revision', { number: change.revision })}
              {change.handedIn ? null : <span className="metric-mark">{t('history.notHandedIn')}</span>}
            </div>
            {change.reason ? (
              <div className="timeline-reason">
                {change.because ? `${t(`history.because.${change.because}`)} ` : null}
                {change.reason}
              </div>
            ) : null}
          </li>
        ))}
      </ol>
    </Drawer>
  );
}
