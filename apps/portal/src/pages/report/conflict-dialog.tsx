import type { FormData, ReportView } from '@duban/contract';
import { useText } from '@duban/portal-kit';
import { useTranslation } from 'react-i18next';
import { ConflictDialog as BothVersions } from '../../parts/conflict-dialog.js';
import { type Draft, draftOf, sameValue } from './draft-keeper.js';
import { usePrintValue } from './field-value.js';
import type { ShownForm } from './use-report-form.js';

/** Both versions of a report, field by field where they differ. */
export function ConflictDialog({
  form,
  mine,
  theirs,
  base,
  onSettle,
}: {
  form: ShownForm;
  mine: Draft;
  theirs: ReportView;
  base: Draft | null;
  onSettle: (draft: Draft) => void;
}) {
  const { t } = useTranslation('report');
  const text = useText();
  const print = usePrintValue();
  const other = draftOf(theirs);
  const rows = [
    ...form.fields.map((field) => ({
      key: field.key,
      title: text(field.title),
      mine: print(field, mine.data[field.key]),
      theirs: print(field, other.data[field.key]),
      untouched: base !== null && sameValue(mine.data[field.key], base.data[field.key]),
      same: sameValue(mine.data[field.key], other.data[field.key]),
    })),
    {
      key: 'comment',
      title: t('comment.title'),
      mine: mine.comment,
      theirs: other.comment,
      untouched: mine.comment === base?.comment,
      same: mine.comment === other.comment,
    },
  ].filter((row) => !row.same);
  return (
    <BothVersions
      title={t('conflict.title')}
      rows={rows}
      onSettle={(sideOf) => {
        const data: FormData = { ...other.data };
        for (const { key } of rows) {
          if (key === 'comment') continue;
          data[key] = (sideOf(key) === 'mine' ? mine.data[key] : other.data[key]) ?? null;
        }
        onSettle({ data, comment: sideOf('comment') === 'mine' ? mine.comment : other.comment });
      }}
    />
  );
}
