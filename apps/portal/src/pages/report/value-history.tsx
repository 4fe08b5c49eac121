import { HistoryOutlined } from '@ant-design/icons';
import type { Field, ValueChange } from '@duban/contract';
import { useText } from '@duban/portal-kit';
import { Button, Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { printTime } from '../../parts/print-time.js';
import { usePrintValue } from './field-value.js';

/** Opens a field's history; says how often the value became another one. */
export function HistoryMark({
  title,
  changes,
  onOpen,
}: {
  title: string;
  changes: readonly ValueChange[];
  /** With the mark itself, which takes the focus back. */
  onOpen: (mark: HTMLElement) => void;
}) {
  const { t } = useTranslation('report');
  const changed = changes.filter((each) => each.what === 'set').length;
  return (
    <Button
      className="history-mark"
      type="text"
      size="small"
      icon={<HistoryOutlined />}
      title={t('history.title')}
      aria-label={t('history.open', { field: title, number: changes.length })}
      onClick={({ currentTarget }) => onOpen(currentTarget)}
    >
      {changed > 1 ? changed : null}
    </Button>
  );
}

/** Who set one field to what, when, in which revision and why; newest first. */
export function HistoryDrawer({
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
