import { BellOutlined } from '@ant-design/icons';
import type { NotificationPage, NotificationView } from '@duban/contract';
import { api, EmptyState, PortalLink, QueryView, useChange, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Badge, Button, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../app/addresses.js';
import './bell.css';

const shown = 30;
const everyMs = 60_000;

function useNotifications() {
  return useQuery({
    queryKey: ['notifications'],
    refetchInterval: everyMs,
    queryFn: ({ signal }) => api.get<NotificationPage>('/api/notifications', { limit: shown }, signal),
  });
}

/** What I was told: a bell with a count, and the newest in a list. */
export function Bell() {
  const { t } = useTranslation('notifications');
  const [open, setOpen] = useState(false);
  const { data } = useNotifications();
  const unread = data?.unread ?? 0;
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      content={<List onGo={() => setOpen(false)} />}
    >
      <Button
        type="text"
        aria-label={unread > 0 ? t('unread', { count: unread }) : t('open')}
        icon={
          <Badge count={unread} size="small" overflowCount={99}>
            <BellOutlined />
          </Badge>
        }
      />
    </Popover>
  );
}

function List({ onGo }: { onGo: () => void }) {
  const { t } = useTranslation('notifications');
  const notifications = useNotifications();
  const mark = useChange(
    (ids: string[] | null, idempotencyKey) =>
      api.post<unknown>('/api/notifications/read', ids ? { ids } : {}, { idempotencyKey }),
    [['notifications']],
  );
  return (
    <section className="bell-panel" aria-label={t('title')}>
      <QueryView query={notifications} lines={4}>
        {({ items, unread }) =>
          items.length === 0 ? (
            <EmptyState title={t('none')} />
          ) : (
            <>
              <div className="bell-actions">
                <Button
                  size="small"
                  disabled={unread === 0}
                  loading={mark.isPending}
                  onClick={() => mark.mutate(null)}
                >
                  {t('readAll')}
                </Button>
              </div>
              <ul className="bell-list">
                {items.map((item) => (
                  <Item
                    key={item.id}
                    item={item}
                    onGo={() => {
                      if (!item.read) mark.mutate([item.id]);
                      onGo();
                    }}
                  />
                ))}
              </ul>
            </>
          )
        }
      </QueryView>
    </section>
  );
}

function Item({ item, onGo }: { item: NotificationView; onGo: () => void }) {
  const { t } = useTranslation('notifications');
  const text = useText();
  const href = item.reportId
    ? addresses.report(item.reportId)
    : item.task
      ? addresses.task(item.task.id)
      : item.meetingId
        ? addresses.meeting(item.meetingId, tabOf(item))
        : '/';
  return (
    <li className={item.read ? undefined : 'bell-unread'}>
      <PortalLink href={href} onGo={onGo}>
        {text(item.title)}
        {item.read ? null : <span className="visually-hidden"> {t('isUnread')}</span>}
      </PortalLink>
      {item.task ? (
        <div>{[item.task.number, item.task.title].filter((part) => part !== null).join('. ')}</div>
      ) : null}
      <div className="under">{[item.businessDate, item.text].filter(Boolean).join(' · ')}</div>
    </li>
  );
}

/** Where in the meeting it is told of. */
function tabOf({ kind, areaId }: Pick<NotificationView, 'kind' | 'areaId'>) {
  if (kind === 'minutes-to-sign') return { tab: 'minutes' };
  return areaId ? { tab: 'materials', area: areaId } : {};
}
