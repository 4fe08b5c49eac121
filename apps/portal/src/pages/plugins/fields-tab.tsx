import { type Field, type FieldOverride, type FormView, progressNoteKey, type Text } from '@duban/contract';
import { Section, useText } from '@duban/portal-kit';
import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ConfigDraft, trimmed, withKey } from './config-draft.js';

interface Props {
  forms: readonly FormView[];
  draft: ConfigDraft;
}

/** Titles in both languages, bounds, what must be filled in, and options, field by field of one form. */
export function FieldsTab({ forms, draft }: Props) {
  const { t } = useTranslation('plugins');
  const text = useText();
  // A plan sets when the progress note is due, never what it asks: lights read its fields.
  const own = forms.filter((form) => form.key !== progressNoteKey);
  const [chosen, setChosen] = useState(own[0]?.key);
  const form = own.find((each) => each.key === chosen);
  const overrides = draft.value.forms[chosen ?? '']?.fields ?? {};
  const change = (field: string, next: FieldOverride) => {
    if (!form) return;
    const fields = trimmed(withKey(overrides, field, trimmed(next)));
    const override = trimmed(withKey(draft.value.forms[form.key] ?? {}, 'fields', fields));
    draft.set('forms', withKey(draft.value.forms, form.key, override));
  };
  return (
    <Section
      title={t('tab.fields')}
      note={t('fieldsNote')}
      extra={
        <Select
          className="plugin-form"
          aria-label={t('form')}
          value={chosen}
          onChange={setChosen}
          options={own.map((each) => ({ value: each.key, label: text(each.title) }))}
        />
      }
    >
      <div className="table-box">
        <table className="grid" aria-label={t('tab.fields')}>
          <thead>
            <tr>
              <th scope="col">{t('field')}</th>
              <th scope="col">{t('titleZh')}</th>
              <th scope="col">{t('titleEn')}</th>
              <th scope="col">{t('required')}</th>
              <th scope="col">{t('min')}</th>
              <th scope="col">{t('max')}</th>
              <th scope="col" className="grow">
                {t('options')}
              </th>
            </tr>
          </thead>
          <tbody>
            {(form?.fields as unknown as Field[] | undefined)?.map((field) => (
              <FieldRow
                key={field.key}
                field={field}
                override={overrides[field.key] ?? {}}
                onChange={(next) => change(field.key, next)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function FieldRow({
  field,
  override,
  onChange,
}: {
  field: Field;
  override: FieldOverride;
  onChange: (next: FieldOverride) => void;
}) {
  const { t } = useTranslation('plugins');
  const text = useText();
  const name = text(field.title);
  const title = override.title ?? field.title;
  const setTitle = (next: Text) => {
    const isOwn = next.zh === field.title.zh && next.en === field.title.en;
    onChange(withKey(override, 'title', isOwn ? undefined : next));
  };
  const isNumber = field.type === 'integer' || field.type === 'decimal';
  const bound = (side: 'min' | 'max') => (
    <td>
      {isNumber ? (
        <InputNumber
          className="plugin-number"
          aria-label={`${t(side)} · ${name}`}
          min={0}
          placeholder={field[side] === undefined ? undefined : String(field[side])}
          value={override[side] ?? null}
          onChange={(next) => onChange(withKey(override, side, next ?? undefined))}
        />
      ) : null}
    </td>
  );
  return (
    <tr>
      <th scope="row" className="plugin-name">
        {name}
        <span className="under">{field.key}</span>
      </th>
      {(['zh', 'en'] as const).map((language) => (
        <td key={language}>
          <Input
            className="plugin-title"
            aria-label={`${t(language === 'zh' ? 'titleZh' : 'titleEn')} · ${name}`}
            maxLength={200}
            value={title[language]}
            onChange={(event) => setTitle({ ...title, [language]: event.target.value })}
          />
        </td>
      ))}
      <td>
        <Checkbox
          aria-label={`${t('required')} · ${name}`}
          checked={override.required ?? field.required ?? false}
          onChange={({ target }) =>
            onChange(
              withKey(
                override,
                'required',
                target.checked === (field.required ?? false) ? undefined : target.checked,
              ),
            )
          }
        />
      </td>
      {bound('min')}
      {bound('max')}
      <td className="grow">
        {field.type === 'choice' ? <Options field={field} override={override} onChange={onChange} /> : null}
      </td>
    </tr>
  );
}

/** The declared options as they stand, and those that the plan adds. */
function Options({
  field,
  override,
  onChange,
}: {
  field: Field;
  override: FieldOverride;
  onChange: (next: FieldOverride) => void;
}) {
  const { t } = useTranslation('plugins');
  const text = useText();
  const added = override.addedOptions ?? [];
  const [next, setNext] = useState({ value: '', zh: '', en: '' });
  const set = (options: typeof added) =>
    onChange(withKey(override, 'addedOptions', options.length > 0 ? options : undefined));
  return (
    <div className="plugin-options">
      <span>{(field.options ?? []).map((option) => text(option.title)).join(t('comma'))}</span>
      {added.map((option) => (
        <span key={option.value}>
          {text(option.title)}{' '}
          <Button size="small" onClick={() => set(added.filter((each) => each !== option))}>
            {t('remove')}
          </Button>
        </span>
      ))}
      <span className="plugin-due">
        {(['value', 'zh', 'en'] as const).map((key) => (
          <Input
            key={key}
            className="plugin-number"
            placeholder={t(`option.${key}`)}
            aria-label={`${t(`option.${key}`)} · ${text(field.title)}`}
            value={next[key]}
            onChange={(event) => setNext({ ...next, [key]: event.target.value })}
          />
        ))}
        <Button
          size="small"
          disabled={!next.value || !next.zh || !next.en}
          onClick={() => {
            set([...added, { value: next.value, title: { zh: next.zh, en: next.en } }]);
            setNext({ value: '', zh: '', en: '' });
          }}
        >
          {t('add')}
        </Button>
      </span>
    </div>
  );
}
