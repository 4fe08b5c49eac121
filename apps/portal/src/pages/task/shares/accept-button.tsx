import type { Share } from '@duban/contract';
import { api, useChange } from '@duban/portal-kit';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../../../parts/problem-note.js';
import { sharePath, touchedByShare } from './share-queries.js';

/** 签收: one click takes the share on for the unit. */
export function AcceptButton({
  share,
  label,
}: {
  share: Pick<Share, 'taskId' | 'id' | 'version'>;
  label: string;
}) {
  const { t } = useTranslation('shares');
  const client = useQueryClient();
  const accept = useChange(
    (version: number, idempotencyKey) =>
      api.post<unknown>(`${sharePath(share)}/accept`, {}, { ifMatch: version, idempotencyKey }),
    touchedByShare,
  );
  return (
    <>
      <Button
        size="small"
        type="primary"
        aria-label={label}
        loading={accept.isPending}
        onClick={() => accept.mutate(share.version)}
      >
        {t('accept')}
      </Button>
      <ProblemNote
        error={accept.error}
        onReload={() => {
          accept.reset();
          for (const queryKey of touchedByShare) void client.invalidateQueries({ queryKey });
        }}
      />
    </>
  );
}
