import { z } from 'zod';
import { runStatusSchema } from '../model/vocabulary';

/** Type of the documents of runs in the search of a portal. @public */
export const SEARCH_TYPE_RUN = 'workflow-run';
/** Type of the documents of workflows in the search of a portal. @public */
export const SEARCH_TYPE_WORKFLOW = 'workflow';

const document = z.object({
  title: z.string(),
  text: z.string(),
  /** Path within the portal. */
  location: z.string(),
});

/**
 * What the search of a portal knows of a run: what whoever may read the run may read of it, and neither
 * its input nor its output.
 *
 * @public
 */
export const runDocumentSchema = document.extend({
  runId: z.string(),
  /** `<engine>/<name>` */
  workflow: z.string(),
  workflowTitle: z.string(),
  engine: z.string(),
  environment: z.string(),
  status: runStatusSchema,
  tags: z.array(z.string()),
  businessEventId: z.string().nullable(),
  /** Message of the failure. */
  failure: z.string().nullable(),
  errorCode: z.string().nullable(),
  queuedAt: z.iso.datetime(),
  completedAt: z.iso.datetime().nullable(),
  /** When the run was read: it may have gone on since. */
  readAt: z.iso.datetime(),
});
/** @public */
export type RunDocument = z.infer<typeof runDocumentSchema>;

/** What the search of a portal knows of a workflow. @public */
export const workflowDocumentSchema = document.extend({
  /** `<engine>/<name>` */
  workflow: z.string(),
  engine: z.string(),
  version: z.string(),
  description: z.string().nullable(),
  /** Entity refs, one after the other. */
  owners: z.string(),
  entityRef: z.string().nullable(),
});
/** @public */
export type WorkflowDocument = z.infer<typeof workflowDocumentSchema>;
