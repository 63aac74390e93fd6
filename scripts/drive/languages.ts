// The screens' texts in both languages, for whoever looks for a button by what is written on it.
import enApp from '../../resources/languages/en/app.json' with { type: 'json' };
import enCapture from '../../resources/languages/en/capture.json' with { type: 'json' };
import enRefusals from '../../resources/languages/en/refusals.json' with { type: 'json' };
import enSteps from '../../resources/languages/en/steps.json' with { type: 'json' };
import enWords from '../../resources/languages/en/words.json' with { type: 'json' };
import hiApp from '../../resources/languages/hi/app.json' with { type: 'json' };
import hiCapture from '../../resources/languages/hi/capture.json' with { type: 'json' };
import hiRefusals from '../../resources/languages/hi/refusals.json' with { type: 'json' };
import hiSteps from '../../resources/languages/hi/steps.json' with { type: 'json' };
import hiWords from '../../resources/languages/hi/words.json' with { type: 'json' };

export const en = { app: enApp, capture: enCapture, refusals: enRefusals, steps: enSteps, words: enWords };
export type Texts = typeof en;
export const hi: Texts = {
  app: hiApp,
  capture: hiCapture,
  refusals: hiRefusals,
  steps: hiSteps,
  words: hiWords,
};

export const languages = { en, hi } as const;
export type Language = keyof typeof languages;

/** Each under its own name, as the buttons say it. */
export const ownNames: Readonly<Record<Language, string>> = { en: 'English', hi: 'हिन्दी' };
