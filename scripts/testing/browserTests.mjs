import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { readIfPresent } from '../toolchain/files.mjs';
import { findChromium } from './chromium.mjs';
import { resultsDirectory } from './resultsDirectory.mjs';
import { runTool } from './stage.mjs';
import { temporalServer } from './temporalServer.mjs';

/**
 * What a report of Playwright comes down to.
 *
 * @param {object} report written by its JSON reporter
 */
export function summarizePlaywright({ stats, errors = [], suites = [] }) {
  // errors are what went wrong outside of the tests, such as a portal that does not start
  const problems = errors.map(({ message }) => firstLine(message));
  const passed = stats.expected + stats.flaky;
  const { unexpected: failed, skipped } = stats;
  if (passed + failed + skipped + problems.length === 0) {
    problems.push('No test has run');
  }
  return {
    passed,
    failed,
    skipped,
    problems,
    flaky: testsThatAre('flaky', suites),
    failures: testsThatAre('unexpected', suites),
  };
}

function testsThatAre(status, suites) {
  return suites.flatMap(({ file, specs = [], suites: inner = [] }) => [
    ...specs
      .filter(({ tests }) => tests.some(test => test.status === status))
      .map(({ title }) => `${file} › ${title}`),
    ...testsThatAre(status, inner),
  ]);
}

export async function runBrowserTests() {
  // here and not only in the set-up of the tests, so that a missing browser is named as such
  const { source } = await findChromium();
  console.log(`${source}\n`);
  mkdirSync(resultsDirectory, { recursive: true });
  const report = join(resultsDirectory, 'playwright.json');
  rmSync(report, { force: true });
  const temporal = await temporalForTests();
  const code = await runTool('playwright', ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    ...temporal.environment,
  });
  const text = readIfPresent(report);
  if (!text) {
    return {
      problems: [`Playwright has ended with exit code ${code} and no results`],
    };
  }
  const summary = summarizePlaywright(JSON.parse(text));
  if (code !== 0 && summary.failed + summary.problems.length === 0) {
    summary.problems.push(`Playwright has ended with exit code ${code}`);
  }
  return { ...summary, notRun: temporal.notRun };
}

/** One suite needs it; that it cannot be built is told by the stage that builds it, and the others run. */
async function temporalForTests() {
  const temporal = await temporalServer().catch(({ message }) => ({
    missing: message,
  }));
  return 'command' in temporal
    ? { environment: { TEMPORAL_CLI_PATH: temporal.command }, notRun: [] }
    : {
        environment: { TEMPORAL_MISSING: temporal.missing },
        notRun: [`temporal.test.ts: ${temporal.missing}`],
      };
}

function firstLine(message = 'unknown error') {
  return message.split('\n').find(line => line.trim()) ?? message;
}
