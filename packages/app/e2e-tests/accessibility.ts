import AxeBuilder from '@axe-core/playwright';
import { type Locator, type Page } from '@playwright/test';
import { expect, switchTheme } from './support';

/** What is ours of a page has no flaw by WCAG 2.1 AA that axe finds. */
export async function expectNoBreach(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .include('main')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  expect(violations).toEqual([]);
}

/**
 * The same in both themes, from a page that is loaded anew: one that goes from dark to light keeps some of the dark
 * colours until then.
 *
 * @param sees - what the page shows once it is there
 */
export async function expectNoBreachInThemes(page: Page, sees: Locator) {
  for (const theme of ['light', 'dark'] as const) {
    await switchTheme(page, theme);
    await page.reload();
    await expect(sees).toBeVisible();
    await expectNoBreach(page);
  }
  await switchTheme(page, 'light');
}
