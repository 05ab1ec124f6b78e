/**
 * The screens in other languages than English.
 *
 * @packageDocumentation
 */
export {
  workflowRunsTranslations,
  workflowRunsTranslationsModule as default,
} from './module';
