import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Page } from '@playwright/test';
import { getAs } from './api';
import { action, runIdOf } from './operating';
import { type OwnTemporal, startOwnTemporal } from './ownTemporal';
import { stepRow } from './runs';
import { expect, signInAs, takeScreenshot, test } from './support';

test.describe.configure({ timeout: 480_000 });
test.use({ actionTimeout: 60_000 });

let directory: string;
let server: OwnTemporal;

test.beforeAll(async () => {
  test.skip(
    Boolean(process.env.TEMPORAL_MISSING),
    `No Temporal server: ${process.env.TEMPORAL_MISSING}`,
  );
  // The first time it is built from its sources.
  test.setTimeout(900_000);
  directory = mkdtempSync(join(tmpdir(), 'e2e-temporal-'));
  server = await startOwnTemporal(join(directory, 'temporal.sqlite'));
});

test.afterAll(async () => {
  await server?.stop();
  if (directory) rmSync(directory, { recursive: true, force: true });
});

/** Somebody orders at the shop, who has never heard of the portal. */
function order(id: string, trouble: object) {
  const input = {
    orderId: id,
    customer: 'acme',
    amount: 42,
    items: ['cup', 'plate', 'kettle'],
    address: '1 Main Street',
    coolingOffMs: 1_500,
    packingMs: 300,
    deliveryMs: 500,
    ...trouble,
  };
  return server.temporal(
    ...['workflow', 'start', '--type', 'OrderFulfilment'],
    ...['--task-queue', 'orders', '--workflow-id', `order-${id}`],
    ...['--input', JSON.stringify(input)],
  );
}

/** The chip in the header of the run's page. */
function statusOf(page: Page) {
  return page
    .getByRole('region', { name: /Order fulfilment|OrderFulfilment/ })
    .locator('[data-status]')
    .first();
}

/** Opens the page of the latest run of an order, once the portal has heard of it. */
async function openOrder(page: Page, portal: string, id: string) {
  let runId = '';
  await expect(async () => {
    const { items } = await getAs(
      page,
      'operator',
      `/runs?businessEventId=order-${id}&workflow=temporal/OrderFulfilment`,
      portal,
    );
    expect(items).not.toHaveLength(0);
    runId = items[0].id;
  }).toPass({ timeout: 60_000 });
  await page.goto(`${portal}/workflow-runs/runs/${runId}`);
  await expect(statusOf(page)).toBeVisible({ timeout: 30_000 });
}

async function fromMenu(page: Page, name: string) {
  await action(page, 'More actions').click();
  await page.getByRole('menuitem', { name }).click();
}

async function confirm(page: Page, name: string, reason: string) {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/Reason/).fill(reason);
  await dialog.getByRole('button', { name, exact: true }).click();
  await expect(dialog).toBeHidden();
}

test('an order on Temporal is seen live, told of its payment, done again from a step, canceled and terminated; a server that is gone for a while is caught up with', async ({
  page,
  startPortal,
}) => {
  const portal = await startPortal('temporal-portal', server.portal);
  await signInAs(page, 'operator', portal.url);

  // Live: retries, a signal, a timer, progress, a child.
  // The fourth time it waits for eight seconds.
  await order('live', { declined: 4, confirmPayment: true, parcelErrors: 1 });
  await openOrder(page, portal.url, 'live');
  await expect(stepRow(page, 'chargePayment')).toContainText('Retrying');
  await expect(stepRow(page, 'chargePayment')).toContainText('Completed', {
    timeout: 30_000,
  });
  await expect(statusOf(page)).toHaveText(/Running|Waiting/);

  // Told by its page what it waits for.
  await fromMenu(page, 'Tell or ask');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/Name of the event/).fill('payment-received');
  await dialog.getByLabel(/Payload/).fill('{ "reference": "bank" }');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(stepRow(page, 'payment-received')).toBeVisible();
  await expect(stepRow(page, 'Cooling-off period')).toBeVisible();
  await takeScreenshot(page, 'temporal-live');
  await expect(stepRow(page, 'ShipParcel')).toContainText('Completed', {
    timeout: 60_000,
  });
  await expect(statusOf(page)).toHaveText('Completed', { timeout: 30_000 });
  await stepRow(page, 'chargePayment').click();
  const panel = page.getByRole('complementary', { name: /chargePayment/ });
  await expect(panel).toContainText(/attempt/i);
  await takeScreenshot(page, 'temporal-step');

  // Done again from a step, once it is told what runs again.
  const first = runIdOf(page);
  await panel.getByRole('button', { name: /^Retry/ }).click();
  await expect(dialog).toContainText(/steps? runs? again/);
  await expect(dialog).toContainText(/keeps? (its|their) results?/);
  await expect(dialog).toContainText('A new run takes the place of this one');
  await takeScreenshot(page, 'temporal-reset');
  await confirm(page, 'Retry', 'The receipt was lost');
  await expect
    .poll(
      async () => {
        const { items } = await getAs(
          page,
          'operator',
          '/runs?businessEventId=order-live&workflow=temporal/OrderFulfilment',
          portal.url,
        );
        return items
          .filter(({ id }: { id: string }) => id !== first)
          .map(({ status }: { status: string }) => status);
      },
      { timeout: 60_000 },
    )
    .toEqual(['completed']);

  // The server goes in the middle, and what was known stays.
  await order('gone', { confirmPayment: true });
  await openOrder(page, portal.url, 'gone');
  await expect(stepRow(page, 'chargePayment')).toContainText('Completed', {
    timeout: 30_000,
  });
  await server.halt();
  await expect(page.getByText('No news from the engine')).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByText(/^As of /)).toBeVisible();
  await expect(stepRow(page, 'chargePayment')).toContainText('Completed');
  await takeScreenshot(page, 'temporal-gone');
  await server.resume();
  await server.temporal(
    ...['workflow', 'signal', '--workflow-id', 'order-gone'],
    ...['--name', 'payment-received', '--input', '{}'],
  );
  await expect(statusOf(page)).toHaveText('Completed', { timeout: 90_000 });
  await expect(stepRow(page, 'notifyCustomer')).toContainText('Completed');

  // Canceled, it tidies up; terminated, it does not.
  await order('canceled', { confirmPayment: true });
  await openOrder(page, portal.url, 'canceled');
  await action(page, 'Cancel run').click();
  await confirm(page, 'Cancel run', 'Ordered twice');
  await expect(statusOf(page)).toHaveText('Canceled', { timeout: 60_000 });
  await expect(stepRow(page, 'releaseStock')).toContainText('Completed');

  await order('terminated', { confirmPayment: true });
  await openOrder(page, portal.url, 'terminated');
  await fromMenu(page, 'Terminate run');
  await expect(dialog).toContainText('nothing is rolled back');
  await confirm(page, 'Terminate run', 'It hangs');
  await expect(statusOf(page)).toHaveText('Canceled', { timeout: 60_000 });
  await expect(page.getByText('Terminated').first()).toBeVisible();
});
