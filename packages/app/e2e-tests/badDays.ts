import { type Page, type Route } from '@playwright/test';
import { launchAs } from './api';
import { runStatus } from './runs';
import { expect, signInAs } from './support';

/** All that the page asks of the plugin. */
export const API = /\/api\/workflow-runs\/v1\//;

/** The one stream of a tab. */
export const STREAM = /\/api\/workflow-runs\/v1\/stream(\?.*)?$/;

/** A part of what the page asks of a run: `''` is the run itself. */
export const partOf = (runId: string, part = '') =>
  new RegExp(
    `/api/workflow-runs/v1/runs/${runId}${part && `/${part}`}(\\?.*)?$`,
  );

/** Lets the backend answer, and changes what it says. */
export function answerWith(change: (answer: any) => unknown) {
  return async (route: Route) => {
    const response = await route.fetch();
    const answer = await response.json();
    await route.fulfill({ response, json: change(answer) });
  };
}

/** Refuses as the backend does. */
export const refuseWith =
  (status: number, error: { name: string; message: string }) =>
  (route: Route) =>
    route.fulfill({
      status,
      json: { error, response: { statusCode: status } },
    });

/** A run that has ended, and that no test changes. */
export async function launchEnded(page: Page): Promise<string> {
  await signInAs(page, 'operator');
  const runId = await launchAs(page, 'operator', {
    workflow: 'embedded/catalog_health',
    input: {},
  });
  await page.goto(`/workflow-runs/runs/${runId}`);
  await expect(runStatus(page)).toHaveText('Completed', { timeout: 60_000 });
  return runId;
}

/** Nothing of the page reaches beyond its edge. */
export async function expectNothingSticksOut(page: Page) {
  const beyond = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.scrollingElement!;
    return scrollWidth - clientWidth;
  });
  expect(beyond).toBeLessThanOrEqual(0);
}
