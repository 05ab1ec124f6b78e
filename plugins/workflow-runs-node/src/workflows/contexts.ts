import { Json } from 'backstage-plugin-workflow-runs-common';
import { StepContext } from './handler';

/**
 * What code gets that works on one item of a fan-out. Attempts, progress and the idempotency key are
 * the item's own.
 *
 * @public
 */
export interface ItemContext<
  Input = Json,
  Outputs = Record<string, Json>,
  Item = Json,
> extends StepContext<Input, Outputs> {
  /** The item: its place in the list, from 0, and its value. */
  item: { index: number; value: Item };
}

/**
 * What code gets that undoes a step. Attempts and the idempotency key are those of the rollback;
 * `stepKey` is the step that it undoes.
 *
 * @public
 */
export interface CompensationContext<
  Input = Json,
  Outputs = Record<string, Json>,
  Output = Json,
> extends StepContext<Input, Outputs> {
  /** What the step had put out. */
  output: Output;
}

/**
 * Does the work of one item of a fan-out. What it returns is the item's result.
 *
 * It may run more than once for the same item, as a `StepHandler` may for its step.
 *
 * @public
 */
export type ItemHandler<
  Input = any,
  Outputs = any,
  Item = any,
  Result extends Json | void = Json | void,
> = (context: ItemContext<Input, Outputs, Item>) => Promise<Result> | Result;

/**
 * Undoes a completed step when its run rolls back. It may run more than once, and after a rollback
 * that was only half done: what is undone already is no error.
 *
 * @public
 */
export type CompensationHandler<Input = any, Outputs = any, Output = any> = (
  context: CompensationContext<Input, Outputs, Output>,
) => Promise<Json | void> | Json | void;

/** What a validator says of an output. @public */
export interface Verdict {
  passed: boolean;
  /** 0 to 1, where it measures one. */
  score?: number;
  /** What is wrong, for people: at most 100 of at most 1,000 characters. */
  reasons?: readonly string[];
}

/**
 * Judges the output of a step, or of an item, in the attempt that made it. It does not change what it
 * judges; where it throws, the attempt has failed.
 *
 * @public
 */
export type ValidatorHandler<Context = any, Output = any> = (
  context: Context,
  output: Output,
) => Promise<Verdict> | Verdict;

/**
 * Carries out an operation that a step offers. Where the operation completes the step, what it returns
 * is the step's output.
 *
 * @public
 */
export type ActionHandler<
  Input = any,
  Outputs = any,
  ActionInput = any,
  Output extends Json | void = Json | void,
> = (
  context: StepContext<Input, Outputs>,
  input: ActionInput,
) => Promise<Output> | Output;
