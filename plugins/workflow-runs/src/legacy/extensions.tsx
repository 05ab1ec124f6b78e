import { ComponentType } from 'react';
import {
  createComponentExtension,
  createRoutableExtension,
  RouteRef,
} from '@backstage/core-plugin-api';
import { compatWrapper } from '@backstage/core-compat-api';
import { workflowRunsPlugin } from './plugin';
import { legacyRoutes } from './routes';

type Load = () => Promise<ComponentType>;

/** Gives a screen what the new frontend system has and the old one has not. */
const inOldPortal = (Screen: ComponentType) =>
  function ScreenInOldPortal() {
    return compatWrapper(<Screen />);
  };

/** A page, or a tab of an entity: it has an address. */
const page = (name: string, mountPoint: RouteRef, load: Load) =>
  workflowRunsPlugin.provide(
    createRoutableExtension({
      name,
      mountPoint,
      component: () => load().then(inOldPortal),
    }),
  );

/** What is shown among other content, of an entity for example. */
const card = (name: string, load: Load) =>
  workflowRunsPlugin.provide(
    createComponentExtension({
      name,
      component: { lazy: () => load().then(inOldPortal) },
    }),
  );

/**
 * The page of all runs, with the pages of each run and of comparisons below it.
 *
 * @public
 */
export const WorkflowRunsPage = page(
  'WorkflowRunsPage',
  legacyRoutes.root,
  () => import('./PageWithHeader').then(m => m.PageWithHeader),
);

/**
 * The tab with the runs of the workflow that an entity stands for.
 *
 * @public
 */
export const EntityWorkflowRunsContent = page(
  'EntityWorkflowRunsContent',
  legacyRoutes.entityRuns,
  () => import('../entity/EntityRuns').then(m => m.EntityRuns),
);

/**
 * The tab with one run of an entity's workflow: the chosen one, or the latest.
 *
 * @public
 */
export const EntityWorkflowRunDetailContent = page(
  'EntityWorkflowRunDetailContent',
  legacyRoutes.entityRunDetail,
  () => import('../entity/EntityRunDetail').then(m => m.EntityRunDetail),
);

/**
 * The tab with numbers of the runs of an entity's workflow.
 *
 * @public
 */
export const EntityWorkflowStatisticsContent = page(
  'EntityWorkflowStatisticsContent',
  legacyRoutes.entityStatistics,
  () => import('../entity/EntityStatistics').then(m => m.EntityStatistics),
);

/**
 * The tab with the runs of all workflows that belong to a system, domain or group.
 *
 * @public
 */
export const EntityRolledUpRunsContent = page(
  'EntityRolledUpRunsContent',
  legacyRoutes.rolledUpRuns,
  () => import('../rolled-up/RolledUpRuns').then(m => m.RolledUpRuns),
);

/**
 * The tab with numbers of all workflows that belong to a system, domain or group.
 *
 * @public
 */
export const EntityRolledUpStatisticsContent = page(
  'EntityRolledUpStatisticsContent',
  legacyRoutes.rolledUpStatistics,
  () =>
    import('../rolled-up/RolledUpStatistics').then(m => m.RolledUpStatistics),
);

/**
 * The card with the latest runs of an entity's workflow.
 *
 * @public
 */
export const EntityLatestRunsCard = card('EntityLatestRunsCard', () =>
  import('../entity/EntityLatestRuns').then(m => m.EntityLatestRuns),
);

/**
 * The card that says how the workflow of an entity does.
 *
 * @public
 */
export const EntityHealthCard = card('EntityHealthCard', () =>
  import('../entity/EntityHealth').then(m => m.EntityHealth),
);

/**
 * The card with the latest runs of what belongs to a system, domain or group.
 *
 * @public
 */
export const EntityRolledUpLatestRunsCard = card(
  'EntityRolledUpLatestRunsCard',
  () =>
    import('../rolled-up/RolledUpLatestRuns').then(m => m.RolledUpLatestRuns),
);
