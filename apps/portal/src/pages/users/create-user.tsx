import type { createdUserSchema } from '@duban/contract';
import { api, useChange } from '@duban/portal-kit';
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { Dialog } from '../../parts/dialog.js';
import { Labelled } from '../../parts/labelled.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';
import { SecretOnce } from './secret-once.js';
import { UnitChoice } from './unit-choice.js';

type Created = z.infer<typeof createdUserSchema>;
interface Body {
  username: string;
  name: string;
  unitId: string | null;
}

/** Adds an account without roles; its one-time password is shown here and nowhere again. */
export function CreateUser({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('users');
  const { t: tChange } = useTranslation('change');
  const id = useId();
  const [body, setBody] = useState<Body>({ username: '', name: '', unitId: null });
  const create = useChange(
    (given: Body, idempotencyKey) => api.post<Created>('/api/users', given, { idempotencyKey }),
    [['users']],
  );
  const done = create.data;
  return (
    <Dialog
      open
      title={t('create')}
      onCancel={onClose}
      okText={t('create')}
      okButtonProps={{ htmlType: 'submit', form: id, loading: create.isPending }}
      footer={done ? <Button onClick={onClose}>{tChange('close')}</Button> : undefined}
    >
      {done ? (
        <SecretOnce
          title={t('createdNote', { name: done.name, username: done.username })}
          label={t('initialPassword')}
          secret={done.initialPassword}
        />
      ) : (
        <form
          id={id}
          className="dialog-form"
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate({ ...body, username: body.username.trim(), name: body.name.trim() });
          }}
        >
          <Labelled label={t('username')} hint={t('usernameHint')} said={saidOf(create.error, 'username')}>
            {(props) => (
              <Input
                {...props}
                required
                autoComplete="off"
                maxLength={64}
                value={body.username}
                onChange={(event) => setBody({ ...body, username: event.target.value })}
              />
            )}
          </Labelled>
          <Labelled label={t('name')} said={saidOf(create.error, 'name')}>
            {(props) => (
              <Input
                {...props}
                required
                autoComplete="off"
                maxLength={200}
                value={body.name}
                onChange={(event) => setBody({ ...body, name: event.target.value })}
              />
            )}
          </Labelled>
          <Labelled label={t('unit')} optional said={saidOf(create.error, 'unitId')}>
            {(props) => (
              <UnitChoice
                {...props}
                value={body.unitId}
                onChange={(unitId) => setBody({ ...body, unitId })}
              />
            )}
          </Labelled>
          <ProblemNote error={create.error} shownAt={['username', 'name', 'unitId']} />
        </form>
      )}
    </Dialog>
  );
}
