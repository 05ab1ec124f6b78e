import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';

import { Browser } from './browser.mjs';
import { Client } from './client.mjs';
import { measureBundle } from './measurements/bundle.mjs';
import { measureDashboard, watchDashboard } from './measurements/dashboard.mjs';
import { measureLive } from './measurements/live.mjs';
import { measureLogs } from './measurements/logs.mjs';
import { measureSteps } from './measurements/steps.mjs';
import { FULL, QUICK } from './plan.mjs';
import { startPortal } from './portal.mjs';
import { toTables } from './report.mjs';

const OUTPUT = join(import.meta.dirname, '../dist');
const PARTS = 10;

/** Measures everything and writes the report. */
export async function main({ quick }) {
  const plan = quick ? QUICK : FULL;
  mkdirSync(OUTPUT, { recursive: true });
  const [loadBefore] = loadavg();
  say('building and starting the portal');
  const portal = await startPortal(join(OUTPUT, 'ui-portal.log'));
  try {
    const browser = await Browser.open(portal.url);
    const client = new Client(portal.url);
    try {
      const report = {
        machine: {
          processors: `${cpus().length} × ${cpus()[0].model}`,
          node: process.version,
          chromium: browser.version,
          measuredAt: new Date().toISOString(),
          mode: quick ? 'quick' : 'full',
          loadBefore: loadBefore.toFixed(1),
        },
        steps: await stepsOf(plan, browser, client),
        logs: await logsOf(plan, browser, client),
        live: await liveOf(plan, browser, client),
        dashboard: await dashboardsOf(plan, browser, client),
        bundle: await bundleOf(browser),
      };
      report.machine.loadAfter = loadavg()[0].toFixed(1);
      const file = join(OUTPUT, 'ui.json');
      writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
      console.log(`\n${toTables(report)}\nIn full: ${file}`);
    } finally {
      await browser.close();
    }
  } finally {
    await portal.stop();
  }
}

async function stepsOf({ steps, repeats }, browser, client) {
  const results = [];
  for (const count of steps) {
    say(`a run of ${count} steps`);
    const runId = await client.launch(`steps_${count}`, {});
    await client.until(runId, 'completed');
    results.push({
      steps: count,
      ...(await measureSteps(browser, runId, { repeats })),
    });
  }
  return results;
}

async function logsOf({ logLines, repeats }, browser, client) {
  const results = [];
  for (const lines of logLines) {
    say(`a log of ${lines} lines`);
    // The engine adds lines of its own.
    const runId = await client.launch('talkative', { lines: lines / PARTS });
    await client.until(runId, 'completed');
    results.push(await measureLogs(browser, runId, { lines, repeats }));
  }
  return results;
}

async function liveOf({ live }, browser, client) {
  say(`${live.updates} live updates`);
  return measureLive(browser, client, live);
}

async function dashboardsOf({ activeRuns, repeats }, browser, client) {
  const results = [];
  let active = 0;
  for (const runs of activeRuns) {
    say(`a dashboard with ${runs} active runs`);
    const inputs = Array.from({ length: runs - active }, (_, number) => ({
      number,
    }));
    await client.launchMany('waiting', inputs);
    active = runs;
    results.push({
      runs,
      ...(await measureDashboard(browser, { repeats })),
      watched: await watchDashboard(browser, { showAll: true }),
    });
  }
  return results;
}

async function bundleOf(browser) {
  say('the size of what is loaded');
  return measureBundle(browser, {
    'list page': {
      path: '/workflow-runs',
      selector: 'tr[data-testid^="run-"]',
    },
  });
}

function say(what) {
  console.log(`… ${what}`);
}
