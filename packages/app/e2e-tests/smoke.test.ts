import { expect, test } from './support';

test('the portal answers with its sign-in page', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('button').first()).toBeVisible();
});
