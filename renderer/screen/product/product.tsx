// Which account, and at which branch: at most three accounts side by side, branches by search.
import { ArrowRight, Check, Layers } from 'lucide-react';
import { useState } from 'react';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import type { StepProps } from '#renderer/screen/step-props.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ChoiceCard } from '#renderer/ui/choice-card.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { dayInWords, rupees } from '#renderer/ui/format.ts';
import { localText, useText } from '#renderer/ui/language.ts';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { useAct } from '#renderer/ui/use-act.ts';
import { branchesShown, branchNamed, findBranches } from './find-branches.ts';

const cardsShown = 3;

export function Product({ view, catalogue, status, onView, onBack }: StepProps) {
  const { t, language, locale } = useText();
  const kiosk = useKiosk();
  const act = useAct();
  const { products, branches } = catalogue;
  const [productId, setProductId] = useState(
    view.product?.productId ?? (products.length === 1 ? products[0]?.productId : undefined),
  );
  const [branchId, setBranchId] = useState(
    view.product?.branchId ?? branchNamed(branches, status.branchName)?.branchId,
  );
  const [page, setPage] = useState(0);
  const [query, setQuery] = useState('');
  const pages = Math.ceil(products.length / cardsShown);
  const chosenBranch = branches.find((branch) => branch.branchId === branchId);
  const found = findBranches(branches, query);
  // The chosen one stays in sight whatever is searched.
  const shown = [
    ...(chosenBranch ? [chosenBranch] : []),
    ...found.filter((branch) => branch.branchId !== branchId),
  ].slice(0, branchesShown);
  const submit = () => {
    if (productId === undefined || branchId === undefined) return;
    act.run(() => kiosk.case.chooseProduct({ caseId: view.caseId, productId, branchId }), onView);
  };
  return (
    <StepLayout
      heading={t('steps:product.heading')}
      lead={t('steps:product.lead')}
      aside={
        <span className="shrink-0 text-ink-2">
          {t('steps:product.asOf', { date: dayInWords(catalogue.asOf.slice(0, 10), locale) })}
        </span>
      }
      onBack={onBack}
      primary={{
        label: t('app:action.continue'),
        icon: ArrowRight,
        busy: act.busy,
        disabled: productId === undefined || branchId === undefined,
        onPress: submit,
      }}
    >
      <FailureNote failure={act.failure} />
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">{t('steps:product.products')}</legend>
        <div className="grid grid-cols-3 gap-4 portrait:grid-cols-1">
          {products.slice(page * cardsShown, page * cardsShown + cardsShown).map((product) => (
            <ChoiceCard
              key={product.productId}
              group="product"
              name={localText(product.name, language)}
              checked={product.productId === productId}
              onChoose={() => setProductId(product.productId)}
            >
              <span>{localText(product.summary, language)}</span>
              <span className="font-semibold">
                {product.minimumBalance === 0
                  ? t('steps:product.noMinimum')
                  : t('steps:product.minimum', { amount: rupees(product.minimumBalance, locale) })}
              </span>
              {product.benefits.slice(0, 3).map((benefit) => (
                <span
                  key={benefit.en}
                  // On a laptop's low screen two of them leave room for the branches.
                  className="flex items-start gap-2 [@media(max-height:800px)]:nth-of-type-[n+5]:hidden"
                >
                  <Check aria-hidden className="mt-0.5 size-5 shrink-0 text-proved" />
                  {localText(benefit, language)}
                </span>
              ))}
              {product.minimumAgeYears > 0 && (
                <span className="text-ink-2">
                  {t('steps:product.age', { count: product.minimumAgeYears })}
                </span>
              )}
            </ChoiceCard>
          ))}
        </div>
        {pages > 1 && (
          <Button icon={Layers} className="self-end" onClick={() => setPage((page + 1) % pages)}>
            {t('steps:product.more')}
          </Button>
        )}
      </fieldset>
      <fieldset className="flex min-h-0 flex-col gap-3">
        <legend className="sr-only">{t('steps:product.branch')}</legend>
        <div className="flex items-end gap-4">
          <TextField
            className="max-w-xl flex-1"
            label={t('steps:product.search')}
            type="search"
            value={query}
            onValue={setQuery}
            autoComplete="off"
          />
          <output className="pb-3 text-ink-2">
            {found.length === 0 ? t('steps:product.none') : t('steps:product.found', { count: found.length })}
          </output>
        </div>
        <div className="grid grid-cols-3 gap-3 portrait:grid-cols-2">
          {shown.map((branch) => (
            <ChoiceCard
              key={branch.branchId}
              group="branch"
              name={localText(branch.name, language)}
              checked={branch.branchId === branchId}
              onChoose={() => setBranchId(branch.branchId)}
              className="py-2"
            >
              <span className="text-ink-2">
                {branch.city}, {branch.ifsc}
              </span>
            </ChoiceCard>
          ))}
        </div>
      </fieldset>
    </StepLayout>
  );
}
