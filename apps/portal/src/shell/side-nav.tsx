import { PortalLink, useCan, usePlanIfAny, useSession, useText } from '@duban/portal-kit';
import { useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { addresses } from '../app/addresses.js';
import { navigationFor } from './navigation.js';

/** Pages, then the plan's areas; only what the session may open. */
export function SideNav({ onGo }: { onGo?: () => void }) {
  const { t } = useTranslation('shell');
  const text = useText();
  const can = useCan();
  const session = useSession();
  const plan = usePlanIfAny();
  const here = useLocation({ select: (location) => location.pathname });
  const link = (href: string, label: string, lead?: string) => (
    <li key={href}>
      <PortalLink href={href} current={here === href || here.startsWith(`${href}/`)} onGo={onGo}>
        {lead ? <span className="nav-number">{lead}</span> : null}
        {label}
      </PortalLink>
    </li>
  );
  const shown = plan?.areas.filter((area) => area.enabled) ?? [];
  return (
    <nav className="side-nav" aria-label={t('nav.title')}>
      <ul>{navigationFor(session).map((item) => link(item.to, t(item.label)))}</ul>
      {can('area.read') && shown.length > 0 ? (
        <>
          <h2 className="nav-head">{t('nav.areas')}</h2>
          <ul>{shown.map((area) => link(addresses.area(area.id), text(area.title), String(area.number)))}</ul>
        </>
      ) : null}
    </nav>
  );
}
