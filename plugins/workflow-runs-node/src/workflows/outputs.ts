import { z } from 'zod';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { StepOptions } from './options';

/** What a fan-out puts out; a result is null where its item failed. @public */
export type MapOutput<Result = Json> = {
  items: number;
  completed: number;
  failed: number;
  /** In the order of the items. */
  results: (Result | null)[];
};

/** What an approval puts out. @public */
export type ApprovalOutput = {
  decision: 'approved' | 'rejected';
  note: string | null;
  /** Entity ref; null where nobody decided in time. */
  decidedBy: string | null;
  /** Epoch milliseconds. */
  decidedAt: number;
};

/** Type that a step declares for what its code, or the run that it starts, puts out. @public */
export type DeclaredOutputOf<S> = S extends {
  output: infer T extends z.ZodType<Json>;
}
  ? z.output<T>
  : Json;

/**
 * Type of what a step puts out. A step that waits for a time puts out null, one that waits for an
 * event what came with it.
 *
 * @public
 */
export type StepOutputOf<S extends StepOptions> = S extends { type: 'map' }
  ? MapOutput<DeclaredOutputOf<S>>
  : S extends { type: 'approval' }
  ? ApprovalOutput
  : S extends { type: 'wait' }
  ? S extends { for: { event: string } }
    ? Json
    : null
  : DeclaredOutputOf<S>;

/** Outputs of a workflow's steps, by key. @public */
export type StepOutputs<Steps extends Record<string, StepOptions>> = {
  [Key in keyof Steps]: StepOutputOf<Steps[Key]>;
};
