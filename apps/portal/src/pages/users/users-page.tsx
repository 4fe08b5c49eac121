import { roleTitles, type UserView } from '@duban/contract';
import {
  createAppColumnHelper,
  DataTable,
  PageLayout,
  QueryView,
  queries,
  Section,
  useCan,
  usePlanIfAny,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { replaces } from '../../app/search.js';
import { CreateUser } from './create-user.js';
import { UserDrawer } from './user-drawer.js';
import './users.css';

const route = getRouteApi('/shell/users');
const column = createAppColumnHelper<UserView>();

/** Accounts: the system admin keeps them, the security admin gives them roles. */
export function UsersPage() {
  const { t } = useTranslation('users');
  const can = useCan();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback(
    (next: Partial<typeof search>) =>
      void navigate({ search: (before) => ({ ...before, ...next }), replace: replaces(next) }),
    [navigate],
  );
  const users = useQuery(queries.users({}));
  const [creating, setCreating] = useState(false);
  const printGrant = useGrantText();
  const columns = useMemo(
    () =>
      column.columns([
        column.accessor('username', {
          header: t('username'),
          meta: { label: t('username') },
          cell: ({ row: { original } }) => (
            <button type="button" className="figure-button" onClick={() => change({ user: original.id })}>
              {original.username}
            </button>
          ),
        }),
        column.accessor('name', { header: t('name'), meta: { label: t('name') } }),
        column.accessor((user) => user.unitName ?? '', {
          id: 'unit',
          header: t('unit'),
          meta: { label: t('unit'), wideOnly: true },
        }),
        column.accessor((user) => user.grants.map(printGrant).join(t('comma')), {
          id: 'roles',
          header: t('roles'),
          meta: { label: t('roles'), grow: true },
          cell: ({ getValue }) => getValue() || <span className="dim">{t('noRoles')}</span>,
        }),
        column.accessor((user) => t(user.active ? 'active' : 'inactive'), {
          id: 'state',
          header: t('state'),
          meta: { label: t('state') },
        }),
      ]),
    [t, printGrant, change],
  );
  return (
    <PageLayout
      title={t('title')}
      note={t('note')}
      toolbar={
        can('user.keep') ? (
          <Button type="primary" onClick={() => setCreating(true)}>
            {t('create')}
          </Button>
        ) : null
      }
    >
      <Section title={t('list')}>
        <QueryView query={users} lines={10}>
          {({ items }) => (
            <DataTable
              label={t('title')}
              data={items}
              columns={columns}
              rowId={(user) => user.id}
              view={search}
              onView={change}
              onOpen={(user) => change({ user: user.id })}
            />
          )}
        </QueryView>
      </Section>
      {creating ? <CreateUser onClose={() => setCreating(false)} /> : null}
      {search.user ? (
        <UserDrawer
          user={users.data?.items.find((each) => each.id === search.user)}
          onClose={() => change({ user: undefined })}
        />
      ) : null}
    </PageLayout>
  );
}

/** Prints a grant: the role, and the unit or area that it is bound to. */
export function useGrantText(): (grant: UserView['grants'][number]) => string {
  const text = useText();
  const can = useCan();
  const plan = usePlanIfAny();
  const units = useQuery({ ...queries.units(), enabled: can('unit.read') });
  const areas = useQuery({ ...queries.areas(), enabled: plan === null && can('area.read') });
  return useMemo(
    () =>
      ({ role, unitId, areaId }) => {
        const area = [...(plan?.areas ?? []), ...(areas.data?.items ?? [])].find(
          (each) => each.id === areaId,
        );
        const bound = unitId
          ? (units.data?.items.find((unit) => unit.id === unitId)?.name ?? '…')
          : areaId && (text(area?.title) || areaId);
        return bound ? `${text(roleTitles[role])}(${bound})` : text(roleTitles[role]);
      },
    [plan, units.data, areas.data, text],
  );
}
