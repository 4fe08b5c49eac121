import { queries, useCan, useGo, usePlanIfAny, useSession, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { useTranslation } from 'react-i18next';
import { addresses } from '../app/addresses.js';
import { type Preferences, setPreferences } from '../app/preferences.js';
import { navigationFor } from './navigation.js';

/** Go, find, act: one box over the pages, areas and tasks that the session may open. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell');
  const text = useText();
  const can = useCan();
  const session = useSession();
  const plan = usePlanIfAny();
  const go = useGo();
  const tasks = useQuery({
    ...queries.tasks(plan?.id ?? '', { origin: 'any' }),
    enabled: plan !== null && can('task.read'),
  });
  const open = (href: string) => {
    onClose();
    go(href);
  };
  const themes: Preferences['theme'][] = ['system', 'light', 'dark'];
  return (
    <Command.Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      label={t('palette.open')}
      overlayClassName="palette-overlay"
      contentClassName="palette"
      loop
    >
      <Command.Input placeholder={t('palette.placeholder')} />
      <Command.List>
        <Command.Empty>{t('palette.none')}</Command.Empty>
        <Command.Group heading={t('palette.pages')}>
          {navigationFor(session).map((item) => (
            <Command.Item key={item.to} value={`${t(item.label)} ${item.to}`} onSelect={() => open(item.to)}>
              {t(item.label)} <kbd>g {item.key}</kbd>
            </Command.Item>
          ))}
          {plan?.areas
            .filter((area) => area.enabled && can('area.read'))
            .map((area) => (
              <Command.Item
                key={area.id}
                value={`${area.number} ${area.title.zh} ${area.title.en}`}
                onSelect={() => open(addresses.area(area.id))}
              >
                {area.number}. {text(area.title)}
              </Command.Item>
            ))}
        </Command.Group>
        <Command.Group heading={t('palette.tasks')}>
          {tasks.data?.items
            .filter((task) => task.title)
            .map((task) => (
              <Command.Item
                key={task.id}
                value={`${task.number ?? ''} ${task.title} ${task.id}`}
                onSelect={() => open(addresses.task(task.id))}
              >
                {task.number === null ? '' : `${task.number}. `}
                {task.title}
              </Command.Item>
            ))}
        </Command.Group>
        <Command.Group heading={t('palette.acts')}>
          {themes.map((theme) => (
            <Command.Item
              key={theme}
              value={`${t('preferences.theme')} ${t(`preferences.${theme}`)}`}
              onSelect={() => {
                setPreferences({ theme });
                onClose();
              }}
            >
              {t('preferences.theme')}: {t(`preferences.${theme}`)}
            </Command.Item>
          ))}
          {(['zh', 'en'] as const).map((language) => (
            <Command.Item
              key={language}
              value={language === 'zh' ? '语言 language 中文' : '语言 language English'}
              onSelect={() => {
                setPreferences({ language });
                onClose();
              }}
            >
              {t('preferences.language')}: {language === 'zh' ? '中文' : 'English'}
            </Command.Item>
          ))}
        </Command.Group>
      </Command.List>
    </Command.Dialog>
  );
}
