import {
  permissionNames,
  Route,
  RouteId,
} from 'backstage-plugin-workflow-runs-common';

/** What requests are counted as: each class has a limit of its own. */
export const requestClasses = [
  'reads',
  'queries',
  'mutations',
  'exports',
  'reveals',
] as const;
/** @see requestClasses */
export type RequestClass = (typeof requestClasses)[number];

/** They read many runs, whatever page is asked for. */
const QUERIES: readonly RouteId[] = [
  'countRuns',
  'listFacets',
  'compareRuns',
  'previewBulkJob',
  'previewPrivacyPolicy',
  'listFailureGroups',
  'getStatistics',
  'listSlos',
  'getWorkflowSlos',
  'previewRetention',
  'previewAlertRule',
  'getForecast',
  'getTraces',
  'getExternalLogs',
  'getNativeHistory',
  'queryRun',
  'getRetryPlan',
  'listAudit',
];

/** As what a request to a route is counted. */
export function requestClassOf(
  id: RouteId,
  { method, asksOnly, permissions }: Route,
): RequestClass {
  if (permissions.includes(permissionNames.valueReveal)) return 'reveals';
  if (id.startsWith('export')) return 'exports';
  if (QUERIES.includes(id)) return 'queries';
  return method === 'get' || asksOnly ? 'reads' : 'mutations';
}
