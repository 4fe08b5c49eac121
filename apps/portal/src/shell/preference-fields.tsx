import { Radio, Switch } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type Preferences, setPreferences, usePreferences } from '../app/preferences.js';

/** Language, theme and keys, as this browser keeps them. */
export function PreferenceFields() {
  const { t } = useTranslation('shell');
  const id = useId();
  const { language, theme, singleKeys } = usePreferences();
  return (
    <div className="preferences">
      <span id={`${id}-language`}>{t('preferences.language')}</span>
      <Radio.Group
        size="small"
        aria-labelledby={`${id}-language`}
        optionType="button"
        value={language}
        options={[
          { value: 'zh', label: '中文' },
          { value: 'en', label: 'English' },
        ]}
        onChange={(event) => setPreferences({ language: event.target.value as Preferences['language'] })}
      />
      <span id={`${id}-theme`}>{t('preferences.theme')}</span>
      <Radio.Group
        size="small"
        aria-labelledby={`${id}-theme`}
        optionType="button"
        value={theme}
        options={(['system', 'light', 'dark'] as const).map((value) => ({
          value,
          label: t(`preferences.${value}`),
        }))}
        onChange={(event) => setPreferences({ theme: event.target.value as Preferences['theme'] })}
      />
      <span id={`${id}-keys`}>{t('preferences.singleKeys')}</span>
      <Switch
        size="small"
        aria-labelledby={`${id}-keys`}
        checked={singleKeys}
        onChange={(on) => setPreferences({ singleKeys: on })}
      />
    </div>
  );
}
