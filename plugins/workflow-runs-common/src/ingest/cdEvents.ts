import { z } from 'zod';

const ref = z.looseObject({
  id: z.string().min(1).max(256),
  source: z.string().max(512).optional(),
});
const content = z.looseObject({
  outcome: z.enum(['success', 'failure', 'error', 'cancel']).optional(),
  errors: z.string().optional(),
});

/**
 * The data of events of the CDEvents vocabulary that are about runs, by how their types begin: as much of it as is
 * read here. Links and custom data are of no matter.
 *
 * @see https://cdevents.dev
 * @public
 */
export const cdEventSchemas = {
  'dev.cdevents.pipelinerun': z.looseObject({
    subject: ref.extend({
      content: content.extend({
        pipelineName: z.string().min(1).max(128).optional(),
      }),
    }),
  }),
  'dev.cdevents.taskrun': z.looseObject({
    subject: ref.extend({
      content: content.extend({
        taskName: z.string().min(1).max(128).optional(),
        pipelineRun: ref,
      }),
    }),
  }),
} as const;
