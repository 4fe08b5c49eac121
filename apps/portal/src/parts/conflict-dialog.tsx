import { Button, Modal, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import './conflict-dialog.css';

export type Side = 'mine' | 'theirs';

/** Something that the two wrote differently. */
export interface ConflictRow {
  key: string;
  title: string;
  mine: ReactNode;
  theirs: ReactNode;
  /** Only the other one wrote it. */
  untouched: boolean;
}

/**
 * Both versions side by side where they differ; the person chooses, one by one or all at once. What only the other one
 * changed is theirs unless the person says otherwise: an old value is no wish.
 */
export function ConflictDialog({
  title,
  rows,
  onSettle,
}: {
  title: string;
  rows: readonly ConflictRow[];
  onSettle: (sideOf: (key: string) => Side) => void;
}) {
  const { t } = useTranslation('change');
  const [sides, setSides] = useState<Record<string, Side>>({});
  const sideOf = (key: string): Side =>
    sides[key] ?? (rows.find((row) => row.key === key)?.untouched ? 'theirs' : 'mine');
  const all = (side: Side) => setSides(Object.fromEntries(rows.map((row) => [row.key, side])));
  return (
    <Modal
      open
      width={760}
      title={title}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={() => onSettle(sideOf)}>
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
        <table className="grid conflict" aria-label={title}>
          <thead>
            <tr>
              <th scope="col">{t('conflict.field')}</th>
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
                      {row[side] || <span className="dim">{t('conflict.empty')}</span>}
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
