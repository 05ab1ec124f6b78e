import { defineConfig } from '@playwright/test';

// The portal and the browser are started by the global set-up, the tests get to know them
// through the fixtures of packages/app/e2e-tests/support.ts.
export default defineConfig({
  testDir: 'packages/app/e2e-tests',
  outputDir: 'e2e-results/traces',
  globalSetup: './scripts/testing/playwrightSetup.mjs',
  forbidOnly: Boolean(process.env.CI),
  // what passes the second time is told as flaky (scripts/testing/secondRun.mjs)
  retries: process.env.CI ? 1 : 0,
  // two browsers and the portal are as much as two cores can take
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
});
