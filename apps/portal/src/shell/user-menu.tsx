import { UserOutlined } from '@ant-design/icons';
import { roleTitles } from '@duban/contract';
import { api, PortalLink, queries, useSession, useText } from '@duban/portal-kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import { Preferences } from './preferences.js';

/** Who is signed in, as what; preferences; password; log out. */
export function UserMenu() {
  const { t } = useTranslation('shell');
  const { user } = useSession();
  return (
    <Popover trigger="click" placement="bottomRight" content={<UserPanel />}>
      <Button type="text" icon={<UserOutlined />} aria-label={t('user.menu', { name: user.name })}>
        <span className="wide-only">{user.name}</span>
      </Button>
    </Popover>
  );
}

function UserPanel() {
  const { t } = useTranslation('shell');
  const text = useText();
  const { user, grants } = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const logOut = useMutation({
    mutationFn: () => api.delete<void>('/api/session'),
    onSuccess: async () => {
      client.clear();
      client.setQueryData(queries.session().queryKey, null);
      await navigate({ to: '/login' });
    },
  });
  const roles = [...new Set(grants.map((grant) => text(roleTitles[grant.role])))];
  return (
    <div className="user-panel">
      <div>
        <b>{user.name}</b> <span className="dim">{user.username}</span>
      </div>
      <div className="dim">{[user.unitName, ...roles].filter(Boolean).join(' · ')}</div>
      <Preferences />
      <div className="user-actions">
        <PortalLink href="/account">{t('user.account')}</PortalLink>
        <Button size="small" loading={logOut.isPending} onClick={() => logOut.mutate()}>
          {t('user.logOut')}
        </Button>
      </div>
    </div>
  );
}
