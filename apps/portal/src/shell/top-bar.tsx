import { MenuOutlined, QuestionOutlined, SearchOutlined } from '@ant-design/icons';
import type { PlanView } from '@duban/contract';
import { PortalLink, usePlanIfAny, useSession } from '@duban/portal-kit';
import { useMatches, useNavigate } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Bell } from './bell.js';
import { ExportsTray } from './exports-tray.js';
import { todayInBureau } from './today.js';
import { UserMenu } from './user-menu.js';

/** Name, plan, business date where it is not today, search, and the reader's own menu. */
export function TopBar({
  plans,
  onNav,
  onPalette,
  onHelp,
}: {
  plans: PlanView[];
  onNav: () => void;
  onPalette: () => void;
  onHelp: () => void;
}) {
  const { t } = useTranslation('shell');
  const plan = usePlanIfAny();
  const { businessDate } = useSession();
  const navigate = useNavigate();
  // A task, a report, a meeting is of one plan: another plan is begun with at its first page.
  const isOfOne = useMatches({
    select: (matches) =>
      Object.keys(matches.at(-1)?.params ?? {}).some((key) =>
        ['taskId', 'reportId', 'meetingId'].includes(key),
      ),
  });
  const today = todayInBureau();
  return (
    <header className="top-bar">
      <Button
        className="top-nav"
        type="text"
        icon={<MenuOutlined />}
        aria-label={t('nav.open')}
        onClick={onNav}
      />
      <PortalLink href="/" className="brand">
        {t('name')}
      </PortalLink>
      {plans.length > 1 ? (
        <Select
          className="plan-select"
          aria-label={t('plan')}
          variant="borderless"
          value={plan?.id}
          options={plans.map((each) => ({ value: each.id, label: each.title }))}
          popupMatchSelectWidth={false}
          // Titles differ by their year, which a telephone would cut off.
          labelRender={() => (
            <>
              <span className="wide-only">{plan?.title}</span>
              <span className="narrow-only">{plan?.year}</span>
            </>
          )}
          onChange={(id: string) =>
            isOfOne
              ? void navigate({ to: '/', search: { plan: id } })
              : void navigate({ to: '.', search: (before) => ({ ...before, plan: id }) })
          }
        />
      ) : (
        <span className="plan-title">{plan?.title}</span>
      )}
      {businessDate === today ? null : (
        <span className="business-date" title={t('businessDateHint', { today })}>
          <span className="wide-only">{t('businessDate')} </span>
          <b>{businessDate}</b>
        </span>
      )}
      <span className="top-space" />
      <Button
        className="top-search"
        icon={<SearchOutlined />}
        onClick={onPalette}
        aria-label={`${t('palette.open')} Ctrl K`}
      >
        <span className="wide-only">
          {t('palette.open')} <kbd>Ctrl K</kbd>
        </span>
      </Button>
      <Button
        className="wide-only"
        type="text"
        icon={<QuestionOutlined />}
        aria-label={t('help.title')}
        onClick={onHelp}
      />
      <ExportsTray />
      <Bell />
      <UserMenu />
    </header>
  );
}
