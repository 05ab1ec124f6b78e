import { expect, type Page } from '@playwright/test';
import { type ExampleUser } from './support';

/** Asks something of the API as one of the example users, beside what the page does. */
export async function postAs(
  page: Page,
  user: ExampleUser,
  path: string,
  body: object,
) {
  const signedIn = await page.request.get(`/api/auth/example-${user}/refresh`, {
    headers: { 'x-requested-with': 'XMLHttpRequest' },
  });
  const { backstageIdentity } = await signedIn.json();
  const response = await page.request.post(`/api/workflow-runs/v1${path}`, {
    headers: { authorization: `Bearer ${backstageIdentity.token}` },
    data: body,
  });
  expect(response.status(), await response.text()).toBeLessThan(300);
}
