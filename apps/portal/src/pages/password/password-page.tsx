import { api } from '@duban/portal-kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryFrame } from '../../parts/entry-frame.js';
import { EntryProblem } from '../../parts/entry-problem.js';

/** Fewest characters of a new password, as the contract has it. */
const leastLength = 12;

/** Asked of a one-time password before anything else, and open to everybody from the user menu. */
export function PasswordPage() {
  const { t } = useTranslation('login');
  const router = useRouter();
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const differs = again !== '' && again !== next;
  const change = useMutation({
    mutationFn: () => api.put<void>('/api/session/password', { current, next }),
    onSuccess: () => {
      client.clear();
      router.history.push('/');
    },
  });
  const field = (
    id: string,
    label: string,
    value: string,
    set: (value: string) => void,
    complete: string,
  ) => (
    <>
      <label htmlFor={id}>{label}</label>
      <Input.Password
        id={id}
        autoComplete={complete}
        autoFocus={id === 'current'}
        required
        maxLength={200}
        minLength={id === 'current' ? undefined : leastLength}
        value={value}
        onChange={(event) => set(event.target.value)}
      />
    </>
  );
  return (
    <EntryFrame title={t('change.title')} note={t('change.note', { count: leastLength })}>
      <form
        className="entry-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (next === again) change.mutate();
        }}
      >
        {field('current', t('change.current'), current, setCurrent, 'current-password')}
        {field('next', t('change.next'), next, setNext, 'new-password')}
        {field('again', t('change.again'), again, setAgain, 'new-password')}
        {differs ? (
          <p className="entry-problem" role="alert">
            {t('change.differs')}
          </p>
        ) : null}
        <EntryProblem error={change.error} />
        <Button type="primary" htmlType="submit" size="large" block loading={change.isPending}>
          {t('change.submit')}
        </Button>
      </form>
    </EntryFrame>
  );
}
