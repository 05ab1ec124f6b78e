import { z } from 'zod';
import { validatorResultSchema } from './vocabulary';

/** ISO 8601 with zone. */
const time = z.iso.datetime();

/** What a step that holds no worker waits for, as the API shows it. @public */
export const stepWaitSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('time'), until: time }),
  z.object({
    kind: z.literal('event'),
    name: z.string(),
    /** When it is too late; null: never. */
    until: time.nullable(),
  }),
  z.object({ kind: z.literal('child'), workflow: z.string() }),
  z.object({ kind: z.literal('items'), items: z.number().int() }),
  z.object({
    kind: z.literal('approval'),
    /** Entity refs of those who may decide; nobody named: whoever has the permission. */
    approvers: z.array(z.string()),
    since: time,
    /** When the decision is overdue. */
    dueAt: time.nullable(),
  }),
  z.object({
    kind: z.literal('validation'),
    since: time,
    results: z.array(validatorResultSchema),
  }),
]);
/** @public */
export type StepWait = z.infer<typeof stepWaitSchema>;
