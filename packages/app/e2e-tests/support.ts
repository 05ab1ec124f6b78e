import { resolve } from 'node:path';
import {
  test as base,
  expect,
  type BrowserContext,
  type Page,
} from '@playwright/test';
import { startOwnPortal, type OwnPortal } from './ownPortal';

export { expect };

/** The example users, one card each on the sign-in page. */
export type ExampleUser = 'viewer' | 'operator' | 'admin';

const SCREENSHOTS = resolve(__dirname, '../../../e2e-results/screenshots');

// What Backstage itself says in a healthy portal.
const KNOWN_NOISE = [
  /icons were registered as IconComponent, which is deprecated/,
  // the signals plugin reconnects when the user has signed in, or the page goes
  /WebSocket connection to .*\/api\/signals' failed: WebSocket is closed before/,
];

interface Options {
  /**
   * Messages that a test provokes on purpose, such as the console error of the browser about a
   * refused request. Everything else that goes wrong in the browser fails the test.
   */
  expectedProblems: RegExp[];
}

interface Fixtures {
  /** Everything that went wrong in the browser so far. */
  browserProblems: string[];
  /** Starts a portal for this test alone, which goes with it. */
  startPortal: (name: string, config?: string) => Promise<OwnPortal>;
}

/**
 * Playwright's `test` with our browser and portal. A test fails if the browser reports an error, a
 * warning, an uncaught exception, an unhandled rejection or a response of status 500 and above.
 */
export const test = base.extend<Options & Fixtures>({
  expectedProblems: [[], { option: true }],

  launchOptions: [
    async ({}, use) => {
      await use({
        executablePath: process.env.CHROMIUM_PATH,
        args: process.env.CHROMIUM_FLAGS?.split(' '),
      });
    },
    { scope: 'worker' },
  ],

  baseURL: async ({}, use) => {
    await use(process.env.E2E_URL);
  },

  browserProblems: [
    async ({ context, expectedProblems }, use) => {
      const problems = collectBrowserProblems(context);
      await use(problems);
      const unexpected = problems.filter(
        problem =>
          ![...KNOWN_NOISE, ...expectedProblems].some(pattern =>
            pattern.test(problem),
          ),
      );
      expect(unexpected, 'problems reported by the browser').toEqual([]);
    },
    { auto: true },
  ],

  startPortal: async ({ context }, use) => {
    const portals: OwnPortal[] = [];
    await use(async (name, config) => {
      const portal = await startOwnPortal(name, config);
      portals.push(portal);
      return portal;
    });
    // Pages go first: one that still asks would find nobody, and say so.
    for (const page of context.pages()) await page.close();
    for (const portal of portals) await portal.stop();
  },
});

/**
 * Collects what goes wrong in the pages of a context. Of use for contexts that a test makes itself;
 * the one of the `page` fixture is watched anyway.
 */
export function collectBrowserProblems(context: BrowserContext): string[] {
  const problems: string[] = [];
  context.on('console', message => {
    if (!['error', 'warning', 'assert'].includes(message.type())) return;
    const { url } = message.location();
    problems.push(`console ${message.type()}: ${message.text()} (${url})`);
  });
  context.on('weberror', webError => {
    const error = webError.error();
    problems.push(`uncaught: ${error.stack ?? error.message ?? error}`);
  });
  context.on('response', response => {
    if (response.status() < 500) return;
    const method = response.request().method();
    problems.push(`response ${response.status()}: ${method} ${response.url()}`);
  });
  return problems;
}

/** Opens `path` and signs in as one of the example users. */
export async function signInAs(page: Page, user: ExampleUser, path = '/') {
  await page.goto(path);
  const signIn = page.getByRole('button', { name: `Sign in as ${user}` });
  await signIn.click();
  await expect(signIn).toBeHidden();
  await expect(page.getByRole('link', { name: 'Settings' })).toBeVisible();
}

/** Switches the theme of an open page, without reloading it. */
export async function switchTheme(page: Page, theme: 'light' | 'dark') {
  await page.evaluate(id => {
    // the app listens for changes that other windows make
    window.localStorage.setItem('theme', id);
    window.dispatchEvent(new StorageEvent('storage', { key: 'theme' }));
  }, theme);
  await expect(page.locator('body')).toHaveAttribute('data-theme-mode', theme);
}

/**
 * Takes `<name>-light.png` and `<name>-dark.png` into e2e-results/screenshots.
 *
 * @param ready - waits for what the picture is to show: a portal that changes its theme builds its pages anew
 */
export async function takeScreenshots(
  page: Page,
  name: string,
  ready: () => Promise<void> = async () => {},
) {
  for (const theme of ['light', 'dark'] as const) {
    await switchTheme(page, theme);
    await ready();
    await takeScreenshot(page, name);
  }
}

/** Takes a picture in the theme of the page, of what a change of the theme would close. */
export async function takeScreenshot(page: Page, name: string) {
  const theme = await page.locator('body').getAttribute('data-theme-mode');
  await page.screenshot({
    path: resolve(SCREENSHOTS, `${name}-${theme}.png`),
    animations: 'disabled',
  });
}
