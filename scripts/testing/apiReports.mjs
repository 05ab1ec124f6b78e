import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { workspaces } from '../toolchain/workspaces.mjs';
import { check } from './stage.mjs';

/**
 * As Backstage's own packages do: members may go without a comment where their name says it all, and
 * workspace packages are read from their sources.
 */
export const API_REPORT_OPTIONS = [
  '--omit-messages',
  'ae-wrong-input-file-type,ae-undocumented',
  '--validate-release-tags',
];

/** The published packages that have something to report: what a command line offers, its reference says. */
export function packagesWithApi() {
  return workspaces()
    .filter(({ manifest, directory }) => {
      if (manifest.private || manifest.bin) return false;
      return ['index.ts', 'index.tsx'].some(file =>
        existsSync(join(directory, 'src', file)),
      );
    })
    .map(({ path }) => path);
}

/** Fails where a report.api.md is not up to date, or has warnings. Needs the declarations of `tsc`. */
export async function checkApiReports() {
  const packages = packagesWithApi();
  if (packages.length === 0)
    return { problems: ['There is no package to report on'] };
  const result = await check([
    'backstage-repo-tools',
    'api-reports',
    '--ci',
    ...API_REPORT_OPTIONS,
    ...packages,
  ]);
  if (result.failed) {
    console.log('npm run api-reports brings the reports up to date.');
  }
  return result;
}
