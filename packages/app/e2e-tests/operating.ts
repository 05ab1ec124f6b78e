import { expect, type Locator, type Page } from '@playwright/test';
import { DATA_SYNC, openLaunchForm, runStatus, TRIAL_ACTIVATION } from './runs';
import { signInAs } from './support';

/** Launches a trial of a story as the operator, and stays on the page of its run. */
export async function launchTrial(page: Page, story: string) {
  await signInAs(page, 'operator', TRIAL_ACTIVATION);
  const form = await openLaunchForm(page);
  await choose(page, form.getByRole('button', { name: /Story/ }), story);
  await form.getByRole('button', { name: 'Launch' }).click();
  await expect(runStatus(page)).toHaveText('Waiting');
}

/** Launches a synchronisation as the operator, and stays on the page of its run. */
export async function launchSync(
  page: Page,
  fill: (form: Locator) => Promise<void> = async () => {},
) {
  await signInAs(page, 'operator', DATA_SYNC);
  const form = await openLaunchForm(page);
  await fill(form);
  await form.getByRole('button', { name: 'Launch' }).click();
  await expect(runStatus(page)).toBeVisible();
}

/** Chooses from a list that opens. */
export async function choose(page: Page, field: Locator, option: string) {
  await field.click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/** The card of something that waits for a decision. */
export function question(page: Page, name: RegExp) {
  return page.getByRole('region', { name });
}

export async function approve(page: Page, note?: string) {
  const card = question(page, /waits for approval/);
  if (note) await card.getByLabel(/Note/).fill(note);
  await card.getByRole('button', { name: 'Approve' }).click();
}

/** A button of the run's header. */
export function action(page: Page, name: string | RegExp) {
  return page
    .getByRole('group', { name: 'Actions of the run' })
    .getByRole('button', { name });
}

/** The id of the run that is shown. */
export function runIdOf(page: Page): string {
  const url = new URL(page.url());
  return url.searchParams.get('run') ?? url.pathname.split('/').at(-1)!;
}
