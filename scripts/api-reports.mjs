/* yarn api-reports: brings the report.api.md files up to date after a change of a public API. */
import { API_REPORT_OPTIONS, packagesWithApi } from './testing/apiReports.mjs';
import { check } from './testing/stage.mjs';

const { failed } = await check(
  // From scratch, as the tests do: the order of inferred types depends on what was compiled before.
  ['tsc', '--incremental', 'false'],
  [
    'backstage-repo-tools',
    'api-reports',
    ...API_REPORT_OPTIONS,
    ...packagesWithApi(),
  ],
);
process.exit(failed ? 1 : 0);
