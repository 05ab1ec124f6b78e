import AxeBuilder from '@axe-core/playwright';
import { type Page } from '@playwright/test';
import { launchAs } from './api';
import { expect, signInAs, takeScreenshots, test } from './support';

test.describe.configure({ timeout: 180_000 });

async function expectNoViolations(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .include('main')
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual(
    [],
  );
}

/**
 * Words of ours that stick out of what hides them. Names of steps may, they are nobody's translation; tabs that
 * find no room can be scrolled to.
 */
async function clippedWords(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'main [data-status], main [data-sla], main button:not([role=tab]), main th',
      ),
    ]
      .filter(element => {
        const box = element.getBoundingClientRect();
        if (box.width === 0) return false;
        const holder = element.closest('td, [role=gridcell], tr, section');
        return (
          element.scrollWidth > element.clientWidth + 1 ||
          (holder !== null &&
            box.right > holder.getBoundingClientRect().right + 1)
        );
      })
      .map(element => element.innerText),
  );
}

test('a viewer reads the list and a run in German', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 900 });
  await signInAs(page, 'viewer');
  const runId = await launchAs(page, 'operator', {
    workflow: 'embedded/data_sync',
    input: { simulateOutage: true },
  });
  await page.goto('/settings');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('option', { name: 'Deutsch' }).click();

  await page.goto('/workflow-runs?view=all');
  const row = page.getByTestId(`run-${runId}`);
  await expect(row.getByText('Fehlgeschlagen')).toBeVisible({
    timeout: 90_000,
  });
  await expect(row.getByText(/^vor \d+ (s|min)$/)).toBeVisible();
  await expect(
    page.getByRole('button', { name: 'Filter hinzufügen' }),
  ).toBeVisible();
  await expectNoViolations(page);
  expect(await clippedWords(page)).toEqual([]);
  await takeScreenshots(page, 'german-list', () => expect(row).toBeVisible());

  await row.getByRole('link').first().click();
  await expect(page.getByText('Was geschehen ist')).toBeVisible();
  await expect(page.getByRole('tab', { name: /^Logs/ })).toBeVisible();
  await expectNoViolations(page);
  expect(await clippedWords(page)).toEqual([]);
  await takeScreenshots(page, 'german-run', () =>
    expect(page.getByText('Was geschehen ist')).toBeVisible(),
  );

  // It is kept for the next visit.
  await page.reload();
  await expect(page.getByText('Was geschehen ist')).toBeVisible();
});
