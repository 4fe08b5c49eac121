import type { UserView } from '@duban/contract';
import { api, MissingState, useCan, useChange } from '@duban/portal-kit';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../../parts/problem-note.js';
import { Grants } from './grants.js';
import { SecretOnce } from './secret-once.js';

/** One account: its state, its password, its roles. */
export function UserDrawer({ user, onClose }: { user: UserView | undefined; onClose: () => void }) {
  return (
    <Drawer open onClose={onClose} size={480} title={user ? `${user.name} ${user.username}` : ''}>
      {user ? <Account key={user.id} user={user} /> : <MissingState />}
    </Drawer>
  );
}

function Account({ user }: { user: UserView }) {
  const { t } = useTranslation('users');
  const can = useCan();
  const client = useQueryClient();
  const update = useChange(
    (active: boolean) => api.patch<UserView>(`/api/users/${user.id}`, { active }, { ifMatch: user.version }),
    [['users']],
  );
  const reset = useChange(
    (_: null, idempotencyKey) =>
      api.post<{ initialPassword: string }>(`/api/users/${user.id}/password-reset`, undefined, {
        idempotencyKey,
      }),
    [['users']],
  );
  const endSessions = useChange((_: null) => api.delete<void>(`/api/users/${user.id}/sessions`), [['users']]);
  return (
    <div className="account">
      <dl className="facts">
        <dt>{t('unit')}</dt>
        <dd>{user.unitName ?? '–'}</dd>
        <dt>{t('state')}</dt>
        <dd>{t(user.active ? 'active' : 'inactive')}</dd>
      </dl>
      <div className="account-acts">
        {can('user.keep') ? (
          <>
            <Popconfirm
              title={t('resetAsk', { name: user.name })}
              okText={t('reset')}
              onConfirm={() => reset.mutate(null)}
            >
              <Button loading={reset.isPending}>{t('reset')}</Button>
            </Popconfirm>
            {user.active ? (
              <Popconfirm
                title={t('deactivateAsk', { name: user.name })}
                okText={t('deactivate')}
                onConfirm={() => update.mutate(false)}
              >
                <Button loading={update.isPending}>{t('deactivate')}</Button>
              </Popconfirm>
            ) : (
              <Button loading={update.isPending} onClick={() => update.mutate(true)}>
                {t('activate')}
              </Button>
            )}
          </>
        ) : null}
        {can('session.keep') ? (
          <Button loading={endSessions.isPending} onClick={() => endSessions.mutate(null)}>
            {t('endSessions')}
          </Button>
        ) : null}
      </div>
      {reset.data ? (
        <SecretOnce title={t('resetNote')} label={t('initialPassword')} secret={reset.data.initialPassword} />
      ) : null}
      {endSessions.isSuccess ? <p role="status">{t('sessionsEnded')}</p> : null}
      <ProblemNote
        error={update.error ?? reset.error ?? endSessions.error}
        onReload={() => void client.invalidateQueries({ queryKey: ['users'] })}
      />
      <Grants user={user} />
    </div>
  );
}
