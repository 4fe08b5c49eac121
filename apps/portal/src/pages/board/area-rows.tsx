import type { Board } from '@duban/contract';
import { formatNumber, LightShape, PortalLink, useLanguage, useText } from '@duban/portal-kit';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { type AreaTotals, lightColours, paceOf, totalsOf } from './area-totals.js';

/** One row for each area: lights, closed, withheld, reporting, pace; each number links to what it counts. */
export function AreaRows({ board, unit }: { board: Board; unit: string | undefined }) {
  const { t } = useTranslation('board');
  const text = useText();
  const figures = { unit, period: board.period };
  const areas = board.areas.filter((area) => area.enabled);
  return (
    <div className="table-box">
      <table className="grid board-areas" aria-label={t('areas.title')}>
        <thead>
          <tr>
            <th scope="col" className="grow">
              {t('areas.area')}
            </th>
            {lightColours.map((colour) => (
              <th key={colour} scope="col" className="num">
                <span className={`light-tag light-${colour}`}>
                  <LightShape colour={colour} />
                  {t(`colour.${colour}`)}
                </span>
              </th>
            ))}
            <th scope="col" className="num">
              {t('areas.onTime')}
            </th>
            <th scope="col" className="num">
              {t('areas.late')}
            </th>
            <th scope="col" className="num">
              {t('areas.withheld')}
            </th>
            <th scope="col" className="num">
              {t('areas.completeness')}
            </th>
            <th scope="col" className="num">
              {t('areas.timeliness')}
            </th>
            <th scope="col" className="num">
              {t('areas.pace')}
            </th>
          </tr>
        </thead>
        <tbody>
          {areas.map((area) => (
            <tr key={area.areaId}>
              <th scope="row" className="grow">
                <span className="row-number">{area.number}</span>
                <PortalLink href={addresses.area(area.areaId, figures)}>{text(area.title)}</PortalLink>
              </th>
              <Figures
                totals={{ ...area, pace: paceOf(area) }}
                tasks={(search) => addresses.area(area.areaId, { tab: 'tasks', unit, ...search })}
                reports={addresses.area(area.areaId, { tab: 'reports', ...figures })}
                metrics={addresses.area(area.areaId, { tab: 'metrics', ...figures })}
              />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('areas.total')}</th>
            <Figures totals={totalsOf(areas)} tasks={(search) => addresses.tasks({ unit, ...search })} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Figures({
  totals,
  tasks,
  reports,
  metrics,
}: {
  totals: AreaTotals;
  tasks: (search: Record<string, string>) => string;
  reports?: string;
  metrics?: string;
}) {
  return (
    <>
      {lightColours.map((colour) => (
        <Count
          key={colour}
          value={totals.lights[colour]}
          href={tasks({ colour })}
          className={`count-${colour}`}
        />
      ))}
      <Count value={totals.closed.onTime} href={tasks({ closed: 'on-time' })} />
      <Count value={totals.closed.late} href={tasks({ closed: 'late' })} />
      <Count value={totals.withheld} href={tasks({ state: 'withheld' })} />
      <RateCell rate={totals.completeness} href={reports} />
      <RateCell rate={totals.timeliness} href={reports} />
      <td className="num">
        {totals.pace.judged === 0 ? (
          <span className="dim">–</span>
        ) : (
          <Linked href={metrics}>
            {totals.pace.met} / {totals.pace.judged}
          </Linked>
        )}
      </td>
    </>
  );
}

function Linked({ href, children }: { href: string | undefined; children: React.ReactNode }) {
  return href ? <PortalLink href={href}>{children}</PortalLink> : children;
}

function Count({ value, href, className }: { value: number; href: string; className?: string }) {
  return (
    <td className="num">
      {value === 0 ? (
        <span className="dim">0</span>
      ) : (
        <PortalLink href={href} className={className}>
          {value}
        </PortalLink>
      )}
    </td>
  );
}

function RateCell({ rate, href }: { rate: AreaTotals['completeness']; href: string | undefined }) {
  const language = useLanguage();
  if (rate.rate === null) {
    return (
      <td className="num">
        <span className="dim">–</span>
      </td>
    );
  }
  return (
    <td className="num">
      <Linked href={href}>
        {formatNumber(rate.rate, language, 1)}%
        <span className="under">
          {rate.received} / {rate.expected}
        </span>
      </Linked>
    </td>
  );
}
