import { useKitText } from '../text/use-text.js';
import type { RowSelection } from './use-selection.js';

/** The cell that takes a row in or out; with Shift also all between it and the one before. */
export function SelectCell({
  label,
  selected,
  onSelect,
}: {
  /** What the row is called. */
  label: string | undefined;
  selected: boolean;
  onSelect: (upToHere: boolean) => void;
}) {
  const t = useKitText();
  return (
    <td className="select-cell">
      <input
        type="checkbox"
        aria-label={t('table.select', { row: label })}
        checked={selected}
        // The click says whether Shift was held, the change does not; React still wants to hear of the change.
        onChange={() => undefined}
        onClick={(event) => onSelect(event.shiftKey)}
      />
    </td>
  );
}

/** The head of those cells: takes all rows that are shown, or none. */
export function SelectAllCell({
  extent,
  onSelectAll,
}: {
  extent: RowSelection<unknown>['extent'];
  onSelectAll: () => void;
}) {
  const t = useKitText();
  return (
    <th scope="col" className="select-cell">
      <input
        type="checkbox"
        aria-label={t('table.selectAll')}
        checked={extent === 'all'}
        ref={(box) => {
          if (box) box.indeterminate = extent === 'some';
        }}
        onChange={onSelectAll}
      />
    </th>
  );
}
