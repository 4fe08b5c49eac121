import { type Colour, colourSchema, type TaskDetail } from '@duban/contract';
import { LightShape, LightTag, Section } from '@duban/portal-kit';
import { useTranslation } from 'react-i18next';
import { Override } from './override.js';

type Reason = TaskDetail['light']['reasons'][number];

function colourOf(reason: Reason): Colour | null {
  const parsed = colourSchema.safeParse(reason.colour);
  return parsed.success ? parsed.data : null;
}

/** Why the light is what it is: every part that spoke, worst first, each in one sentence. */
export function Why({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('task');
  const { light } = task;
  return (
    <Section
      title={t('why.title')}
      note={light.asOf ? t('why.asOf', { date: light.asOf }) : undefined}
      extra={
        <>
          <LightTag colour={light.colour} />
          <Override task={task} />
        </>
      }
    >
      {light.reasons.length === 0 ? (
        <p className="section-body dim">{t('why.none')}</p>
      ) : (
        <ul className="reasons">
          {light.reasons.map((reason) => {
            const colour = colourOf(reason);
            return (
              <li key={`${reason.code} ${reason.detail}`}>
                {colour ? <LightShape colour={colour} /> : <span className="reason-mark">·</span>}
                <span>
                  {colour ? <span className="visually-hidden">{t(`why.colour.${colour}`)}</span> : null}
                  {reason.detail}
                  {reason.firm === false ? <span className="metric-mark">{t('stretch')}</span> : null}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}
