import type { FormData, ReportView } from '@duban/contract';
import { useText } from '@duban/portal-kit';
import { Button, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Draft, draftOf, sameValue } from './draft-keeper.js';
import { usePrintValue } from './field-value.js';
import type { ShownForm } from './use-report-form.js';

type Side = 'mine' | 'theirs';

/**
 * Both versions side by side where they differ; the person chooses, field by field or all at once. What only the
 * other one changed is theirs unless the person says otherwise: an old value is no wish.
 */
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
  const [sides, setSides] = useState<Record<string, Side>>({});
  const sideOf = (key: string): Side =>
    sides[key] ?? (rows.find((row) => row.key === key)?.untouched ? 'theirs' : 'mine');
  const all = (side: Side) => setSides(Object.fromEntries(rows.map((row) => [row.key, side])));
  const settle = () => {
    const data: FormData = { ...other.data };
    for (const { key } of rows) {
      if (key === 'comment') continue;
      data[key] = (sideOf(key) === 'mine' ? mine.data[key] : other.data[key]) ?? null;
    }
    onSettle({ data, comment: sideOf('comment') === 'mine' ? mine.comment : other.comment });
  };
  return (
    <Modal
      open
      width={760}
      title={t('conflict.title')}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={settle}>
          {t('conflict.settle')}
        </Button>
      }
    >
      <p>{t('conflict.note')}</p>
      <p className="row-actions">
        <Button size="small" onClick={() => all('mine')}>
          {t('conflict.allMine')}
        </Button>
        <Button size="small" onClick={() => all('theirs')}>
          {t('conflict.allTheirs')}
        </Button>
      </p>
      <div className="table-box">
        <table className="grid conflict" aria-label={t('conflict.title')}>
          <thead>
            <tr>
              <th scope="col">{t('field')}</th>
              <th scope="col">{t('conflict.mine')}</th>
              <th scope="col">{t('conflict.theirs')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{row.title}</th>
                {(['mine', 'theirs'] as const).map((side) => (
                  <td key={side} className={sideOf(row.key) === side ? 'chosen' : undefined}>
                    <Radio
                      name={`side-${row.key}`}
                      checked={sideOf(row.key) === side}
                      onChange={() => setSides((before) => ({ ...before, [row.key]: side }))}
                      aria-label={`${row.title}: ${t(`conflict.${side}`)}`}
                    >
                      {row[side] || <span className="dim">{t('empty')}</span>}
                    </Radio>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Modal>
  );
}
