import type { LightChange } from '@duban/contract';
import { LightShape, QueryView, queries, Section, useKitText, usePlan } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

type State = LightChange['to'];

const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** 变灯经过: the year as a strip of lights, each change a button; beside it the same as a table. */
export function LightHistory({ taskId }: { taskId: string }) {
  const { t } = useTranslation('lights');
  const changes = useQuery(queries.taskLights(taskId));
  const table = useRef<HTMLTableSectionElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const choose = (on: string) => {
    setChosen(on);
    table.current?.querySelector<HTMLElement>(`[data-on="${on}"]`)?.focus();
  };
  return (
    <Section title={t('history')} note={t('historyNote')}>
      <QueryView query={changes} lines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="section-body dim">{t('never')}</p>
          ) : (
            <>
              <Strip changes={items} chosen={chosen} onChoose={choose} />
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
              <section className="table-box light-changes" tabIndex={0} aria-label={t('history')}>
                <table className="grid" aria-label={t('history')}>
                  <thead>
                    <tr>
                      <th scope="col">{t('on')}</th>
                      <th scope="col">{t('turn')}</th>
                      <th scope="col" className="grow">
                        {t('why')}
                      </th>
                      <th scope="col">{t('rules')}</th>
                    </tr>
                  </thead>
                  <tbody ref={table}>
                    {items.toReversed().map((change) => (
                      <tr
                        key={change.on}
                        data-on={change.on}
                        tabIndex={-1}
                        className={change.on === chosen ? 'row-active' : undefined}
                      >
                        <td className="figure">{change.on}</td>
                        <td>
                          {change.from ? (
                            <>
                              <StateMark state={change.from} /> <span aria-hidden="true">→</span>{' '}
                            </>
                          ) : null}
                          <StateMark state={change.to} />
                        </td>
                        <td className="grow">
                          {change.reasons.length === 0 ? (
                            <span className="dim">{t('noReason')}</span>
                          ) : (
                            <Reasons reasons={change.reasons} />
                          )}
                        </td>
                        <td className="figure">{change.rules}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </section>
            </>
          )
        }
      </QueryView>
    </Section>
  );
}

/** What coloured the light stands first; the rest is there for whoever asks. */
function Reasons({ reasons }: { reasons: LightChange['reasons'] }) {
  const { t } = useTranslation('lights');
  const [first, ...rest] = reasons;
  return (
    <>
      {first?.detail}
      {rest.length > 0 ? (
        <details>
          <summary>{t('moreReasons', { count: rest.length })}</summary>
          {rest.map((each) => (
            <div key={`${each.code} ${each.detail}`}>{each.detail}</div>
          ))}
        </details>
      ) : null}
    </>
  );
}

function useStateText(): (state: State) => string {
  const { t } = useTranslation('lights');
  const kit = useKitText();
  return ({ colour, closed, overridden }) =>
    [closed ? t(`closedAs.${closed}`) : kit(`light.${colour ?? 'none'}`), overridden ? t('byHand') : null]
      .filter(Boolean)
      .join(' · ');
}

function StateMark({ state }: { state: State }) {
  const { t } = useTranslation('lights');
  const kit = useKitText();
  if (state.closed) return <span className="dim">{t(`closedAs.${state.closed}`)}</span>;
  return (
    <span className={`light-tag light-${state.colour ?? 'none'}`}>
      {state.colour ? <LightShape colour={state.colour} /> : null}
      {kit(`light.${state.colour ?? 'none'}`)}
      {state.overridden ? <span className="metric-mark">{t('byHand')}</span> : null}
    </span>
  );
}

/** A piece for each change, as long as its light stood; the last one until today. */
function Strip({
  changes,
  chosen,
  onChoose,
}: {
  changes: readonly LightChange[];
  chosen: string | null;
  onChoose: (on: string) => void;
}) {
  const { t } = useTranslation('lights');
  const textOf = useStateText();
  const plan = usePlan();
  const first = changes[0];
  if (!first) return null;
  return (
    <div className="light-strip-box">
      {/* biome-ignore lint/a11y/useSemanticElements: a group of buttons, no fieldset of a form */}
      <div
        className="light-strip"
        role="group"
        aria-label={t('strip', { from: first.on, to: plan.businessDate })}
      >
        {changes.map((change, at) => {
          const until = changes[at + 1]?.on ?? plan.businessDate;
          const label = change.from
            ? t('change', { date: change.on, from: textOf(change.from), to: textOf(change.to) })
            : t('first', { date: change.on, to: textOf(change.to) });
          return (
            <button
              key={change.on}
              type="button"
              className={`light-piece piece-${change.to.closed ? 'closed' : (change.to.colour ?? 'grey')}`}
              style={{ flexGrow: Math.max(1, days(change.on, until)) }}
              aria-pressed={change.on === chosen}
              aria-label={label}
              title={label}
              onClick={() => onChoose(change.on)}
            >
              {change.to.closed ? (
                <span aria-hidden="true">✓</span>
              ) : change.to.colour ? (
                <LightShape colour={change.to.colour} />
              ) : null}
              {change.to.overridden ? <span aria-hidden="true">*</span> : null}
            </button>
          );
        })}
      </div>
      <div className="light-strip-ends dim figure" aria-hidden="true">
        <span>{first.on}</span>
        <span>{plan.businessDate}</span>
      </div>
    </div>
  );
}
