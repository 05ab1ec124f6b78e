import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

import { readIfPresent } from '../toolchain/files.mjs';
import { root } from '../toolchain/root.mjs';
import { workspaces } from '../toolchain/workspaces.mjs';

/** Every package with tests has to be above this share of its lines. */
export const REQUIRED_PERCENT = 85;

const NOT_COUNTED =
  /(\.test\.[cm]?[jt]sx?|\.d\.ts|[\\/]setupTests\.ts|[\\/]__(fixtures|mocks|testUtils)__[\\/].*)$/;
const TEST_FILE = /\.test\.[cm]?[jt]sx?$/;

/**
 * The lines of a file on which a statement starts, and how many of them were executed.
 *
 * @param {{ statementMap: object, s: object }} file in the format of Istanbul
 */
export function lineCoverage({ statementMap, s }) {
  const lines = new Map();
  for (const [id, { start }] of Object.entries(statementMap)) {
    lines.set(start.line, Math.max(lines.get(start.line) ?? 0, s[id]));
  }
  const covered = [...lines.values()].filter(count => count > 0).length;
  return { total: lines.size, covered };
}

/**
 * Line coverage by package.
 *
 * @param {Record<string, object>} files by absolute path
 * @param {Array<{ path: string, hasTests: boolean }>} packages
 * @param {(file: string) => string} toPath from the root of the repository
 */
export function coverageByPackage(files, packages, toPath) {
  const counted = Object.entries(files)
    .map(([file, coverage]) => [toPath(file), coverage])
    .filter(([path]) => !NOT_COUNTED.test(path));
  return packages.map(({ path, hasTests }) => {
    const parts = counted
      .filter(([file]) => file.startsWith(`${path}/`))
      .map(([, coverage]) => lineCoverage(coverage));
    const total = parts.reduce((sum, part) => sum + part.total, 0);
    const covered = parts.reduce((sum, part) => sum + part.covered, 0);
    const percent = total === 0 ? 100 : (100 * covered) / total;
    return { path, hasTests, total, covered, percent };
  });
}

/** The packages with tests that are not covered well enough. */
export function insufficient(rows) {
  return rows.filter(
    ({ hasTests, percent }) => hasTests && percent <= REQUIRED_PERCENT,
  );
}

/** The published packages that nobody tests, of which there is no coverage to fall short. */
export function untested(packages) {
  return packages.filter(
    ({ isPublished, hasCode, hasTests }) => isPublished && hasCode && !hasTests,
  );
}

/** @param {ReturnType<typeof coverageByPackage>} rows */
export function formatCoverage(rows) {
  const width = Math.max(7, ...rows.map(({ path }) => path.length));
  const lines = rows.map(({ path, hasTests, total, covered, percent }) => {
    const numbers = `${String(covered).padStart(7)} ${String(total).padStart(
      7,
    )}`;
    const share = hasTests ? `${percent.toFixed(1)} %` : 'no tests';
    return `${path.padEnd(width)} ${numbers} ${share.padStart(9)}`;
  });
  const heading = `${'package'.padEnd(width)} covered   lines     share`;
  return [heading, ...lines].join('\n');
}

export async function checkCoverage() {
  const text = readIfPresent(join(root, 'coverage/coverage-final.json'));
  if (!text) return { problems: ['The unit tests have left no coverage data'] };
  const packages = workspaces().map(({ path, directory, manifest }) => ({
    path,
    isPublished: !manifest.private,
    ...contents(join(directory, 'src')),
  }));
  const rows = coverageByPackage(JSON.parse(text), packages, file =>
    relative(root, file),
  );
  console.log(formatCoverage(rows));
  const problems = [
    ...untested(packages).map(({ path }) => `${path}: there are no tests`),
    ...insufficient(rows).map(
      ({ path, percent }) =>
        `${path}: ${percent.toFixed(
          1,
        )} % of the lines are covered, more than ${REQUIRED_PERCENT} % have to be`,
    ),
  ];
  return problems.length > 0 ? { problems } : { passed: 1 };
}

function contents(source) {
  const files = existsSync(source)
    ? readdirSync(source, { recursive: true })
    : [];
  return {
    hasTests: files.some(name => TEST_FILE.test(name)),
    hasCode: files.some(
      name => /\.tsx?$/.test(name) && !NOT_COUNTED.test(name),
    ),
  };
}
