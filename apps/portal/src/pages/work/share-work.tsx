import type { Work } from '@duban/contract';
import { PortalLink, usePlan, useText } from '@duban/portal-kit';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { AcceptButton } from '../task/shares/accept-button.js';
import { Due } from './due.js';

const titled = ({ number, title }: { number: number | null; title: string }) =>
  number === null ? title : `${number}. ${title}`;

/** Shares that nobody of one's units has taken on; one click does. */
export function SharesToAccept({ items }: { items: Work['sharesToAccept'] }) {
  const { t } = useTranslation('work');
  const { t: said } = useTranslation('shares');
  const plan = usePlan();
  return (
    <div className="table-box">
      <table className="grid" aria-label={t('sharesToAccept')}>
        <thead>
          <tr>
            <th scope="col" className="grow">
              {t('task')}
            </th>
            <th scope="col" className="wide-only">
              {t('unit')}
            </th>
            <th scope="col">{t('acceptBy')}</th>
            <th scope="col">
              <span className="visually-hidden">{said('accept')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((each) => (
            <tr key={each.shareId}>
              <td className="grow">
                <PortalLink href={addresses.task(each.taskId)}>{titled(each)}</PortalLink>
                {each.text ? <span className="under">{each.text}</span> : null}
                <span className="under narrow-only">{each.unit.name}</span>
              </td>
              <td className="wide-only">{each.unit.name}</td>
              <td className="figure">
                {each.acceptBy ? <Due on={each.acceptBy} today={plan.businessDate} signed={false} /> : '–'}
              </td>
              <td>
                <AcceptButton
                  share={{ id: each.shareId, taskId: each.taskId, version: each.version }}
                  label={said('acceptOf', { unit: titled(each) })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Steps of one's units' shares, the one that is due first on top; noted as done at the task. */
export function ShareMilestones({ items }: { items: Work['shareMilestones'] }) {
  const { t } = useTranslation('work');
  const text = useText();
  const plan = usePlan();
  return (
    <div className="table-box">
      <table className="grid" aria-label={t('shareMilestones')}>
        <thead>
          <tr>
            <th scope="col" className="grow">
              {t('milestone')}
            </th>
            <th scope="col" className="wide-only">
              {t('unit')}
            </th>
            <th scope="col">{t('dueOn')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((each) => (
            <tr key={each.milestoneId}>
              <td className="grow">
                <PortalLink href={addresses.task(each.taskId)}>{each.title}</PortalLink>
                <span className="under">
                  {[
                    each.number === null ? null : String(each.number),
                    text(plan.areas.find((area) => area.id === each.areaId)?.title),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
                <span className="under narrow-only">{each.unit.name}</span>
              </td>
              <td className="wide-only">{each.unit.name}</td>
              <td className="figure">
                <Due on={each.dueDate} today={plan.businessDate} signed={false} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
