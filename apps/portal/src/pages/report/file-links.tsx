import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** A report's files, to be downloaded. */
export function FileLinks({ ids, after }: { ids: readonly string[]; after?: (id: string) => ReactNode }) {
  const { t } = useTranslation('report');
  if (ids.length === 0) return null;
  return (
    <ul className="file-links">
      {ids.map((id, at) => (
        <li key={id}>
          <a href={`/api/attachments/${id}`} download>
            {t('files.file', { number: at + 1 })}
          </a>{' '}
          {after?.(id)}
        </li>
      ))}
    </ul>
  );
}
