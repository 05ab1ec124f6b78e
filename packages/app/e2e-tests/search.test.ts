import { launchAs } from './api';
import { expect, signInAs, takeScreenshots, test } from './support';

test.describe.configure({ timeout: 120_000 });

test('nobody finds a run without having signed in', async ({ page }) => {
  const response = await page.request.get('/api/search/query?term=failed');
  expect(response.status()).toBe(401);
});

test('an operator finds a run by a word and opens it', async ({ page }) => {
  await signInAs(page, 'operator');
  const runId = await launchAs(page, 'operator', {
    workflow: 'embedded/catalog_health',
    tags: ['hippopotamus'],
  });

  // Runs are read every so often: until then there is none to find.
  await expect(async () => {
    await page.goto('/search?query=hippopotamus');
    await expect(page.getByRole('link', { name: runId })).toBeVisible({
      timeout: 3_000,
    });
  }).toPass({ timeout: 60_000 });
  await page.getByRole('button', { name: /Workflow runs/ }).click();
  await expect(page).toHaveURL(/types/);
  const found = page.getByRole('listitem').filter({ hasText: runId });
  await expect(found.locator('[data-status]')).toBeVisible();
  await takeScreenshots(page, 'search', async () => {
    await expect(found).toBeVisible();
  });
  await found.getByRole('link').click();
  await expect(
    page.getByRole('region', { name: 'Catalog health' }),
  ).toBeVisible();
  await expect(page).toHaveURL(new RegExp(runId));
});
