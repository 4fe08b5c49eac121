import { useTranslation } from 'react-i18next';

/** The line that every page carries. */
export function Footer() {
  const { t } = useTranslation('shell');
  return <footer className="notice">{t('unclassified')}</footer>;
}
