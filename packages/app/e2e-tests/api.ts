import { expect, type Page } from '@playwright/test';
import { type ExampleUser } from './support';

/** The header with which one of the example users asks the API. */
async function authorizationOf(page: Page, user: ExampleUser, portal: string) {
  const signedIn = await page.request.get(
    `${portal}/api/auth/example-${user}/refresh`,
    {
      headers: { 'x-requested-with': 'XMLHttpRequest' },
      // A connection that was kept open may be closed by the portal just now.
      maxRetries: 2,
    },
  );
  const { backstageIdentity } = await signedIn.json();
  return { authorization: `Bearer ${backstageIdentity.token}` };
}

/** Asks something of the API as one of the example users, beside what the page does. */
export async function postAs(
  page: Page,
  user: ExampleUser,
  path: string,
  body: object,
  portal = process.env.E2E_URL!,
) {
  const response = await page.request.post(
    `${portal}/api/workflow-runs/v1${path}`,
    { headers: await authorizationOf(page, user, portal), data: body },
  );
  expect(response.status(), await response.text()).toBeLessThan(300);
  return response.json();
}

/** Reads something of the API as one of the example users, beside what the page does. */
export async function getAs(
  page: Page,
  user: ExampleUser,
  path: string,
  portal = process.env.E2E_URL!,
) {
  const response = await page.request.get(
    `${portal}/api/workflow-runs/v1${path}`,
    { headers: await authorizationOf(page, user, portal) },
  );
  expect(response.status(), await response.text()).toBe(200);
  return response.json();
}

/** Launches a run as one of the example users, beside what the page does, and tells its id. */
export async function launchAs(
  page: Page,
  user: ExampleUser,
  request: object,
  portal?: string,
): Promise<string> {
  const { runId } = await postAs(page, user, '/runs', request, portal);
  return runId;
}

/** Starts a task of the scaffolder as one of the example users. */
export async function makeAs(
  page: Page,
  user: ExampleUser,
  templateRef: string,
  values: object,
  portal = process.env.E2E_URL!,
): Promise<void> {
  const response = await page.request.post(
    `${portal}/api/scaffolder/v2/tasks`,
    {
      headers: await authorizationOf(page, user, portal),
      data: { templateRef, values },
    },
  );
  expect(response.status(), await response.text()).toBe(201);
}
