import { useText } from '@duban/portal-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import ReportBulk from '../../parts/report-bulk.js';
import { type GridForm, type GridRow, mostItems } from './grid-rows.js';
import { type Lack, lackOf } from './lacks.js';

/** Hands in every row that is filled in: shows which are, what the others lack, and what came of each. */
export function SubmitDialog({
  form,
  rows,
  onClose,
}: {
  form: GridForm;
  rows: readonly GridRow[];
  onClose: () => void;
}) {
  const { t } = useTranslation('grid');
  const text = useText();
  const [{ reports, unfit }] = useState(() => {
    const reports = [];
    const unfit = [];
    for (const row of rows.filter((each) => each.lock === null)) {
      const { unitId, unitName: label, reportId, version } = row;
      const lack = lackOf(form, row);
      if (lack) unfit.push({ id: unitId, label, message: say(lack) });
      else if (reports.length >= mostItems)
        unfit.push({ id: unitId, label, message: t('submit.lack.later') });
      else if (reportId !== null && version !== null) reports.push({ id: reportId, version, label });
    }
    return { reports, unfit };
  });
  return (
    <ReportBulk move="submit" title={t('submit.all')} reports={reports} unfit={unfit} onClose={onClose} />
  );

  function say(lack: Lack): string {
    if (!('fields' in lack)) return t(`submit.lack.${lack.kind}`);
    return t(`submit.lack.${lack.kind}`, {
      fields: lack.fields.map((field) => text(field.title)).join(', '),
    });
  }
}
