import type { ConfigPreview } from '@duban/contract';
import { LightTag, PortalLink, QueryView, Section, usePeriodText, usePlan, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { ChangesTable } from './changes-table.js';
import { configQueries } from './config-queries.js';

/** What a change would do, computed on the real data: before it is saved, and before it is confirmed. */
export function PreviewPanel({
  areaId,
  change,
  isProposed = false,
}: {
  areaId: string;
  change: { value: object; effectiveFrom: string };
  /** It waits for the confirmation already. */
  isProposed?: boolean;
}) {
  const { t } = useTranslation('plugins');
  const plan = usePlan();
  const preview = useQuery(configQueries.preview(plan.id, areaId, change));
  return (
    <Section title={t('preview')} note={t('previewNote', { date: change.effectiveFrom })}>
      <QueryView query={preview} lines={4}>
        {(seen) => <Effects seen={seen} isProposed={isProposed} />}
      </QueryView>
    </Section>
  );
}

function Effects({ seen, isProposed }: { seen: ConfigPreview; isProposed: boolean }) {
  const { t } = useTranslation('plugins');
  const text = useText();
  const { appear, vanish, move } = seen.expectations;
  return (
    <>
      <p className="section-body preview-sum" role="status">
        {isProposed ? null : <b>{t(seen.needsConfirmation ? 'needsConfirmation' : 'takesEffect')} </b>}
        {t('effects', {
          lights: seen.lights.length,
          appear: appear.count,
          vanish: vanish.count,
          move: move.count,
          units: seen.units.length,
        })}
      </p>
      <h3 className="preview-head">{t('changes')}</h3>
      <ChangesTable changes={seen.changes} />
      <h3 className="preview-head">{t('lightsThatTurn')}</h3>
      {seen.lights.length === 0 ? (
        <p className="section-body dim">{t('noLights')}</p>
      ) : (
        <div className="table-box">
          <table className="grid" aria-label={t('lightsThatTurn')}>
            <thead>
              <tr>
                <th scope="col" className="grow">
                  {t('task')}
                </th>
                <th scope="col">{t('before')}</th>
                <th scope="col">{t('after')}</th>
                <th scope="col" className="grow">
                  {t('why')}
                </th>
              </tr>
            </thead>
            <tbody>
              {seen.lights.map((light) => (
                <tr key={light.taskId}>
                  <th scope="row" className="grow">
                    {light.number === null ? '' : `${light.number} `}
                    <PortalLink href={addresses.task(light.taskId)}>{light.title}</PortalLink>
                  </th>
                  <td>
                    <LightTag colour={light.from} />
                  </td>
                  <td>
                    <LightTag colour={light.to} />
                  </td>
                  <td className="grow">{light.reasons.join(' ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <UrgingEffect urging={seen.urging} />
      <Places title={t('appear')} effect={appear} />
      <Places title={t('vanish')} effect={vanish} />
      <Places title={t('move')} effect={move} />
      {seen.units.length > 0 ? (
        <p className="section-body">
          <b>{t('units')}</b> {seen.units.map((unit) => unit.name).join(t('comma'))}
        </p>
      ) : null}
      {seen.metrics.length > 0 ? (
        <p className="section-body">
          <b>{t('metrics')}</b> {seen.metrics.map((metric) => text(metric.title)).join(t('comma'))}
        </p>
      ) : null}
    </>
  );
}

/** How many dates would stand at each step of urging; nothing where none changes. */
function UrgingEffect({ urging }: Pick<ConfigPreview, 'urging'>) {
  const { t } = useTranslation('plugins');
  const text = useText();
  if (urging.every(({ from, to }) => from === to)) return null;
  return (
    <>
      <h3 className="preview-head">{t('urgingEffect')}</h3>
      <div className="table-box">
        <table className="grid" aria-label={t('urgingEffect')}>
          <thead>
            <tr>
              <th scope="col" className="grow">
                {t('step')}
              </th>
              <th scope="col" className="num">
                {t('before')}
              </th>
              <th scope="col" className="num">
                {t('after')}
              </th>
            </tr>
          </thead>
          <tbody>
            {urging.map(({ level, title, from, to }) => (
              <tr key={level}>
                <th scope="row" className="grow">
                  {text(title)}
                </th>
                <td className="num">{from}</td>
                <td className="num">{to}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface Effect {
  count: number;
  sample: { formKey: string; unitId: string; unitName: string; period: string; from?: string; to?: string }[];
}

function Places({ title, effect }: { title: string; effect: Effect }) {
  const { t } = useTranslation('plugins');
  const periodText = usePeriodText();
  if (effect.count === 0) return null;
  const more = effect.count - effect.sample.length;
  return (
    <details className="section-body">
      <summary>
        {title} · {t('reports', { count: effect.count })}
      </summary>
      <ul className="preview-places">
        {effect.sample.map((place) => (
          <li key={`${place.formKey} ${place.unitId} ${place.period}`}>
            {place.unitName} · {periodText(place.period)} · {place.formKey}
            {place.from ? ` · ${place.from} → ${place.to}` : ''}
          </li>
        ))}
        {more > 0 ? <li className="dim">{t('more', { count: more })}</li> : null}
      </ul>
    </details>
  );
}
