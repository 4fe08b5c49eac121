import { PushpinFilled, PushpinOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover } from 'antd';
import { useRef, useState } from 'react';
import { useKitText } from '../text/use-text.js';

/** Which columns are shown, and which stay at the left; the last one left cannot be hidden. */
export function ColumnPicker({
  columns,
  hidden,
  pins,
  onHidden,
  onPin,
  onReset,
}: {
  columns: { id: string; label: string }[];
  hidden: readonly string[];
  pins: readonly string[];
  onHidden: (hidden: string[]) => void;
  onPin: (id: string) => void;
  /** Lets the content decide again, where some columns were given a width. */
  onReset: (() => void) | undefined;
}) {
  const t = useKitText();
  const [isOpen, setIsOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const shown = columns.filter((column) => !hidden.includes(column.id));
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={isOpen}
      onOpenChange={setIsOpen}
      // Beside its button, so that Tab leads into it.
      getPopupContainer={(trigger) => trigger.parentElement ?? document.body}
      content={
        // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes it from any of its controls
        <div
          className="column-picker"
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            setIsOpen(false);
            opener.current?.focus();
          }}
        >
          {columns.map(({ id, label }) => {
            const isPinned = pins.includes(id);
            return (
              <div key={id} className="column-choice">
                <Checkbox
                  checked={!hidden.includes(id)}
                  disabled={shown.length === 1 && shown[0]?.id === id}
                  onChange={(event) =>
                    onHidden(event.target.checked ? hidden.filter((each) => each !== id) : [...hidden, id])
                  }
                >
                  {label}
                </Checkbox>
                <Button
                  type="text"
                  size="small"
                  aria-label={t('table.pin', { column: label })}
                  aria-pressed={isPinned}
                  icon={isPinned ? <PushpinFilled /> : <PushpinOutlined />}
                  onClick={() => onPin(id)}
                />
              </div>
            );
          })}
          {onReset ? (
            <Button size="small" onClick={onReset}>
              {t('table.resetWidths')}
            </Button>
          ) : null}
        </div>
      }
    >
      <Button ref={opener} aria-expanded={isOpen}>
        {t('table.columns')}
      </Button>
    </Popover>
  );
}
