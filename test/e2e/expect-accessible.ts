// axe's rules for WCAG 2.2 AA on what a page shows now, and targets that a finger finds.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { expect } from './kiosk-test.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Pixels, as screens.md asks at staffed density; half a pixel is left to rounding. */
const targetPx = 48;

export async function expectAccessible(page: Page, where: string): Promise<void> {
  // The PDF in the receipt's frame is Chromium's own viewer.
  const { violations, passes } = await new AxeBuilder({ page }).withTags(tags).exclude('iframe').analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`,
  );
  expect(found, `axe: ${where}`).toEqual([]);
  // A page that axe could not read has no violation either.
  expect(passes.length, `axe looked at ${where}`).toBeGreaterThan(5);
}

/** Names every control lower than a finger wants; a radio or a file's choice counts with the card or button around it. */
export async function expectLargeTargets(page: Page, where: string): Promise<void> {
  const small = await page.evaluate((leastPx) => {
    const controls = document.querySelectorAll(
      'button, a[href], input, select, textarea, [role=switch], [role=radio]',
    );
    return [...controls]
      .map((control) => ({ control, target: control.closest('label') ?? control }))
      .filter(({ control }) => control.checkVisibility() && !control.hasAttribute('aria-hidden'))
      .map(({ control, target }) => {
        const { width, height } = target.getBoundingClientRect();
        const says = control.getAttribute('aria-label') ?? control.textContent ?? '';
        return { width, height, says: `${control.tagName.toLowerCase()} “${says.trim()}”` };
      })
      .filter(({ width, height }) => width > 1 && Math.min(width, height) < leastPx - 0.5)
      .map(({ says, width, height }) => `${says} ${Math.round(width)}×${Math.round(height)}`);
  }, targetPx);
  expect(small, `targets: ${where}`).toEqual([]);
}
