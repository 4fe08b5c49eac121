import { type ConfiguredLights, configTerms, defaultLightRules } from '@duban/contract';
import { Section, useText } from '@duban/portal-kit';
import { Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { Labelled } from '../../parts/labelled.js';
import { type ConfigDraft, withKey } from './config-draft.js';

/** One threshold as the API's JSON Schema describes it. */
interface Threshold {
  type?: string;
  minimum?: number;
  maximum?: number;
}

/** The thresholds of the lights, drawn from the schema; an empty one is the default. */
export function LightsTab({ schema, draft }: { schema: Record<string, unknown>; draft: ConfigDraft }) {
  const { t } = useTranslation('plugins');
  const text = useText();
  const { properties } = schema as { properties?: { lights?: { properties?: Record<string, Threshold> } } };
  const thresholds = Object.entries(properties?.lights?.properties ?? {});
  const { lights } = draft.value;
  const set = (key: string, value: number | string | undefined) =>
    draft.set('lights', withKey(lights as Record<string, unknown>, key, value) as ConfiguredLights);
  return (
    <Section title={t('tab.lights')} note={t('lightsNote')}>
      <div className="section-body plugin-columns">
        {thresholds.map(([key, threshold]) => {
          const given = lights[key as keyof ConfiguredLights];
          const standard = String(defaultLightRules[key as keyof ConfiguredLights]);
          return (
            <Labelled
              key={key}
              label={text(configTerms[key]) || key}
              hint={t('standard', { value: standard })}
            >
              {(control) =>
                threshold.type === 'string' ? (
                  <Input
                    {...control}
                    className="plugin-number"
                    maxLength={5}
                    placeholder={standard}
                    value={(given as string | undefined) ?? ''}
                    onChange={(event) => set(key, event.target.value || undefined)}
                  />
                ) : (
                  <InputNumber
                    {...control}
                    className="plugin-number"
                    min={threshold.minimum}
                    max={threshold.maximum}
                    precision={threshold.type === 'integer' ? 0 : undefined}
                    placeholder={standard}
                    value={(given as number | undefined) ?? null}
                    onChange={(next) => set(key, next ?? undefined)}
                  />
                )
              }
            </Labelled>
          );
        })}
      </div>
    </Section>
  );
}
