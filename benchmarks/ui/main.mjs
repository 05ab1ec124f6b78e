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
/** Steps that share the lines of a log. */
const PARTS = 10;

const PARTS_OF_REPORT = {
  steps: stepsOf,
  logs: logsOf,
  live: liveOf,
  dashboard: dashboardsOf,
  bundle: bundleOf,
};

/**
 * Measures everything and writes the report. What has been measured is kept, whatever becomes of the rest.
 *
 * @param {{ quick: boolean }} options
 */
export async function main({ quick }) {
  const plan = quick ? QUICK : FULL;
  mkdirSync(OUTPUT, { recursive: true });
  const file = join(OUTPUT, 'ui.json');
  const [loadBefore] = loadavg();
  say('building and starting the portal');
  const portal = await startPortal(join(OUTPUT, 'ui-portal.log'));
  const browser = await Browser.open(portal.url);
  const client = new Client(portal.url);
  const report = {
    machine: {
      processors: `${cpus().length} × ${cpus()[0].model}`,
      node: process.version,
      chromium: browser.version,
      measuredAt: new Date().toISOString(),
      mode: quick ? 'quick' : 'full',
      loadBefore: loadBefore.toFixed(1),
    },
  };
  try {
    for (const [name, measure] of Object.entries(PARTS_OF_REPORT)) {
      report[name] = await measure(plan, browser, client);
      report.machine.loadAfter = loadavg()[0].toFixed(1);
      writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
    }
    console.log(`\n${toTables(report)}\nIn full: ${file}`);
  } finally {
    await browser.close();
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

async function bundleOf(_plan, browser) {
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
