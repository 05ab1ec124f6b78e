import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

export const rootRouteRef = createRouteRef();

export const runRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/runs/:runId',
});

/** Two runs side by side; which ones stands in the query. */
export const compareRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/compare',
});

/** All groups of failures. */
export const failuresRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/failures',
});

export const failureGroupRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/failures/:groupId',
});

/** What all runs come to; of which ones stands in the query. */
export const statisticsRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/statistics',
});

/** What admins and auditors look after; which part of it is the rest of the address. */
export const settingsRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/settings',
});

/** The tab of a catalog entity that lists the runs of its workflow. */
export const entityRunsRouteRef = createRouteRef();

/** The tab of a catalog entity that shows one run; which one stands in the query. */
export const entityRunDetailRouteRef = createRouteRef();

/** The tab of a catalog entity with the numbers of its workflow. */
export const entityStatisticsRouteRef = createRouteRef();

/** The tab of a system, domain or group that lists the runs of what belongs to it. */
export const rolledUpRunsRouteRef = createRouteRef();

/** The tab of a system, domain or group with the numbers of what belongs to it. */
export const rolledUpStatisticsRouteRef = createRouteRef();
