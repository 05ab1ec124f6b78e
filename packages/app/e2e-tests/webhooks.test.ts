import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Page } from '@playwright/test';
import { expectNoBreach } from './accessibility';
import { Webhook } from 'standardwebhooks';
import { launchAs } from './api';
import {
  expect,
  signInAs,
  takeScreenshot,
  takeScreenshots,
  test,
} from './support';

test.describe.configure({ timeout: 480_000 });
test.use({ actionTimeout: 60_000 });

interface Received {
  headers: Record<string, string>;
  body: string;
}

/** A receiver on this machine, which can be broken and mended. */
class LocalReceiver {
  readonly received: Received[] = [];
  status = 204;
  readonly #server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const headers = request.headers as Record<string, string>;
    this.received.push({ headers, body });
    response
      .writeHead(this.status)
      .end(this.status === 204 ? '' : 'Out of order');
  });

  async start(): Promise<void> {
    await new Promise<void>(resolve => {
      this.#server.listen(0, '127.0.0.1', () => resolve());
    });
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

function isSignedWith(secret: string, { body, headers }: Received): boolean {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

/** The secret that a dialog shows, which is closed then. */
async function shownSecret(page: Page): Promise<string> {
  const dialog = page.getByRole('dialog', { name: /^The secret of/ });
  const secret = await dialog.getByText(/^whsec_/).textContent();
  await dialog.getByRole('button', { name: 'Done' }).click();
  return secret!;
}

test.describe('webhooks', () => {
  const receiver = new LocalReceiver();
  test.beforeAll(() => receiver.start());
  test.afterAll(() => receiver.stop());
  test.use({
    expectedProblems: [/the server responded with a status of 40[03]/],
  });

  test('an admin makes one, sees what it delivers, mends what fails, and rotates its secret; nobody else may', async ({
    page,
    startPortal,
  }) => {
    const portal = await startPortal('webhooks', {
      config: { workflowRuns: { webhooks: { allow: [receiver.host] } } },
    });
    const launch = () =>
      launchAs(
        page,
        'admin',
        { workflow: 'embedded/data_sync', input: {} },
        portal.url,
      );
    await signInAs(page, 'admin', portal.url);
    await page.goto(`${portal.url}/workflow-runs/settings/webhooks`);
    await expect(page.getByText('No webhook yet')).toBeVisible();
    await expectNoBreach(page);

    // One, whose address is refused at first.
    await page.getByRole('button', { name: 'New webhook' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^Name/).fill('Release board');
    await dialog.getByLabel(/^Address/).fill('http://169.254.169.254/');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(
      dialog.getByText('the host must not be called: it is linkLocal').first(),
    ).toBeVisible();
    await dialog.getByLabel(/^Address/).fill(`http://${receiver.host}/hook`);
    await dialog.getByRole('button', { name: 'Save' }).click();
    const secret = await shownSecret(page);

    // What it delivers.
    const deliveries = page.getByRole('table', { name: 'Deliveries' });
    await expect(page.getByText('Nothing to deliver yet')).toBeVisible();
    await launch();
    const row = (type: string, state: string) =>
      deliveries
        .getByRole('row')
        .filter({ hasText: type })
        .filter({ hasText: state });
    await expect(row('run.completed', 'Delivered').first()).toBeVisible({
      timeout: 120_000,
    });
    expect(receiver.received.length).toBeGreaterThan(2);
    expect(receiver.received.every(each => isSignedWith(secret, each))).toBe(
      true,
    );

    // What fails, and is delivered again once it is mended.
    receiver.status = 500;
    await launch();
    const failing = row('run.started', 'Pending').first();
    await expect(failing).toContainText('It answered 500', { timeout: 60_000 });
    await takeScreenshots(page, 'webhook', () =>
      expect(deliveries.getByRole('row').nth(1)).toBeVisible(),
    );
    await expectNoBreach(page);
    receiver.status = 204;
    await failing.getByRole('button', { name: /^Show the delivery/ }).click();
    const drawer = page.getByRole('dialog', {
      name: 'Delivery of run.started',
    });
    await expect(drawer.getByText('Out of order').first()).toBeVisible();
    await takeScreenshot(page, 'webhook-delivery');
    await drawer.getByRole('button', { name: 'Deliver again' }).click();
    await expect(drawer.getByText('Delivered', { exact: true })).toBeVisible({
      timeout: 60_000,
    });
    await drawer.getByRole('button', { name: 'Close' }).click();

    // A whole day anew, as after a receiver has lost what it had.
    const before = receiver.received.length;
    await page.getByRole('button', { name: 'Deliver again…' }).click();
    await dialog.getByLabel(/^What/).click();
    await page.getByRole('option', { name: /^Everything/ }).click();
    await takeScreenshot(page, 'webhook-redeliver');
    await dialog.getByRole('button', { name: 'Deliver again' }).click();
    await expect(
      page.getByText(/\d+ deliveries are made again/).first(),
    ).toBeVisible();
    await expect
      .poll(() => receiver.received.length, { timeout: 60_000 })
      .toBeGreaterThan(before + 2);

    // A new secret, beside which the old one signs until it is ended.
    await page.getByRole('button', { name: 'Actions: Release board' }).click();
    await page.getByRole('menuitem', { name: 'Rotate the secret' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Rotate the secret' })
      .click();
    const next = await shownSecret(page);
    const test1 = await ping(page);
    expect([secret, next].map(each => isSignedWith(each, test1))).toEqual([
      true,
      true,
    ]);
    await page.getByRole('button', { name: 'Actions: Release board' }).click();
    await page
      .getByRole('menuitem', { name: 'End the old secret now' })
      .click();
    await expect(page.getByText('the old one signs until')).toBeHidden();
    const test2 = await ping(page);
    expect([secret, next].map(each => isSignedWith(each, test2))).toEqual([
      false,
      true,
    ]);

    for (const user of ['viewer', 'operator'] as const) {
      const signedIn = await page.request.get(
        `${portal.url}/api/auth/example-${user}/refresh`,
        { headers: { 'x-requested-with': 'XMLHttpRequest' } },
      );
      const { backstageIdentity } = await signedIn.json();
      const refused = await page.request.get(
        `${portal.url}/api/workflow-runs/v1/webhooks`,
        { headers: { authorization: `Bearer ${backstageIdentity.token}` } },
      );
      expect(refused.status()).toBe(403);
    }
  });

  /** Sends a test, and looks at what was answered. @returns what has arrived */
  async function ping(page: Page): Promise<Received> {
    await page.getByRole('button', { name: 'Send a test' }).click();
    const drawer = page.getByRole('dialog', {
      name: 'Delivery of webhook.ping',
    });
    await expect(drawer.getByText('Attempt 1')).toBeVisible();
    await drawer.getByRole('button', { name: 'Close' }).click();
    return receiver.received.at(-1)!;
  }
});
