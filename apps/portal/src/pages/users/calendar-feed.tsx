import type { CalendarFeed as Feed } from '@duban/contract';
import { api, useChange } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { printTime } from '../../parts/print-time.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { SecretOnce } from './secret-once.js';

/** My calendar link: its secret is shown once, when it is made; whoever has it reads my deadlines. */
export function CalendarFeed() {
  const { t } = useTranslation('users');
  const [made, setMade] = useState<string | null>(null);
  const feed = useQuery({
    queryKey: ['calendar-feed'],
    queryFn: ({ signal }) => api.get<Feed>('/api/calendar-feed', {}, signal),
  });
  const make = useChange(
    (_: null, idempotencyKey) => api.post<Feed>('/api/calendar.ics', {}, { idempotencyKey }),
    [['calendar-feed']],
  );
  const revoke = useChange((_: null) => api.delete<void>('/api/calendar.ics'), [['calendar-feed']]);
  const exists = Boolean(feed.data?.createdAt);
  return (
    <div className="section-body">
      {feed.data?.createdAt ? <p>{t('feed.since', { at: printTime(feed.data.createdAt) })}</p> : null}
      <Button
        loading={make.isPending}
        onClick={() =>
          make.mutate(null, {
            onSuccess: ({ path }) => setMade(path ? new URL(path, window.location.href).href : null),
          })
        }
      >
        {t(exists ? 'feed.renew' : 'feed.make')}
      </Button>{' '}
      {exists ? (
        <Popconfirm title={t('feed.revokeSure')} onConfirm={() => revoke.mutate(null)}>
          <Button danger loading={revoke.isPending}>
            {t('feed.revoke')}
          </Button>
        </Popconfirm>
      ) : null}
      <ProblemNote error={make.error ?? revoke.error} />
      {made ? <SecretOnce title={t('feed.once')} label={t('feed.title')} secret={made} /> : null}
    </div>
  );
}
