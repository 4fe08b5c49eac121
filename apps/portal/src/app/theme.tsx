import { useLanguage } from '@duban/portal-kit';
import { theme as antdTheme, ConfigProvider, type ThemeConfig } from 'antd';
import { type ReactNode, useEffect, useMemo, useSyncExternalStore } from 'react';
import { antdLocale } from './i18n.js';
import { usePreferences } from './preferences.js';

/** What the system of whoever looks at the page prefers. */
function preference(query: string): () => boolean {
  const media = matchMedia(query);
  const onChange = (listener: () => void) => {
    media.addEventListener('change', listener);
    return () => media.removeEventListener('change', listener);
  };
  return () => useSyncExternalStore(onChange, () => media.matches);
}
const useSystemDark = preference('(prefers-color-scheme: dark)');
const useLessMotion = preference('(prefers-reduced-motion: reduce)');

/** Whether the dark theme is on screen. */
export function useDark(): boolean {
  const system = useSystemDark();
  const { theme } = usePreferences();
  return theme === 'system' ? system : theme === 'dark';
}

/** What both themes share. Red is kept for lights, so errors are told in amber. */
const shared: ThemeConfig['token'] = {
  borderRadius: 4,
  fontSize: 14,
  fontFamily: 'inherit',
  motionDurationMid: '0.12s',
  motionDurationSlow: '0.16s',
};
const light: ThemeConfig = {
  algorithm: antdTheme.defaultAlgorithm,
  token: {
    ...shared,
    colorPrimary: '#1d4f91',
    colorError: '#8a4b00',
    colorWarning: '#8a6100',
    colorLink: '#1d4f91',
    // Lighter ones, antd's own, are too pale to read on a row that is pointed at.
    colorLinkHover: '#1d4f91',
    colorText: '#1b2430',
    colorTextSecondary: '#4c5867',
    colorTextTertiary: '#4c5867',
    colorTextDescription: '#4c5867',
    colorTextPlaceholder: '#5b6673',
    colorTextDisabled: '#5b6673',
    colorBorder: '#8f9aa8',
  },
};
const dark: ThemeConfig = {
  algorithm: antdTheme.darkAlgorithm,
  token: {
    ...shared,
    colorPrimary: '#70a4ec',
    colorError: '#e6a760',
    colorWarning: '#e6bb4a',
    colorLink: '#8db4ec',
    colorLinkHover: '#8db4ec',
    colorBgBase: '#0e1217',
    colorBgContainer: '#161b22',
    colorBgElevated: '#1d242d',
    colorTextSecondary: '#a3afbd',
    colorTextTertiary: '#a3afbd',
    colorTextDescription: '#a3afbd',
    colorTextPlaceholder: '#a3afbd',
    colorTextDisabled: '#8b97a5',
    colorBorder: '#5b6673',
    colorTextLightSolid: '#0e1217',
  },
};

/** antd in the portal's look, and the theme's name on the document for our own styles. */
export function Theme({ children }: { children: ReactNode }) {
  const isDark = useDark();
  const isStill = useLessMotion();
  const look = useMemo(() => {
    const { token, ...rest } = isDark ? dark : light;
    // Without it a button that was refused would go by "loading" as long as the animation that never runs.
    return { ...rest, token: { ...token, motion: !isStill } };
  }, [isDark, isStill]);
  // The language on screen, whose words are loaded: without them antd would build the page anew, and lose its state.
  const language = useLanguage();
  useEffect(() => {
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  }, [isDark]);
  return (
    <ConfigProvider
      theme={look}
      locale={antdLocale(language)}
      button={{ autoInsertSpace: false }}
      // A click beside a dialog would throw away what was written in it.
      modal={{ mask: { closable: false } }}
    >
      {children}
    </ConfigProvider>
  );
}
