import type { Due, FormOverride, FormView } from '@duban/contract';
import { Section, useText } from '@duban/portal-kit';
import { Checkbox, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type ConfigDraft, trimmed, withKey } from './config-draft.js';

interface Props {
  /** As installed, the progress note last. */
  forms: readonly FormView[];
  draft: ConfigDraft;
}

/** When each form is due, which days it counts, and whether its reporter may sign it. */
export function FormsTab({ forms, draft }: Props) {
  const { t } = useTranslation('plugins');
  const text = useText();
  const change = (key: string, override: FormOverride) => {
    const kept = trimmed(override);
    draft.set('forms', withKey(draft.value.forms, key, kept));
  };
  return (
    <Section title={t('tab.forms')} note={t('formsNote')}>
      <div className="table-box">
        <table className="grid" aria-label={t('tab.forms')}>
          <thead>
            <tr>
              <th scope="col" className="grow">
                {t('form')}
              </th>
              <th scope="col">{t('period')}</th>
              <th scope="col">{t('dueDay')}</th>
              <th scope="col">{t('window')}</th>
              <th scope="col">{t('selfSign')}</th>
            </tr>
          </thead>
          <tbody>
            {forms.map((form) => {
              const own = draft.value.forms[form.key] ?? {};
              const title = text(form.title);
              const window = own.window ?? (form.window as FormOverride['window']);
              return (
                <tr key={form.key}>
                  <th scope="row" className="grow">
                    {title}
                    <span className="under">
                      {form.key} · {t('formVersion', { version: form.version })}
                    </span>
                  </th>
                  <td>{t(`word.${form.period}`)}</td>
                  <td>
                    <DueField
                      label={title}
                      value={own.due ?? (form.due as Due)}
                      onChange={(due) =>
                        change(form.key, { ...own, due: same(due, form.due) ? undefined : due })
                      }
                    />
                  </td>
                  <td>
                    <Select
                      className="plugin-choice"
                      aria-label={`${t('window')} · ${title}`}
                      value={window}
                      options={['calendar', 'from-26th'].map((each) => ({
                        value: each,
                        label: t(`word.${each}`),
                      }))}
                      onChange={(next: 'calendar' | 'from-26th') =>
                        change(form.key, { ...own, window: next === form.window ? undefined : next })
                      }
                    />
                  </td>
                  <td>
                    <Checkbox
                      aria-label={`${t('selfSign')} · ${title}`}
                      checked={own.selfSign ?? form.selfSign}
                      onChange={({ target }) =>
                        change(form.key, {
                          ...own,
                          selfSign: target.checked === form.selfSign ? undefined : target.checked,
                        })
                      }
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

const same = (one: Due, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** A day of the next month, or working days after the end. */
function DueField({ label, value, onChange }: { label: string; value: Due; onChange: (due: Due) => void }) {
  const { t } = useTranslation('plugins');
  const isDay = 'day' in value;
  const number = isDay ? value.day : value.workingDaysAfterEnd;
  const make = (day: boolean, next: number): Due =>
    day ? { day: Math.max(1, Math.min(28, next)) } : { workingDaysAfterEnd: Math.max(0, Math.min(60, next)) };
  return (
    <span className="plugin-due">
      <Select
        aria-label={`${t('dueKind')} · ${label}`}
        className="plugin-choice"
        value={isDay ? 'day' : 'working'}
        options={[
          { value: 'day', label: t('due.dayKind') },
          { value: 'working', label: t('due.workingKind') },
        ]}
        onChange={(kind: string) => onChange(make(kind === 'day', number))}
      />
      <InputNumber
        aria-label={`${t('dueDay')} · ${label}`}
        className="plugin-number"
        min={isDay ? 1 : 0}
        max={isDay ? 28 : 60}
        precision={0}
        value={number}
        onChange={(next) => next !== null && onChange(make(isDay, next))}
      />
    </span>
  );
}
