import { roleTitles, type SetupBody, type Text } from '@duban/contract';
import { api, useText } from '@duban/portal-kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryFrame } from '../../parts/entry-frame.js';
import { EntryProblem } from '../../parts/entry-problem.js';

const nobody = { username: '', name: '', password: '' };
type Account = typeof nobody;
/** Fewest characters of a password, as the contract has it. */
const leastLength = 12;

/** The first two people of an empty system: they are kept apart, and neither can appoint the other. */
export function SetupPage() {
  const { t } = useTranslation('login');
  const router = useRouter();
  const client = useQueryClient();
  const [admin, setAdmin] = useState(nobody);
  const [security, setSecurity] = useState(nobody);
  const setUp = useMutation({
    mutationFn: () => {
      const body: SetupBody = { ...admin, securityAdmin: security };
      return api.post('/api/setup', body);
    },
    onSuccess: () => {
      client.clear();
      router.history.push('/login');
    },
  });
  return (
    <EntryFrame title={t('setup.title')} note={t('setup.note', { count: leastLength })}>
      <form
        className="entry-form"
        onSubmit={(event) => {
          event.preventDefault();
          setUp.mutate();
        }}
      >
        <AccountFields id="admin" title={roleTitles['system-admin']} account={admin} onChange={setAdmin} />
        <AccountFields
          id="security"
          title={roleTitles['security-admin']}
          account={security}
          onChange={setSecurity}
        />
        <EntryProblem error={setUp.error} />
        <Button type="primary" htmlType="submit" size="large" block loading={setUp.isPending}>
          {t('setup.submit')}
        </Button>
      </form>
    </EntryFrame>
  );
}

function AccountFields({
  id,
  title,
  account,
  onChange,
}: {
  id: string;
  title: Text;
  account: Account;
  onChange: (account: Account) => void;
}) {
  const { t } = useTranslation('login');
  const text = useText();
  const given = (key: keyof Account) => ({
    id: `${id}-${key}`,
    required: true,
    value: account[key],
    onChange: (event: { target: { value: string } }) => onChange({ ...account, [key]: event.target.value }),
  });
  return (
    <fieldset className="entry-group">
      <legend>{text(title)}</legend>
      <label htmlFor={`${id}-username`}>{t('username')}</label>
      <Input
        {...given('username')}
        autoComplete="off"
        autoFocus={id === 'admin'}
        minLength={2}
        maxLength={64}
      />
      <label htmlFor={`${id}-name`}>{t('setup.name')}</label>
      <Input {...given('name')} autoComplete="off" maxLength={200} />
      <label htmlFor={`${id}-password`}>{t('password')}</label>
      <Input.Password
        {...given('password')}
        autoComplete="new-password"
        minLength={leastLength}
        maxLength={200}
      />
    </fieldset>
  );
}
