import { inLanguage, type Language, type Text } from '@duban/contract';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** The language on screen. */
export function useLanguage(): Language {
  return useTranslation().i18n.language.startsWith('en') ? 'en' : 'zh';
}

/** Picks the language on screen from the contract's texts; an absent text is empty. */
export function useText(): (text: Text | null | undefined) => string {
  const language = useLanguage();
  return useCallback((text) => (text ? inLanguage(text, language) : ''), [language]);
}

/** The kit's own words. */
export function useKitText() {
  return useTranslation('kit').t;
}
