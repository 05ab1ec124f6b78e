import { z } from 'zod';
import { annotationSchema } from '../model/annotation';
import { permissionNames } from '../permissions';
import { postToRun } from './postToRun';
import { route } from './route';
import { MAX_TAGS, tagSchema } from './tags';

const runParams = z.strictObject({ runId: z.string().min(1).max(128) });
const words = z.string().trim().min(1).max(1_000);

/** Which tags a run gets, and which it loses. @public */
export const tagRequestSchema = z
  .strictObject({
    add: z.array(tagSchema).max(MAX_TAGS).default([]),
    /** As the run shows them: where something was redacted, one may be longer than it was. */
    remove: z.array(z.string().min(1).max(128)).max(MAX_TAGS).default([]),
    reason: words.optional(),
  })
  .check(({ value: { add, remove }, issues }) => {
    if (add.length + remove.length === 0) {
      issues.push({
        code: 'custom',
        input: add,
        path: ['add'],
        message: 'name a tag to add or to remove',
      });
    }
    remove.forEach((tag, index) => {
      if (!add.includes(tag)) return;
      issues.push({
        code: 'custom',
        input: tag,
        path: ['remove', index],
        message: 'a tag cannot be added and removed at once',
      });
    });
  });
/** @public */
export type TagRequest = z.input<typeof tagRequestSchema>;

/** The routes by which people say something about a run, and read what was said. @public */
export const remarkRoutes = {
  annotateRun: postToRun(
    'annotate',
    'annotate',
    'Leave a note at a run',
    z.strictObject({ note: words }),
  ),
  tagRun: postToRun(
    'tag',
    'tags',
    'Add tags to a run, and remove them',
    tagRequestSchema,
  ),
  assignRun: postToRun(
    'assign',
    'owner',
    'Say who looks after a run',
    z.strictObject({
      /** Entity ref of a user or group; null: whoever owns the workflow's entity. */
      owner: z.string().min(1).max(200).nullable(),
      reason: words.optional(),
    }),
  ),
  listAnnotations: route({
    method: 'get',
    path: '/runs/:runId/annotations',
    summary: 'Notes that people have left at a run, newest first',
    permissions: [permissionNames.runRead],
    params: runParams,
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      /** `nextAfter` of the page before. */
      after: z.string().max(256).optional(),
    }),
    result: z.object({
      items: z.array(annotationSchema),
      nextAfter: z.string().nullable(),
    }),
  }),
};
