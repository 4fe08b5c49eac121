import { type CellState, cellState, cellStateTitles, type ExpectationView } from '@duban/contract';
import { usePlan, useText } from '@duban/portal-kit';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Each state has a mark of its own, so that it is read without its colour. */
const marks: Record<CellState, { mark: string; look: string }> = {
  accepted: { mark: '●', look: 'cell-accepted' },
  signed: { mark: '◕', look: 'cell-moving' },
  submitted: { mark: '◑', look: 'cell-moving' },
  returned: { mark: '↩', look: 'cell-returned' },
  draft: { mark: '◔', look: 'cell-none' },
  late: { mark: '✕', look: 'cell-late' },
  open: { mark: '○', look: 'cell-none' },
  waived: { mark: '–', look: 'cell-none' },
};
const states = Object.keys(marks) as CellState[];

/** Where an expected report stands, as a cell of units × periods shows it. */
export function ReportCell({ expectation }: { expectation: ExpectationView }) {
  const { t } = useTranslation('area');
  const text = useText();
  const plan = usePlan();
  const state = cellState(expectation, plan.businessDate);
  const { mark, look } = marks[state];
  return (
    <span
      className={`cell ${look}`}
      title={expectation.waivedReason ?? t('reports.due', { date: expectation.dueOn })}
    >
      <span aria-hidden="true" className="cell-mark">
        {mark}
      </span>
      <span className="visually-hidden">{text(cellStateTitles[state])}</span>
    </span>
  );
}

/** What the marks of such cells mean; of those that are used where that is said. */
export function ReportLegend({ used, children }: { used?: ReadonlySet<CellState>; children?: ReactNode }) {
  const text = useText();
  return (
    <ul className="legend">
      {states
        .filter((state) => used?.has(state) ?? true)
        .map((state) => (
          <li key={state}>
            <span aria-hidden="true" className={marks[state].look}>
              {marks[state].mark}
            </span>{' '}
            {text(cellStateTitles[state])}
          </li>
        ))}
      {children}
    </ul>
  );
}
