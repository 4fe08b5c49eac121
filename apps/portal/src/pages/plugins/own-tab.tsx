import type { Field, FormData } from '@duban/contract';
import { FieldInput, Section, useText } from '@duban/portal-kit';
import { useTranslation } from 'react-i18next';
import { Labelled } from '../../parts/labelled.js';
import { type ConfigDraft, withKey } from './config-draft.js';

/** What the area asks for beyond the core's parts, by its own fields. */
export function OwnTab({ fields, draft }: { fields: readonly Field[]; draft: ConfigDraft }) {
  const { t } = useTranslation('plugins');
  const text = useText();
  const { own } = draft.value;
  return (
    <Section title={t('tab.own')}>
      {fields.length === 0 ? (
        <p className="section-body dim">{t('nothingOwn')}</p>
      ) : (
        <div className="section-body dialog-form">
          {fields.map((field) => (
            <Labelled
              key={field.key}
              label={text(field.title)}
              optional={!field.required}
              hint={text(field.help)}
            >
              {({ id, 'aria-describedby': describedBy }) => (
                <FieldInput
                  id={id}
                  describedBy={describedBy}
                  field={field}
                  value={own[field.key] ?? null}
                  onChange={(value) =>
                    draft.set('own', withKey<FormData, string>(own, field.key, value ?? undefined))
                  }
                />
              )}
            </Labelled>
          ))}
        </div>
      )}
    </Section>
  );
}
