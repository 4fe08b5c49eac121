import { api, useChange } from '@duban/portal-kit';
import { Input, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { touchedByTask } from '../../pages/task/task-queries.js';
import { FormDialog } from '../form-dialog.js';
import { DateField, Labelled } from '../labelled.js';
import { PersonPicker } from '../person-picker.js';
import { saidOf } from '../problem-note.js';

export interface DialogField {
  /** Name of the request's field. */
  name: string;
  label: string;
  kind: 'text' | 'date' | 'yes-no' | 'leader';
  optional?: boolean;
  /** First day that may be chosen. */
  min?: string;
  initial?: string;
}

export interface SteeringAction {
  title: string;
  /** What is decided on, or what to know before. */
  note?: ReactNode;
  /** Where it is posted, with what beside the fields, and over which version. */
  path: string;
  body?: Record<string, unknown>;
  version?: number;
  fields: readonly DialogField[];
}

type Values = Record<string, string | boolean | null>;

/** Asks for what a step of steering needs, sends it, and shows what was said to it. */
export function SteeringDialog({ action, onClose }: { action: SteeringAction; onClose: () => void }) {
  const { t } = useTranslation('steering');
  const [values, setValues] = useState<Values>(() =>
    Object.fromEntries(action.fields.map((field) => [field.name, field.initial ?? null])),
  );
  const set = (name: string, value: Values[string]) => setValues((before) => ({ ...before, [name]: value }));
  const change = useChange(
    (given: Values, idempotencyKey) =>
      api.post<unknown>(
        action.path,
        { ...action.body, ...given },
        { idempotencyKey, ...(action.version === undefined ? {} : { ifMatch: action.version }) },
      ),
    [...touchedByTask, ['notifications']],
  );
  const missing = action.fields.some(
    ({ name, optional }) => !optional && (values[name] === null || values[name] === ''),
  );
  return (
    <FormDialog
      title={action.title}
      okText={t('send')}
      change={change}
      ready={!missing}
      shownAt={action.fields.map((field) => field.name)}
      rereads={['tasks']}
      onSend={() => {
        const given = Object.fromEntries(
          Object.entries(values).filter(([, value]) => value !== null && value !== ''),
        );
        change.mutate(given, { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      {action.note ? <div className="dialog-note">{action.note}</div> : null}
      {action.fields.map((field) => (
        <Labelled
          key={field.name}
          label={field.label}
          optional={field.optional ?? false}
          said={saidOf(change.error, field.name)}
        >
          {(props) => {
            const value = values[field.name] ?? null;
            if (field.kind === 'date') {
              return (
                <DateField
                  {...props}
                  {...(field.min ? { min: field.min } : {})}
                  value={typeof value === 'string' ? value : null}
                  onChange={(date) => set(field.name, date)}
                />
              );
            }
            if (field.kind === 'leader')
              return (
                <PersonPicker
                  {...props}
                  among={{ role: 'leader' }}
                  value={typeof value === 'string' ? value : null}
                  onChange={(leader) => set(field.name, leader)}
                />
              );
            if (field.kind === 'yes-no') {
              return (
                <Radio.Group
                  id={props.id}
                  value={value}
                  options={[
                    { value: true, label: t('contest.upheld') },
                    { value: false, label: t('contest.rejected') },
                  ]}
                  onChange={(event) => set(field.name, event.target.value)}
                />
              );
            }
            return (
              <Input.TextArea
                {...props}
                autoSize={{ minRows: 2, maxRows: 10 }}
                maxLength={2000}
                value={typeof value === 'string' ? value : ''}
                onChange={(event) => set(field.name, event.target.value)}
              />
            );
          }}
        </Labelled>
      ))}
    </FormDialog>
  );
}
