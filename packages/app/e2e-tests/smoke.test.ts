import { expect, signInAs, takeScreenshots, test } from './support';

test('an example user signs in and sees the catalog', async ({ page }) => {
  await signInAs(page, 'viewer', '/catalog');
  await expect(page.getByRole('table').first()).toBeVisible();
  await takeScreenshots(page, 'catalog');
});
