import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';

import { readIfPresent } from '../toolchain/files.mjs';
import { reportProblem } from '../toolchain/problem.mjs';
import { root } from '../toolchain/root.mjs';
import { resultsDirectory } from './resultsDirectory.mjs';
import {
  afterSecondRun,
  failedFiles,
  failedTests,
  FILES_TO_RUN_AGAIN,
} from './secondRun.mjs';
import { startPostgres } from './postgres.mjs';
import { runTool } from './stage.mjs';

const BACKEND = 'plugins/workflow-runs-backend/';

/** Tests wait for databases and clocks: on two cores a third worker has a quarter of them to itself. */
const WORKERS = availableParallelism() <= 2 ? ['--maxWorkers=3'] : [];

/**
 * What a report of Jest comes down to.
 *
 * @param {object} report written by `jest --json`
 * @param {(file: string) => string} toPath from the root of the repository
 */
export function summarizeJest(report, toPath = file => file) {
  const problems = report.testResults
    .filter(({ status, assertionResults }) => {
      return status === 'failed' && assertionResults.length === 0;
    })
    .map(({ name }) => `The suite ${toPath(name)} could not run`);
  if (report.numTotalTests === 0) problems.push('No test has run');
  if (!ranOnPostgres(report, toPath)) {
    problems.push(`No test of ${BACKEND} has run on PostgreSQL`);
  }
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    problems,
  };
}

// TestDatabases leaves a database that it cannot reach out without a word.
function ranOnPostgres({ testResults }, toPath) {
  const suites = testResults.filter(({ name }) =>
    toPath(name).startsWith(BACKEND),
  );
  if (suites.length === 0) return true;
  return suites.some(({ assertionResults }) =>
    assertionResults.some(
      ({ fullName, status }) =>
        /postgres/i.test(fullName) && status === 'passed',
    ),
  );
}

export async function runUnitTests() {
  rmSync(join(root, 'coverage'), { recursive: true, force: true });
  mkdirSync(resultsDirectory, { recursive: true });

  const toPath = file => relative(root, file);
  const { postgres, problems } = await tryPostgres();
  const { environment } = postgres ?? {};
  try {
    const { code, report } = await runJest('jest.json', environment, [
      ...['--coverage', '--coverageReporters=json'],
    ]);
    if (!report) {
      const problem = `Jest has ended with exit code ${code} and no results`;
      return { problems: [...problems, problem] };
    }
    const { final, flaky } = await withSecondRun(report, environment, toPath);
    const summary = summarizeJest(final, toPath);
    problems.push(...summary.problems);
    if (code !== 0 && !flaky && summary.failed + problems.length === 0) {
      problems.push(`Jest has ended with exit code ${code}`);
    }
    return {
      ...summary,
      problems,
      flaky,
      failures: failedTests(final, toPath),
    };
  } finally {
    await postgres?.stop();
  }
}

async function withSecondRun(report, environment, toPath) {
  const files = failedFiles(report);
  if (files.length === 0 || files.length > FILES_TO_RUN_AGAIN) {
    return { final: report };
  }
  console.log('\nWhat has failed is run once more.\n');
  const { report: second } = await runJest('jest-again.json', environment, [
    ...['--runTestsByPath', ...files],
  ]);
  if (!second) return { final: report };
  const final = afterSecondRun(report, second);
  const stillFailed = failedTests(final, toPath);
  const before = failedTests(report, toPath);
  return {
    final,
    flaky: before.filter(test => !stillFailed.includes(test)),
  };
}

async function runJest(fileName, environment, options) {
  const file = join(resultsDirectory, fileName);
  const code = await runTool(
    'backstage-cli',
    [
      ...['repo', 'test', '--watchAll=false', '--ci', ...WORKERS],
      ...['--json', `--outputFile=${file}`],
      ...options,
    ],
    environment,
  );
  const text = readIfPresent(file);
  return { code, report: text && JSON.parse(text) };
}

async function tryPostgres() {
  try {
    const postgres = await startPostgres();
    console.log(`PostgreSQL ${postgres.version} at ${postgres.url}\n`);
    return { postgres, problems: [] };
  } catch (error) {
    reportProblem(error);
    return { problems: [`PostgreSQL could not be started: ${error.message}`] };
  }
}
