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
  return response.json();
}

/** Launches a run as one of the example users, beside what the page does, and tells its id. */
export async function launchAs(
  page: Page,
  user: ExampleUser,
  request: object,
): Promise<string> {
  const { runId } = await postAs(page, user, '/runs', request);
  return runId;
}
