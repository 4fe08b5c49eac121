import {
  type ConfiguredUrging,
  configTerms,
  configuredUrging,
  defaultPatience,
  type Text,
  type UrgingCause,
  type UrgingRule,
  type UrgingStep,
  urgingCauses,
  urgingRules,
} from '@duban/contract';
import { Section, useText } from '@duban/portal-kit';
import { Checkbox, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { Labelled } from '../../parts/labelled.js';
import { type ConfigDraft, trimmed, withKey } from './config-draft.js';

type Step = NonNullable<ConfiguredUrging[UrgingStep]>;

/** Names of the urging steps, and the working days from which each is due; what equals the default is not kept. */
export function UrgingTab({ draft }: { draft: ConfigDraft }) {
  const { t } = useTranslation('plugins');
  const text = useText();
  const { urging } = draft.value;
  const { rules } = configuredUrging(urging);
  const change = (level: UrgingStep, step: Step) =>
    draft.set('urging', withKey(urging, level, trimmed({ ...step, from: trimmed(step.from ?? {}) }) as Step));
  return (
    <Section title={t('tab.urging')} note={t('urgingNote')}>
      <div className="table-box">
        <table className="grid urging-steps" aria-label={t('tab.urging')}>
          <thead>
            <tr>
              <th scope="col">{t('step')}</th>
              <th scope="col">{t('titleZh')}</th>
              <th scope="col">{t('titleEn')}</th>
              {urgingCauses.map((cause) => (
                <th key={cause} scope="col">
                  {t('daysOf', { what: text(configTerms[cause]) })}
                </th>
              ))}
              <th scope="col">{text(configTerms.answerWithin)}</th>
            </tr>
          </thead>
          <tbody>
            {urgingRules.map((standard, at) => (
              <StepRow
                key={standard.level}
                standard={standard}
                rule={rules[at] ?? standard}
                step={urging[standard.level as UrgingStep] ?? {}}
                onChange={(step) => change(standard.level as UrgingStep, step)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <div className="section-body plugin-columns">
        <Labelled label={text(configTerms.patience)} hint={t('standard', { value: String(defaultPatience) })}>
          {({ status, ...control }) => (
            <InputNumber
              {...control}
              {...(status ? { status } : {})}
              className="plugin-number"
              min={0}
              max={30}
              precision={0}
              placeholder={String(defaultPatience)}
              value={urging.patience ?? null}
              onChange={(days) =>
                draft.set(
                  'urging',
                  withKey(urging, 'patience', days === null || days === defaultPatience ? undefined : days),
                )
              }
            />
          )}
        </Labelled>
      </div>
    </Section>
  );
}

interface RowProps {
  /** As it stands where nothing is configured, and as it would be. */
  standard: UrgingRule;
  rule: UrgingRule;
  step: Step;
  onChange: (step: Step) => void;
}

function StepRow({ standard, rule, step, onChange }: RowProps) {
  const { t } = useTranslation('plugins');
  const text = useText();
  const name = text(configTerms[standard.level]);
  // A name is kept in both languages: who gives one keeps the standing word of the other.
  const rename = (language: keyof Text, word: string) => {
    const title = { ...rule.title, [language]: word || standard.title[language] };
    const isStandard = title.zh === standard.title.zh && title.en === standard.title.en;
    onChange({ ...step, title: isStandard ? undefined : title });
  };
  const setDays = (cause: UrgingCause, days: number | null) =>
    onChange({
      ...step,
      from: { ...step.from, [cause]: days === standard.from[cause] ? undefined : days },
    });
  return (
    <tr>
      <th scope="row">{name}</th>
      {(['zh', 'en'] as const).map((language) => (
        <td key={language}>
          <Input
            className="plugin-title"
            aria-label={`${t(language === 'zh' ? 'titleZh' : 'titleEn')} · ${name}`}
            maxLength={50}
            placeholder={standard.title[language]}
            value={step.title?.[language] ?? ''}
            onChange={(event) => rename(language, event.target.value)}
          />
        </td>
      ))}
      {urgingCauses.map((cause) => {
        const days = rule.from[cause];
        const label = `${text(configTerms[cause])} · ${name}`;
        return (
          <td key={cause}>
            <span className="plugin-due">
              <InputNumber
                aria-label={label}
                className="plugin-days"
                min={-15}
                max={120}
                precision={0}
                disabled={days === null}
                value={days}
                onChange={(next) => next !== null && setDays(cause, next)}
              />
              <Checkbox
                aria-label={t('neverOf', { what: label })}
                checked={days === null}
                onChange={({ target }) =>
                  setDays(cause, target.checked ? null : (standard.from[cause] ?? 20))
                }
              >
                {t('never')}
              </Checkbox>
            </span>
          </td>
        );
      })}
      <td>
        <InputNumber
          aria-label={`${text(configTerms.answerWithin)} · ${name}`}
          className="plugin-days"
          min={1}
          max={30}
          precision={0}
          value={rule.answerWithin}
          onChange={(next) =>
            next !== null &&
            onChange({ ...step, answerWithin: next === standard.answerWithin ? undefined : next })
          }
        />
      </td>
    </tr>
  );
}
