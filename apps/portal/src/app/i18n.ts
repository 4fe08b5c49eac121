import type { Language } from '@duban/contract';
import { kitTexts } from '@duban/portal-kit';
import type { Locale } from 'antd/es/locale';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { languageTag, preferences } from './preferences.js';

interface LanguagePack {
  /** A namespace for each file of the language's folder. */
  texts: Record<string, object>;
  antd: Locale;
}

const packs: Record<Language, () => Promise<{ pack: LanguagePack }>> = {
  zh: () => import('../locales/zh/index.js'),
  en: () => import('../locales/en/index.js'),
};
const antdLocales = new Map<Language, Locale>();

/** antd's own words in a language that has been loaded. */
export function antdLocale(language: Language): Locale | undefined {
  return antdLocales.get(language);
}

/** Loads a language's words when they are not there yet, and shows them. */
export async function showLanguage(language: Language): Promise<void> {
  if (!antdLocales.has(language)) {
    const { pack } = await packs[language]();
    for (const [namespace, texts] of Object.entries(pack.texts)) {
      i18next.addResourceBundle(language, namespace, texts);
    }
    antdLocales.set(language, pack.antd);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = languageTag[language];
}

export async function startLanguages(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: preferences().language,
    fallbackLng: false,
    resources: { zh: { kit: kitTexts.zh }, en: { kit: kitTexts.en } },
    defaultNS: 'shell',
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await showLanguage(preferences().language);
}
