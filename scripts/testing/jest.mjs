import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';

import { readIfPresent } from '../toolchain/files.mjs';
import { root } from '../toolchain/root.mjs';
import { resultsDirectory } from './resultsDirectory.mjs';
import {
  afterSecondRun,
  failedFiles,
  failedTests,
  FILES_TO_RUN_AGAIN,
} from './secondRun.mjs';
import { runTool } from './stage.mjs';

/** Tests wait for databases and clocks: on two cores a third worker has a quarter of them to itself. */
const WORKERS = availableParallelism() <= 2 ? ['--maxWorkers=3'] : [];

/** Leaves the tests that need a Temporal server to their own stage. */
export const WITHOUT_TEMPORAL = [
  '--testPathIgnorePatterns=/node_modules/',
  '--testPathIgnorePatterns=\\.temporal\\.test\\.ts$',
];

/**
 * Runs tests of the packages, and once more what has failed.
 *
 * @param {object} suite
 * @param {string} suite.name of the report
 * @param {Record<string, string>} [suite.environment] more of one
 * @param {string[]} suite.options for Jest
 * @param {(report: object, toPath: (file: string) => string) => import('./stage.mjs').StageResult} suite.summarize
 */
export async function runJestTests({ name, environment, options, summarize }) {
  mkdirSync(resultsDirectory, { recursive: true });
  const toPath = file => relative(root, file);
  const { code, report } = await runJest(name, environment, options);
  if (!report) {
    return {
      problems: [`Jest has ended with exit code ${code} and no results`],
    };
  }
  const { final, flaky } = await withSecondRun(
    { name, environment, report },
    toPath,
  );
  const summary = summarize(final, toPath);
  const problems = [...summary.problems];
  if (code !== 0 && !flaky && summary.failed + problems.length === 0) {
    problems.push(`Jest has ended with exit code ${code}`);
  }
  return {
    ...summary,
    problems,
    flaky,
    failures: failedTests(final, toPath),
  };
}

async function withSecondRun({ name, environment, report }, toPath) {
  const files = failedFiles(report);
  if (files.length === 0 || files.length > FILES_TO_RUN_AGAIN) {
    return { final: report };
  }
  console.log('\nWhat has failed is run once more.\n');
  const { report: second } = await runJest(`${name}-again`, environment, [
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

async function runJest(name, environment, options) {
  const file = join(resultsDirectory, `${name}.json`);
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
