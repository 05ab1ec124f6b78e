import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { reportProblem } from '../toolchain/problem.mjs';
import { root } from '../toolchain/root.mjs';
import { runJestTests, WITHOUT_TEMPORAL } from './jest.mjs';
import { startPostgres } from './postgres.mjs';

const BACKEND = 'plugins/workflow-runs-backend/';

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

  const { postgres, problems } = await tryPostgres();
  try {
    const result = await runJestTests({
      name: 'jest',
      environment: postgres?.environment,
      options: [
        ...['--coverage', '--coverageReporters=json'],
        ...WITHOUT_TEMPORAL,
      ],
      summarize: summarizeJest,
    });
    return { ...result, problems: [...problems, ...result.problems] };
  } finally {
    await postgres?.stop();
  }
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
