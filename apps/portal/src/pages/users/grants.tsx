import { type Role, roleScope, roles, roleTitles, type UserView } from '@duban/contract';
import { api, queries, useCan, useChange, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { areas as knownAreas } from '../../areas.js';
import { Labelled } from '../../parts/labelled.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';
import { UnitChoice } from './unit-choice.js';
import { useGrantText } from './users-page.js';

interface Body {
  role: Role;
  unitId: string | null;
  areaId: string | null;
}

/** The roles of an account, each with the unit or area that it reaches. The security admin gives and takes them. */
export function Grants({ user }: { user: UserView }) {
  const { t } = useTranslation('users');
  const can = useCan();
  const printGrant = useGrantText();
  const take = useChange((id: string) => api.delete<void>(`/api/users/${user.id}/grants/${id}`), [['users']]);
  const mayGrant = can('role.grant');
  return (
    <section aria-label={t('roles')}>
      <h3 className="account-head">{t('roles')}</h3>
      {user.grants.length === 0 ? <p className="dim">{t('noRoles')}</p> : null}
      <ul className="grants">
        {user.grants.map((grant) => (
          <li key={grant.id}>
            {printGrant(grant)}
            {mayGrant ? (
              <Popconfirm
                title={t('revokeAsk', { role: printGrant(grant) })}
                okText={t('revoke')}
                onConfirm={() => take.mutate(grant.id)}
              >
                <Button size="small" aria-label={t('revokeOne', { role: printGrant(grant) })}>
                  {t('revoke')}
                </Button>
              </Popconfirm>
            ) : null}
          </li>
        ))}
      </ul>
      <ProblemNote error={take.error} />
      {mayGrant ? <NewGrant user={user} /> : null}
    </section>
  );
}

function NewGrant({ user }: { user: UserView }) {
  const { t } = useTranslation('users');
  const text = useText();
  const can = useCan();
  const areas = useQuery({ ...queries.areas(), enabled: can('area.read') });
  // Who grants roles reads no areas: their ids then have to do.
  const choices = areas.data?.items ?? knownAreas.map(({ id }) => ({ id, title: null }));
  const [body, setBody] = useState<Body>({ role: 'reporter', unitId: user.unitId, areaId: null });
  const scope = roleScope[body.role];
  const give = useChange(
    (given: Body, idempotencyKey) =>
      api.post<unknown>(`/api/users/${user.id}/grants`, given, { idempotencyKey }),
    [['users']],
  );
  return (
    <form
      className="dialog-form new-grant"
      onSubmit={(event) => {
        event.preventDefault();
        give.mutate({
          role: body.role,
          unitId: scope === 'unit' ? body.unitId : null,
          areaId: scope === 'area' ? body.areaId : null,
        });
      }}
    >
      <Labelled label={t('role')} said={saidOf(give.error, 'role')}>
        {(props) => (
          <Select
            {...props}
            value={body.role}
            options={roles.map((role) => ({ value: role, label: text(roleTitles[role]) }))}
            onChange={(role) => setBody({ ...body, role })}
          />
        )}
      </Labelled>
      {scope === 'unit' ? (
        <Labelled label={t('unit')} said={saidOf(give.error, 'unitId')}>
          {(props) => (
            <UnitChoice {...props} value={body.unitId} onChange={(unitId) => setBody({ ...body, unitId })} />
          )}
        </Labelled>
      ) : null}
      {scope === 'area' ? (
        <Labelled label={t('area')} said={saidOf(give.error, 'areaId')}>
          {(props) => (
            <Select
              {...props}
              value={body.areaId ?? undefined}
              options={choices.map((area) => ({ value: area.id, label: text(area.title) || area.id }))}
              onChange={(areaId: string) => setBody({ ...body, areaId })}
            />
          )}
        </Labelled>
      ) : null}
      <ProblemNote error={give.error} shownAt={['role', 'unitId', 'areaId']} />
      <p className="field-hint">{t('grantHint')}</p>
      <Button
        htmlType="submit"
        loading={give.isPending}
        disabled={(scope === 'unit' && !body.unitId) || (scope === 'area' && !body.areaId)}
      >
        {t('grant')}
      </Button>
    </form>
  );
}
