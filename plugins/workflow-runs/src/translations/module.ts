import {
  createFrontendModule,
  createTranslationResource,
} from '@backstage/frontend-plugin-api';
import { TranslationBlueprint } from '@backstage/plugin-app-react';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';

/**
 * The translations, for portals on the old frontend system: an entry of `__experimentalTranslations.resources`.
 *
 * @public
 */
export const workflowRunsTranslations = createTranslationResource({
  ref: workflowRunsTranslationRef,
  translations: { de: () => import('./de') },
});

/**
 * A feature of the portal that brings the translations. They are offered once the portal lists their languages
 * in `availableLanguages` of its `api:app/app-language`.
 *
 * @public
 */
export const workflowRunsTranslationsModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    TranslationBlueprint.make({
      name: 'workflow-runs',
      params: { resource: workflowRunsTranslations },
    }),
  ],
});
