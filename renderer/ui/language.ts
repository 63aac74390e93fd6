// The languages the screens speak, and the texts in them. English ships with the first screen, others when chosen.
import { createInstance, type i18n } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { LocalText } from '#core/contract/bank/catalogue.ts';
import app from '../../resources/languages/en/app.json' with { type: 'json' };
import capture from '../../resources/languages/en/capture.json' with { type: 'json' };
import refusals from '../../resources/languages/en/refusals.json' with { type: 'json' };
import stepTexts from '../../resources/languages/en/steps.json' with { type: 'json' };
import words from '../../resources/languages/en/words.json' with { type: 'json' };

export const languages = ['en', 'hi'] as const;
export type Language = (typeof languages)[number];

/** Each language under its own name. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', hi: 'हिन्दी' };

/** BCP 47 tags for numbers and dates: India's grouping, and Latin digits in both. */
export const localeOf: Readonly<Record<Language, string>> = { en: 'en-IN', hi: 'hi-IN' };

const namespaces = ['app', 'capture', 'steps', 'refusals', 'words'] as const;
export type Namespaces = typeof namespaces;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    resources: {
      app: typeof app;
      capture: typeof capture;
      steps: typeof stepTexts;
      refusals: typeof refusals;
      words: typeof words;
    };
  }
}

export function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language === value);
}

const texts = createInstance();

const rememberedUnder = 'pravesh-language';

function remembered(): Language {
  try {
    const kept = window.localStorage.getItem(rememberedUnder);
    return isLanguage(kept) ? kept : 'en';
  } catch {
    // A profile without storage: the language is simply not remembered.
    return 'en';
  }
}

async function loadLanguage(target: i18n, language: Language): Promise<void> {
  if (language === 'en' || target.hasResourceBundle(language, 'app')) return;
  const { hindi } = await import('./language-hi.ts');
  for (const [namespace, bundle] of Object.entries(hindi))
    target.addResourceBundle(language, namespace, bundle);
}

export async function speak(language: Language): Promise<void> {
  await loadLanguage(texts, language);
  await texts.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    window.localStorage.setItem(rememberedUnder, language);
  } catch {
    // As above.
  }
}

export async function startLanguages(): Promise<void> {
  await texts.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    supportedLngs: [...languages],
    ns: [...namespaces],
    defaultNS: 'app',
    resources: { en: { app, capture, refusals, steps: stepTexts, words } },
    // React escapes what it renders.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await speak(remembered());
}

/** The texts of the chosen language, and the language itself. */
export function useText() {
  const { t, i18n: active } = useTranslation(namespaces);
  const language: Language = isLanguage(active.language) ? active.language : 'en';
  return { t, language, locale: localeOf[language] };
}

/** A text the bank keeps in several languages. */
export function localText(text: LocalText, language: Language): string {
  return (language === 'hi' ? text.hi : undefined) ?? text.en;
}
