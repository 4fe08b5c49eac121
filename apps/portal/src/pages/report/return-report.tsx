import { type ReportView, reportLifecycle } from '@duban/contract';
import { usePeriodText, useText } from '@duban/portal-kit';
import { useQueryClient } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Labelled } from '../../parts/labelled.js';
import { MoveDialog } from '../../parts/move-dialog.js';
import { type ShownForm, useReportForm } from './use-report-form.js';
import { useReportMove } from './use-report-move.js';

const offer = reportLifecycle.find((each) => each.move === 'return');

/** Sends one report back with a reason, to a field where it fits. */
export function ReturnReport({ report, onClose }: { report: ReportView; onClose: () => void }) {
  const client = useQueryClient();
  const periodText = usePeriodText();
  const { form } = useReportForm(report, report.id);
  const move = useReportMove(report.id);
  if (!offer) return null;
  return (
    <MoveDialog
      offer={{ title: offer.title, needs: [...offer.needs] }}
      note={`${report.unitName} · ${periodText(report.period)}`}
      busy={move.isPending}
      error={move.error}
      today=""
      onMake={(values) =>
        move.mutate({ ...values, move: 'return', version: report.version }, { onSuccess: onClose })
      }
      onReload={() => {
        onClose();
        void client.invalidateQueries({ queryKey: ['reports'] });
      }}
      onClose={onClose}
      more={
        form
          ? (values, set) => (
              <FieldChoice form={form} value={values.field} onChange={(field) => set({ field })} />
            )
          : undefined
      }
    />
  );
}

/** The field that a return is about. */
function FieldChoice({
  form,
  value,
  onChange,
}: {
  form: ShownForm;
  value: string | undefined;
  onChange: (field: string | undefined) => void;
}) {
  const { t } = useTranslation('report');
  const text = useText();
  return (
    <Labelled label={t('returned.field')} optional>
      {(props) => (
        <Select
          {...props}
          allowClear
          value={value}
          options={form.fields.map((field) => ({ value: field.key, label: text(field.title) }))}
          onChange={onChange}
        />
      )}
    </Labelled>
  );
}
