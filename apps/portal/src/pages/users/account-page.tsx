import type { accessTokenPage, createdAccessTokenSchema } from '@duban/contract';
import {
  api,
  EmptyState,
  PageLayout,
  PortalLink,
  QueryView,
  Section,
  useChange,
  useSession,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, InputNumber, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { Labelled } from '../../parts/labelled.js';
import { printTime } from '../../parts/print-time.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';
import { CalendarFeed } from './calendar-feed.js';
import { Deputies } from './deputies.js';
import { SecretOnce } from './secret-once.js';
import { useGrantText } from './users-page.js';
import './users.css';

type Tokens = z.infer<typeof accessTokenPage>;
type CreatedToken = z.infer<typeof createdAccessTokenSchema>;

/** My own account: who I am here, my password, my access tokens for scripts. */
export function AccountPage() {
  const { t } = useTranslation('users');
  const { user, grants } = useSession();
  const printGrant = useGrantText();
  return (
    <PageLayout title={t('account.title')} note={`${user.name} · ${user.username}`}>
      <Section title={t('account.me')}>
        <div className="section-body">
          <dl className="facts">
            <dt>{t('unit')}</dt>
            <dd>{user.unitName ?? '–'}</dd>
            <dt>{t('roles')}</dt>
            <dd>{grants.map(printGrant).join(t('comma')) || t('noRoles')}</dd>
          </dl>
          <PortalLink href="/password">{t('account.password')}</PortalLink>
        </div>
      </Section>
      <Deputies />
      <Section title={t('tokens.title')} note={t('tokens.note')}>
        <AccessTokens />
      </Section>
      <Section title={t('feed.title')} note={t('feed.note')}>
        <CalendarFeed />
      </Section>
    </PageLayout>
  );
}

function AccessTokens() {
  const { t } = useTranslation('users');
  const tokens = useQuery({
    queryKey: ['tokens'],
    queryFn: ({ signal }) => api.get<Tokens>('/api/tokens', {}, signal),
  });
  const revoke = useChange((id: string) => api.delete<void>(`/api/tokens/${id}`), [['tokens']]);
  return (
    <>
      <QueryView query={tokens} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('tokens.none')} />
          ) : (
            <div className="table-box">
              <table className="grid" aria-label={t('tokens.title')}>
                <thead>
                  <tr>
                    <th scope="col" className="grow">
                      {t('tokens.name')}
                    </th>
                    <th scope="col">{t('tokens.created')}</th>
                    <th scope="col">{t('tokens.expires')}</th>
                    <th scope="col">
                      <span className="visually-hidden">{t('revoke')}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((token) => (
                    <tr key={token.id}>
                      <th scope="row" className="grow">
                        {token.name}
                      </th>
                      <td className="figure">{printTime(token.createdAt)}</td>
                      <td className="figure">{printTime(token.expiresAt)}</td>
                      <td>
                        <Popconfirm
                          title={t('tokens.revokeAsk', { name: token.name })}
                          okText={t('revoke')}
                          onConfirm={() => revoke.mutate(token.id)}
                        >
                          <Button size="small" aria-label={t('tokens.revokeOne', { name: token.name })}>
                            {t('revoke')}
                          </Button>
                        </Popconfirm>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </QueryView>
      <ProblemNote error={revoke.error} />
      <NewToken />
    </>
  );
}

function NewToken() {
  const { t } = useTranslation('users');
  const [name, setName] = useState('');
  const [days, setDays] = useState(90);
  const create = useChange(
    (body: { name: string; days: number }, idempotencyKey) =>
      api.post<CreatedToken>('/api/tokens', body, { idempotencyKey }),
    [['tokens']],
  );
  return (
    <form
      className="dialog-form section-body token-form"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ name: name.trim(), days }, { onSuccess: () => setName('') });
      }}
    >
      <Labelled label={t('tokens.name')} hint={t('tokens.nameHint')} said={saidOf(create.error, 'name')}>
        {(props) => (
          <Input
            {...props}
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Labelled>
      <Labelled label={t('tokens.days')} said={saidOf(create.error, 'days')}>
        {(props) => (
          <InputNumber {...props} min={1} max={366} value={days} onChange={(next) => setDays(next ?? 90)} />
        )}
      </Labelled>
      <ProblemNote error={create.error} shownAt={['name', 'days']} />
      {create.data ? (
        <SecretOnce title={t('tokens.once')} label={t('tokens.secret')} secret={create.data.token} />
      ) : null}
      <Button htmlType="submit" loading={create.isPending} disabled={name.trim() === ''}>
        {t('tokens.create')}
      </Button>
    </form>
  );
}
