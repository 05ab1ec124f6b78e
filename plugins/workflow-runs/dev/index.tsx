import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { workflowRunsApiRef } from 'backstage-plugin-workflow-runs-react';
import plugin from '../src';
import { galleryPlugin } from './gallery';
import { freezeClock } from './gallery/frozenClock';
import { allStates, goOn } from './scenarios';

if (window.location.pathname === '/') {
  window.history.replaceState(null, '', '/gallery');
}
if (window.location.pathname.startsWith('/gallery')) freezeClock();

/**
 * `/gallery` has every screen in every state, each by itself; `/workflow-runs` is the whole plugin over
 * a fake backend, with a run that goes on.
 */
createDevApp({
  features: [
    plugin,
    galleryPlugin,
    createFrontendModule({
      pluginId: 'workflow-runs',
      extensions: [
        ApiBlueprint.make({
          name: 'client',
          params: defineParams =>
            defineParams({
              api: workflowRunsApiRef,
              deps: {},
              factory: () => goOn(allStates(Date.now()), Date.now()),
            }),
        }),
      ],
    }),
  ],
});
