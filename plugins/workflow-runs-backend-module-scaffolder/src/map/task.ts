import { z } from 'zod';

/** `2026-11-29T00:00:00.000Z` as the scaffolder writes it, in epoch milliseconds. */
const instant = z
  .string()
  .transform(text => Date.parse(text))
  .pipe(z.number().int().min(0));

const step = z.object({
  id: z.string().min(1),
  name: z.string().optional().catch(undefined),
  action: z.string().optional().catch(undefined),
  if: z.unknown().optional(),
  each: z.unknown().optional(),
});
/** What of a list is a step: something else among them does not hide the others. */
const steps = z.array(z.unknown()).transform(items =>
  items.flatMap(item => {
    const parsed = step.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  }),
);

/** What is read of a task of the scaffolder; what else it may have, such as secrets, is never read. */
export const taskSchema = z.object({
  id: z.string().min(1).max(256),
  status: z.string(),
  createdAt: instant,
  lastHeartbeatAt: instant.optional().catch(undefined),
  createdBy: z.string().optional().catch(undefined),
  spec: z
    .object({
      parameters: z.record(z.string(), z.unknown()).catch({}),
      steps: steps.catch([]),
      user: z
        .object({ ref: z.string().optional() })
        .optional()
        .catch(undefined),
      templateInfo: z
        .object({
          entityRef: z.string(),
          entity: z
            .object({
              metadata: z.object({ title: z.string().optional() }),
            })
            .optional()
            .catch(undefined),
        })
        .optional()
        .catch(undefined),
    })
    .catch({ parameters: {}, steps: [] }),
});
export type Task = z.infer<typeof taskSchema>;
export type TaskStep = z.infer<typeof step>;

const body = z.object({
  message: z.string().catch(''),
  stepId: z.string().min(1).optional().catch(undefined),
  status: z.string().optional().catch(undefined),
  error: z
    .object({ name: z.string().optional(), message: z.string() })
    .optional()
    .catch(undefined),
  output: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

/** What is read of an event of a task: a line of its log, a step of its way, or its end. */
export const taskEventSchema = z.object({
  id: z.number().int(),
  type: z.string(),
  createdAt: instant,
  body: body.catch({ message: '' }),
});
export type TaskEvent = z.infer<typeof taskEventSchema>;

/** Events in the order in which they were written, each once: some come with every page. */
export function inOrder(events: readonly TaskEvent[]): TaskEvent[] {
  const byId = new Map(events.map(event => [event.id, event]));
  return [...byId.values()].sort((a, b) => a.id - b.id);
}
