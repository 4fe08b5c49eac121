import type { AttachmentView } from '@duban/contract';
import { api, useChange, type WidgetProps } from '@duban/portal-kit';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { FilePicker } from '../../parts/file-picker.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { FileLinks } from './file-links.js';

/** As many as a field of type file holds. */
const mostFiles = 20;

/** Files of a report: uploaded when picked; the report holds their ids. */
export default function FileWidget({ id, value, disabled, describedBy, onChange }: WidgetProps) {
  const { t } = useTranslation('report');
  const ids = Array.isArray(value) ? value : [];
  const upload = useChange((file: File) => api.upload<AttachmentView>('/api/attachments', file), []);
  return (
    <div>
      <FileLinks
        ids={ids}
        after={(each) => (
          <Button
            size="small"
            disabled={disabled}
            aria-label={t('files.remove', { number: ids.indexOf(each) + 1 })}
            onClick={() => onChange(ids.filter((other) => other !== each))}
          >
            ×
          </Button>
        )}
      />
      <FilePicker
        id={id}
        describedBy={describedBy}
        label={t('files.add')}
        busy={upload.isPending}
        disabled={disabled || ids.length >= mostFiles}
        onPick={(file) => upload.mutate(file, { onSuccess: (added) => onChange([...ids, added.id]) })}
      />
      <ProblemNote error={upload.error} />
    </div>
  );
}
