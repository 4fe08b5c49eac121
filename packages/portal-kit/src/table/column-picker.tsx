import { Button, Checkbox, Popover } from 'antd';
import { useKitText } from '../text/use-text.js';

/** Which columns are shown; the last one left cannot be hidden. */
export function ColumnPicker({
  columns,
  hidden,
  onHidden,
}: {
  columns: { id: string; label: string }[];
  hidden: readonly string[];
  onHidden: (hidden: string[]) => void;
}) {
  const t = useKitText();
  const shown = columns.filter((column) => !hidden.includes(column.id));
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <div className="column-picker">
          {columns.map((column) => (
            <Checkbox
              key={column.id}
              checked={!hidden.includes(column.id)}
              disabled={shown.length === 1 && shown[0]?.id === column.id}
              onChange={(event) =>
                onHidden(
                  event.target.checked ? hidden.filter((id) => id !== column.id) : [...hidden, column.id],
                )
              }
            >
              {column.label}
            </Checkbox>
          ))}
        </div>
      }
    >
      <Button>{t('table.columns')}</Button>
    </Popover>
  );
}
