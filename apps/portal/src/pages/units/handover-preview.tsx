import { type Handover, type Role, roleTitles } from '@duban/contract';
import { api, PortalLink, QueryView, queries, usePlan, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';

/** What closing a unit hands over, before it is closed; and whose roles end with it, for nobody inherits them. */
export function HandoverPreview({
  unitId,
  on,
  successorId,
}: {
  unitId: string;
  on: string;
  successorId: string;
}) {
  const { t } = useTranslation('units');
  const handover = useQuery({
    queryKey: ['units', 'handover', unitId, on, successorId],
    queryFn: ({ signal }) => api.get<Handover>(`/api/units/${unitId}/handover`, { on, successorId }, signal),
  });
  return (
    <section aria-label={t('handover.title')} className="unit-handover">
      <h3 className="unit-head">{t('handover.title')}</h3>
      <QueryView query={handover} lines={4}>
        {(data) => <Facts handover={data} />}
      </QueryView>
    </section>
  );
}

function Facts({ handover }: { handover: Handover }) {
  const { t } = useTranslation('units');
  const text = useText();
  const plan = usePlan();
  const forms = useQuery(queries.forms(plan.id));
  const { reports, targets } = handover;
  const areaTitle = (id: string) => text(plan.areas.find((area) => area.id === id)?.title) || id;
  const formTitle = (areaId: string, key: string) =>
    text(forms.data?.items.find((each) => each.areaId === areaId && each.key === key)?.title) || key;
  const lines = [
    reports.moved > 0 && t('handover.moved', { count: reports.moved }),
    reports.waived > 0 && t('handover.waived', { count: reports.waived }),
    reports.waiting > 0 && t('handover.waiting', { count: reports.waiting }),
    handover.steps > 0 && t('handover.steps', { count: handover.steps }),
    handover.subTargets > 0 && t('handover.subTargets', { count: handover.subTargets }),
    targets.carried > 0 && t('handover.carried', { count: targets.carried }),
    targets.ended > 0 && t('handover.ended', { count: targets.ended }),
    handover.urgings > 0 && t('handover.urgings', { count: handover.urgings }),
    handover.extensions > 0 && t('handover.extensions', { count: handover.extensions }),
    handover.instructions > 0 && t('handover.instructions', { count: handover.instructions }),
    handover.deputies > 0 && t('handover.deputies', { count: handover.deputies }),
  ].filter((line) => line !== false);
  const { tasks, duties, accounts, configs } = handover;
  const nothing = lines.length + tasks.length + duties.length + accounts.length + configs.length === 0;
  if (nothing) return <p className="dim">{t('handover.nothing')}</p>;
  return (
    <ul className="unit-handover-lines">
      {handover.tasks.length > 0 ? (
        <li>
          {t('handover.tasks', { count: handover.tasks.length })}
          <ul>
            {handover.tasks.map((task) => (
              <li key={task.id}>
                <PortalLink href={addresses.task(task.id)}>
                  {task.number === null ? task.title : `${task.number}. ${task.title}`}
                </PortalLink>{' '}
                <span className="dim">
                  {[
                    task.givenBy === null
                      ? t(`handover.role.${task.role}`)
                      : t('handover.givenBy', { unit: task.givenBy }),
                    task.parts > 0 && t('handover.parts', { count: task.parts }),
                    task.joins && t('handover.joins'),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        </li>
      ) : null}
      {handover.duties.length > 0 ? (
        <li>
          {t('handover.duties', { count: handover.duties.length })}{' '}
          <span className="dim">
            {handover.duties.map(({ areaId, formKey }) => formTitle(areaId, formKey)).join(t('comma'))}
          </span>
        </li>
      ) : null}
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
      {configs.length > 0 ? (
        <li>
          {t('handover.configs', { count: configs.length })}
          <ul>
            {configs.map(({ areaId, title, proposed }) => (
              <li key={`${areaId} ${title.zh} ${proposed}`}>
                {proposed ? (
                  <>
                    {areaTitle(areaId)} · {text(title)} <span className="dim">{t('handover.proposed')}</span>
                  </>
                ) : (
                  <PortalLink href={addresses.plugin(areaId, { tab: 'own' })}>
                    {areaTitle(areaId)} · {text(title)}
                  </PortalLink>
                )}
              </li>
            ))}
          </ul>
        </li>
      ) : null}
      {handover.accounts.length > 0 ? (
        <li>
          {t('handover.accounts', { count: handover.accounts.length })}{' '}
          <span className="dim">
            {handover.accounts
              .map(
                ({ name, username, roles }) =>
                  `${name}(${username}:${roles.map((role) => text(roleTitles[role as Role])).join(t('comma'))})`,
              )
              .join(t('comma'))}
          </span>
        </li>
      ) : null}
      <li className="dim">{t('handover.restricted')}</li>
    </ul>
  );
}
