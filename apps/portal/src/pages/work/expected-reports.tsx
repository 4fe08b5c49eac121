import {
  type BulkReportMove,
  type ExpectationView,
  progressNoteKey,
  type Ref,
  reportLifecycle,
} from '@duban/contract';
import {
  PortalLink,
  SelectAllCell,
  SelectCell,
  useGo,
  useKitText,
  usePeriodText,
  usePlan,
  useSelection,
  useText,
} from '@duban/portal-kit';
import { Button } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormTitle } from '../../parts/form-title.js';
import { reportAddress } from '../report/report-search.js';
import { Due } from './due.js';

const ReportBulk = lazy(() => import('../../parts/report-bulk.js'));

export type ExpectedReport = ExpectationView & { behalfOf?: Ref | null };

/** A move of many of these reports, once it is asked for; those that nobody has begun take no part. */
export function MoveExpected({
  move,
  items,
  onClose,
}: {
  move: BulkReportMove;
  items: readonly ExpectedReport[];
  onClose: () => void;
}) {
  const titleOf = useFormTitle();
  const periodText = usePeriodText();
  const reports = items.flatMap((each) =>
    each.reportId === null || each.reportVersion === null
      ? []
      : [
          {
            id: each.reportId,
            version: each.reportVersion,
            label: [titleOf(each), each.unitName, periodText(each.period)].join(' · '),
          },
        ],
  );
  return (
    <Suspense fallback={null}>
      <ReportBulk move={move} reports={reports} onClose={onClose} />
    </Suspense>
  );
}

/** Reports that wait for the same thing, the one that is due first on top; that is done to one, or to those chosen. */
export function ExpectedReports({
  label,
  items,
  moves,
  onMove,
}: {
  label: string;
  items: readonly ExpectedReport[];
  moves: readonly BulkReportMove[];
  onMove: (move: BulkReportMove, chosen: readonly ExpectedReport[]) => void;
}) {
  const { t } = useTranslation('work');
  const kit = useKitText();
  const text = useText();
  const go = useGo();
  const periodText = usePeriodText();
  const plan = usePlan();
  const titleOf = useFormTitle();
  const sorted = useMemo(
    () =>
      [...items].sort((a, b) =>
        `${a.dueOn} ${a.unitName} ${a.formKey}` < `${b.dueOn} ${b.unitName} ${b.formKey}` ? -1 : 1,
      ),
    [items],
  );
  const begun = useMemo(() => sorted.filter((each) => each.reportId !== null), [sorted]);
  const selection = useSelection(begun);
  const chosen = selection.rows;
  // A deputy signs in a head's place, and does no more than that.
  const offered = moves.filter((move) => move === 'sign' || chosen.some((each) => !each.behalfOf));
  return (
    <>
      {chosen.length > 0 ? (
        <div className="bulk-bar">
          <span role="status">{kit('table.selected', { count: chosen.length })}</span>
          {offered.map((move) => (
            <Button key={move} onClick={() => onMove(move, chosen)}>
              {text(reportLifecycle.find((each) => each.move === move)?.title)}
            </Button>
          ))}
          <Button type="text" onClick={selection.clear}>
            {kit('table.selectNone')}
          </Button>
        </div>
      ) : null}
      <div className="table-box">
        <table className="grid" aria-label={label}>
          <thead>
            <tr>
              {begun.length > 0 ? (
                <SelectAllCell extent={selection.extent} onSelectAll={selection.takeAll} />
              ) : null}
              <th scope="col" className="grow">
                {t('report')}
              </th>
              <th scope="col" className="wide-only">
                {t('unit')}
              </th>
              <th scope="col" className="wide-only">
                {t('period')}
              </th>
              <th scope="col">{t('dueOn')}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((each) => (
              <tr
                key={each.id}
                tabIndex={-1}
                data-selected={selection.has(each.id) || undefined}
                onKeyDown={(event) => {
                  if (event.key === 'Enter' && event.target === event.currentTarget) go(reportAddress(each));
                }}
              >
                {begun.length === 0 ? null : each.reportId === null ? (
                  <td className="select-cell" />
                ) : (
                  <SelectCell
                    label={`${titleOf(each)} ${each.unitName} ${periodText(each.period)}`}
                    selected={selection.has(each.id)}
                    onSelect={(upToHere) => selection.take(each.id, upToHere)}
                  />
                )}
                <td className="grow">
                  <PortalLink href={reportAddress(each)}>{titleOf(each)}</PortalLink>
                  <span className="under">
                    {[
                      text(plan.areas.find((area) => area.id === each.areaId)?.title),
                      each.formKey !== progressNoteKey && each.taskTitle,
                      each.behalfOf && t('behalf', { name: each.behalfOf.name }),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                  <span className="under narrow-only">
                    {each.unitName} · {periodText(each.period)}
                  </span>
                </td>
                <td className="wide-only">{each.unitName}</td>
                <td className="figure wide-only">{periodText(each.period)}</td>
                <td className="figure">
                  <Due on={each.dueOn} today={plan.businessDate} signed={each.firstSignedOn !== null} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
