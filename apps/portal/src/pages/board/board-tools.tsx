import type { Board } from '@duban/contract';
import { usePlan } from '@duban/portal-kit';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { boardSearch } from '../../app/search.js';
import { useAllows } from '../../app/use-allows.js';
import { ExportButton } from '../../parts/export-button.js';
import { ViewMenu } from '../../parts/view-menu.js';

/** The board's saved views, and the same picture to take away. */
export default function BoardTools({
  board,
  search,
  onOpen,
}: {
  board: Board | undefined;
  search: z.infer<typeof boardSearch>;
  onOpen: (search: Record<string, string>) => void;
}) {
  return (
    <>
      <ViewMenu page="board" search={search} onOpen={onOpen} />
      {board ? <Downloads board={board} /> : null}
    </>
  );
}

/** The same picture to take away: the figures as a workbook; the period's text report for those who read reports. */
function Downloads({ board }: { board: Board }) {
  const { t } = useTranslation('board');
  const plan = usePlan();
  const allows = useAllows();
  const of = { planId: plan.id, period: board.period, unit: board.unit.id };
  return (
    <>
      <ExportButton label={t('workbook')} request={{ kind: 'board', ...of }} />
      {allows('report.read', { unitId: board.unit.id, unitPath: board.unit.path }) && (
        <ExportButton label={t('textReport')} request={{ kind: 'text-report', ...of }} />
      )}
    </>
  );
}
