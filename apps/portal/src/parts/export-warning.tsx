import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';

/** Asks back before a document is made that says more, or less, than it seems. */
export default function ExportWarning({
  title,
  warning,
  onMake,
  onClose,
}: {
  title: string;
  warning: string;
  onMake: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('exports');
  return (
    <Modal open title={title} okText={t('anyway')} cancelText={t('not')} onCancel={onClose} onOk={onMake}>
      {warning}
    </Modal>
  );
}
