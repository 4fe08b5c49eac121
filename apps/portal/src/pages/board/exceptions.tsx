import type { Board } from '@duban/contract';
import { EmptyState, LightTag, PortalLink, useText } from '@duban/portal-kit';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';

/** As many as leave the ten areas in sight; the rest is one click away. */
const atFirst = 6;

/** Red and yellow tasks, worst first, each with its first reason; all of them stand on the task's page. */
export function Exceptions({
  exceptions,
  areas,
}: {
  exceptions: Board['exceptions'];
  areas: Board['areas'];
}) {
  const { t } = useTranslation('board');
  const text = useText();
  const [all, setAll] = useState(false);
  const areaTitle = (id: string) => text(areas.find((area) => area.areaId === id)?.title);
  if (exceptions.length === 0)
    return <EmptyState title={t('exceptions.none')} hint={t('exceptions.noneHint')} />;
  return (
    <div className="table-box">
      <table className="grid exceptions" aria-label={t('exceptions.title')}>
        <thead>
          <tr>
            <th scope="col">{t('light')}</th>
            <th scope="col" className="num">
              {t('number')}
            </th>
            <th scope="col" className="grow">
              {t('exceptions.task')}
            </th>
            <th scope="col" className="wide-only">
              {t('exceptions.area')}
            </th>
            <th scope="col" className="grow wide-only">
              {t('exceptions.reasons')}
            </th>
            <th scope="col" className="wide-only">
              {t('exceptions.lead')}
            </th>
            <th scope="col" className="wide-only">
              {t('exceptions.due')}
            </th>
          </tr>
        </thead>
        <tbody>
          {(all ? exceptions : exceptions.slice(0, atFirst)).map((each) => (
            <tr key={each.taskId}>
              <td>
                <PortalLink href={addresses.task(each.taskId)} className="light-link">
                  <LightTag colour={each.colour} />
                  <span className="visually-hidden"> {t('exceptions.why')}</span>
                </PortalLink>
              </td>
              <td className="num">{each.number ?? ''}</td>
              <td className="grow">
                <PortalLink href={addresses.task(each.taskId)}>{each.title}</PortalLink>
                <span className="under narrow-only">
                  <Reasons reasons={each.reasons} />
                </span>
              </td>
              <td className="wide-only">
                <PortalLink href={addresses.area(each.areaId)}>{areaTitle(each.areaId)}</PortalLink>
              </td>
              <td className="grow wide-only">
                <Reasons reasons={each.reasons} />
              </td>
              <td className="wide-only">{each.leadUnit ?? ''}</td>
              <td className="wide-only figure">{each.dueDate ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {exceptions.length > atFirst && (
        <Button type="link" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('exceptions.fewer') : t('exceptions.all', { count: exceptions.length })}
        </Button>
      )}
    </div>
  );
}

function Reasons({ reasons }: { reasons: string[] }) {
  const { t } = useTranslation('board');
  return (
    <span className="two-lines" title={reasons.join('\n')}>
      {reasons[0]}
      {reasons.length > 1 && ` ${t('exceptions.more', { count: reasons.length - 1 })}`}
    </span>
  );
}
