import { LightShape, useShortPeriod, useText } from '@duban/portal-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Figure } from './figure.js';
import { type HeatCell, heatOf, warmthOf, worstOf } from './frozen-figures.js';
import { useRoom } from './room-context.js';

const colours = ['red', 'yellow', 'green', 'grey'] as const;

/** Per cent of the table that the months share. */
const monthsWide = 70;

/**
 * Areas by months: how many tasks were red and yellow at each month's end. The worst light gives a cell its tint and
 * shape, the share of red and yellow its strength; the same as a table of numbers is one button away.
 */
export function HeatPage() {
  const { t } = useTranslation('room');
  const text = useText();
  const short = useShortPeriod();
  const { snapshot } = useRoom();
  const [asTable, setAsTable] = useState(false);
  const titles = new Map(snapshot.board.areas.map((area) => [area.areaId, text(area.title)]));
  const months = (snapshot.lightMonths ?? []).map((each) => each.month);
  return (
    <div className="room-heat">
      <table className={asTable ? 'as-table' : undefined} aria-label={t('page.heat')}>
        <thead>
          <tr>
            <th scope="col">{t('heat.area')}</th>
            {months.map((month, at) => (
              <th key={month} scope="col" style={{ width: `${monthsWide / months.length}%` }}>
                {at === months.length - 1 ? t('heat.now', { month: short(month) }) : short(month)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {heatOf(snapshot).map(({ areaId, cells }) => (
            <tr key={areaId}>
              <th scope="row">
                <Figure source={{ kind: 'area', areaId }}>{titles.get(areaId)}</Figure>
              </th>
              {cells.map((cell, at) => {
                const month = months[at] ?? '';
                return <Cell key={month} cell={cell} month={month} asTable={asTable} />;
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="room-heat-foot">
        <p className="room-note">{t(asTable ? 'heat.tableNote' : 'heat.note')}</p>
        <button
          type="button"
          className="room-button"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          {t('heat.asTable')}
        </button>
      </div>
    </div>
  );
}

function Cell({ cell, month, asTable }: { cell: HeatCell | null; month: string; asTable: boolean }) {
  const { t } = useTranslation('room');
  const worst = cell && worstOf(cell);
  if (!cell || !worst) return <td className="none">–</td>;
  const step = Math.ceil(warmthOf(cell) * 4);
  // A month without red and yellow tells how many are green, or else grey.
  const shown = colours.filter((colour) => cell[colour] > 0 && (colour === worst || colour === 'yellow'));
  return (
    <td className={asTable ? undefined : `heat-${worst} step-${step}`}>
      <Figure source={{ kind: 'lights', areaId: cell.areaId, month }}>
        {asTable
          ? colours.map((colour) => cell[colour]).join('/')
          : shown.map((colour) => (
              <span key={colour} className="room-heat-count">
                <LightShape colour={colour} />
                <span className="visually-hidden">{t(`colour.${colour}`)}</span>
                {cell[colour]}
              </span>
            ))}
      </Figure>
    </td>
  );
}
