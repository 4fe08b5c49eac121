import type { ConfigChangeView } from '@duban/contract';
import { useText } from '@duban/portal-kit';
import { useTranslation } from 'react-i18next';
import { usePrintValue } from './print-change.js';

/** Places of a configuration that differ: what stood there, and what comes. */
export function ChangesTable({ changes }: { changes: readonly ConfigChangeView[] }) {
  const { t } = useTranslation('plugins');
  const text = useText();
  const print = usePrintValue();
  if (changes.length === 0) return <p className="section-body dim">{t('noChanges')}</p>;
  return (
    <div className="table-box">
      <table className="grid" aria-label={t('changes')}>
        <thead>
          <tr>
            <th scope="col" className="grow">
              {t('place')}
            </th>
            <th scope="col">{t('before')}</th>
            <th scope="col">{t('after')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={`${change.path} ${JSON.stringify(change.to)}`}>
              <th scope="row" className="grow">
                {text(change.title)}
              </th>
              <td className="change-value">
                {duty(change) ? leaving(change, t, print) : print(change.from)}
              </td>
              <td className="change-value">{duty(change) ? joining(change, t, print) : print(change.to)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type Say = (key: string) => string;
type Print = (value: unknown) => string;
const duty = ({ path }: ConfigChangeView) => path.startsWith('duties.');
/** Of duties the server says who leaves and who joins. */
const leaving = ({ from }: ConfigChangeView, t: Say, print: Print) =>
  (from as unknown[]).length > 0 ? `${t('leaves')} ${print(from)}` : '';
const joining = ({ to }: ConfigChangeView, t: Say, print: Print) =>
  (to as unknown[]).length > 0 ? `${t('joins')} ${print(to)}` : '';
