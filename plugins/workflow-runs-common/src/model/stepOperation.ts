import { z } from 'zod';

/** Something that an operator may have done to a step by its engine (`node_action`). @public */
export const stepOperationSchema = z.strictObject({
  name: z.string().min(1).max(63),
  /** What its button says. */
  title: z.string().min(1).max(100),
});
/** @public */
export type StepOperation = z.infer<typeof stepOperationSchema>;
