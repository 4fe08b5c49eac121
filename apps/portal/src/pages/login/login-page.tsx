import type { SessionView } from '@duban/contract';
import { api } from '@duban/portal-kit';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Navigate, useRouter } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryFrame } from '../../parts/entry-frame.js';
import { EntryProblem } from '../../parts/entry-problem.js';

const route = getRouteApi('/login');

export function LoginPage() {
  const { t } = useTranslation('login');
  const router = useRouter();
  const client = useQueryClient();
  const { to } = route.useSearch();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const setup = useQuery({
    queryKey: ['setup'],
    queryFn: ({ signal }) => api.get<{ needed: boolean }>('/api/setup', {}, signal),
  });
  const logIn = useMutation({
    mutationFn: () => api.post<SessionView>('/api/session', { username: username.trim(), password }),
    onSuccess: () => {
      // The answer of the read is the one that the shell rests on.
      client.clear();
      router.history.push(to ?? '/');
    },
  });
  // An empty system has nobody who could log in yet.
  if (setup.data?.needed) return <Navigate to="/setup" replace />;
  return (
    <EntryFrame title={t('title')}>
      <form
        className="entry-form"
        onSubmit={(event) => {
          event.preventDefault();
          logIn.mutate();
        }}
      >
        <label htmlFor="username">{t('username')}</label>
        <Input
          id="username"
          autoComplete="username"
          autoFocus
          required
          maxLength={64}
          value={username}
          onChange={(event) => setUsername(event.target.value)}
        />
        <label htmlFor="password">{t('password')}</label>
        <Input.Password
          id="password"
          autoComplete="current-password"
          required
          maxLength={200}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <EntryProblem error={logIn.error} />
        <Button type="primary" htmlType="submit" size="large" block loading={logIn.isPending}>
          {t('submit')}
        </Button>
      </form>
    </EntryFrame>
  );
}
