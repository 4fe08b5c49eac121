import { useSession } from '@duban/portal-kit';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../app/preferences.js';
import { navigationFor } from './navigation.js';

/** The keys that do something, as they are now. */
export default function ShortcutsHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell');
  const session = useSession();
  const { singleKeys } = usePreferences();
  const keys: [string, string][] = [
    ['Ctrl K', t('palette.open')],
    ['?', t('help.title')],
    ...navigationFor(session).map((item): [string, string] => [
      `g ${item.key}`,
      t('help.go', { page: t(item.label) }),
    ]),
    ['j / k', t('help.rows')],
    ['x / Shift X', t('help.select')],
    ['Enter', t('help.open')],
    ...(session.permissions.includes('report.accept')
      ? [['a / r / o', t('help.review')] as [string, string]]
      : []),
    ...(session.permissions.includes('report.write')
      ? [['Alt H', t('help.history')] as [string, string]]
      : []),
    ['Esc', t('help.close')],
  ];
  return (
    <Modal open title={t('help.title')} footer={null} onCancel={onClose} width={420}>
      <dl className="keys">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p className="dim">{t(singleKeys ? 'help.singleKeysOn' : 'help.singleKeysOff')}</p>
    </Modal>
  );
}
