/*
 * npm run api-reports: brings the report.api.md files, and docs/reference/openapi.json, up to date after
 * a change of a public API.
 */
import { API_REPORT_OPTIONS, packagesWithApi } from './testing/apiReports.mjs';
import { writeApiDocument } from './testing/apiDocument.mjs';
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
const document = await writeApiDocument();
process.exit(failed || document.failed ? 1 : 0);
