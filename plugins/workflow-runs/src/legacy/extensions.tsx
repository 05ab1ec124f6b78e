import { ComponentType } from 'react';
import {
  createComponentExtension,
  createRoutableExtension,
} from '@backstage/core-plugin-api';
import { compatWrapper } from '@backstage/core-compat-api';
import { workflowRunsPlugin } from './plugin';
import { legacyEntityRunDetailRouteRef, legacyRootRouteRef } from './routes';

/** Gives a screen what the new frontend system has and the old one has not. */
const inOldPortal = (Screen: ComponentType) =>
  function ScreenInOldPortal() {
    return compatWrapper(<Screen />);
  };

/** What is shown beside other content, of an entity for example. */
const content = (name: string, load: () => Promise<ComponentType>) =>
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
export const WorkflowRunsPage = workflowRunsPlugin.provide(
  createRoutableExtension({
    name: 'WorkflowRunsPage',
    mountPoint: legacyRootRouteRef,
    component: () =>
      import('./PageWithHeader').then(m => inOldPortal(m.PageWithHeader)),
  }),
);

/**
 * The tab with the runs of the workflow that an entity stands for.
 *
 * @public
 */
export const EntityWorkflowRunsContent = content(
  'EntityWorkflowRunsContent',
  () => import('../entity/EntityRuns').then(m => m.EntityRuns),
);

/**
 * The tab with one run of an entity's workflow: the chosen one, or the latest.
 *
 * @public
 */
export const EntityWorkflowRunDetailContent = workflowRunsPlugin.provide(
  createRoutableExtension({
    name: 'EntityWorkflowRunDetailContent',
    mountPoint: legacyEntityRunDetailRouteRef,
    component: () =>
      import('../entity/EntityRunDetail').then(m =>
        inOldPortal(m.EntityRunDetail),
      ),
  }),
);
