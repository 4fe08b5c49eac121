import { type Colour, colourSchema, progressNoteKey, type TaskDetail } from '@duban/contract';
import { LightShape, LightTag, Section } from '@duban/portal-kit';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Override } from './override.js';

type Reason = TaskDetail['light']['reasons'][number];

function colourOf(reason: Reason): Colour | null {
  const parsed = colourSchema.safeParse(reason.colour);
  return parsed.success ? parsed.data : null;
}

/** Where that lies which a reason rests on. */
export type Behind =
  | {
      kind: 'figure';
      metric: string;
      unit: string | undefined;
      period: string | undefined;
      of: 'value' | 'year-to-date';
    }
  | { kind: 'reports'; form: string }
  | { kind: 'milestones' }
  | { kind: 'date' };

/** Reasons that speak of the progress note without naming a form. */
const ofNote = ['no-progress', 'note-confirmed', 'note-behind'];

export function behindOf(reason: Reason): Behind | null {
  const facts = (reason.facts ?? {}) as Record<string, unknown>;
  const said = (name: string) => (typeof facts[name] === 'string' ? (facts[name] as string) : undefined);
  const metric = said('metric');
  if (metric) {
    // A target for each period is held against that period alone, any other against the year so far.
    const of = reason.code.startsWith('period-') ? 'value' : 'year-to-date';
    return { kind: 'figure', metric, unit: said('unitId'), period: said('period'), of };
  }
  const form = said('formKey') ?? (ofNote.includes(reason.code) ? progressNoteKey : undefined);
  if (form) return { kind: 'reports', form };
  if (reason.part === 'milestone') return { kind: 'milestones' };
  return reason.part === 'date' || reason.code === 'closed' ? { kind: 'date' } : null;
}

/** Why the light is what it is: every part that spoke, worst first, each in one sentence that opens what it rests on. */
export function Why({ task, onBehind }: { task: TaskDetail; onBehind: (behind: Behind) => void }) {
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
            const behind = behindOf(reason);
            return (
              <li key={`${reason.code} ${reason.detail}`}>
                {colour ? <LightShape colour={colour} /> : <span className="reason-mark">·</span>}
                <span>
                  {colour ? <span className="visually-hidden">{t(`why.colour.${colour}`)}</span> : null}
                  {reason.detail}
                  {reason.firm === false ? <span className="metric-mark">{t('stretch')}</span> : null}
                  {behind ? (
                    <Button
                      type="link"
                      size="small"
                      aria-label={t(`why.open.${behind.kind}Of`, { reason: reason.detail })}
                      onClick={() => onBehind(behind)}
                    >
                      {t(`why.open.${behind.kind}`)}
                    </Button>
                  ) : null}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}
