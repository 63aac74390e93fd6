// Languages under their own names, one tap each.
import { classNames } from './class-names.ts';
import { languageNames, languages, speak, useText } from './language.ts';

export function LanguageSwitch({ label }: { readonly label: string }) {
  const { language } = useText();
  return (
    <fieldset
      aria-label={label}
      className="flex overflow-hidden rounded-card border border-line-strong bg-white"
    >
      {languages.map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          aria-pressed={each === language}
          onClick={() => void speak(each)}
          className={classNames(
            'min-h-touch min-w-touch px-4 -outline-offset-4',
            each === language
              ? 'bg-teal-700 font-semibold text-white focus-visible:outline-white'
              : 'hover:bg-teal-50',
          )}
        >
          {languageNames[each]}
        </button>
      ))}
    </fieldset>
  );
}
