import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { readIfPresent } from '../toolchain/files.mjs';
import { root } from '../toolchain/root.mjs';
import { resultsDirectory } from './resultsDirectory.mjs';
import { runTool } from './stage.mjs';

/**
 * The counts at the end of a report in the Test Anything Protocol, as `node --test` writes it.
 *
 * @param {string} report
 */
export function tapCounts(report) {
  const count = name =>
    Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(report)?.[1] ?? 0);
  return {
    passed: count('pass'),
    failed: count('fail') + count('cancelled'),
    skipped: count('skipped') + count('todo'),
  };
}

export async function runScriptTests() {
  mkdirSync(resultsDirectory, { recursive: true });
  const report = join(resultsDirectory, 'scripts.tap');
  const code = await runTool('node', [
    '--test',
    ...['--test-reporter=dot', '--test-reporter-destination=stdout'],
    ...['--test-reporter=tap', `--test-reporter-destination=${report}`],
    ...testFiles(),
  ]);
  const counts = tapCounts(readIfPresent(report) ?? '');
  if (counts.failed > 0) console.log(readIfPresent(report));
  const problems = [];
  if (counts.passed + counts.failed === 0) problems.push('No test has run');
  else if (code !== 0 && counts.failed === 0) {
    problems.push(`node --test has ended with exit code ${code}`);
  }
  return { ...counts, problems };
}

function testFiles() {
  return readdirSync(join(root, 'scripts'), { recursive: true })
    .filter(name => name.endsWith('.test.mjs'))
    .map(name => join('scripts', name));
}
