import { z } from 'zod';
import { Json } from 'backstage-plugin-workflow-runs-common';
import {
  ActionHandler,
  CompensationHandler,
  ItemContext,
  ItemHandler,
  ValidatorHandler,
} from './contexts';
import { Workflow } from './defineWorkflow';
import { StepContext, StepHandler } from './handler';
import { StepOptions } from './options';
import { DeclaredOutputOf, StepOutputOf, StepOutputs } from './outputs';

/** All code of a step, whatever its kind, as an engine gets it. @public */
export interface StepCodeParts {
  run?: StepHandler | ItemHandler;
  validators?: Readonly<Record<string, ValidatorHandler>>;
  compensate?: CompensationHandler;
  actions?: Readonly<Record<string, ActionHandler>>;
}

/** What is given for a step: what does its work, or all of its code. @public */
export type StepCode = StepHandler | ItemHandler | StepCodeParts;

/** A step whose work is not code: it waits, asks, or starts other runs. @public */
export type IsControlStep<S> = S extends
  | { type: 'child' | 'wait' | 'approval' }
  | { type: 'map'; workflow: string }
  ? true
  : false;

/** Type of what code returns; where no shape is declared it may return nothing. @public */
export type ReturnOf<S> = S extends { output: z.ZodType }
  ? DeclaredOutputOf<S>
  : Json | void;

/** Type of an item; any JSON where no shape is declared. @public */
export type ItemOf<S> = S extends {
  itemSchema: infer T extends z.ZodType<Json>;
}
  ? z.output<T>
  : Json;

/** What does the work of a step, or of each item of it. @public */
export type RunOf<Input, Outputs, S> = S extends { type: 'map' }
  ? ItemHandler<Input, Outputs, ItemOf<S>, ReturnOf<S>>
  : StepHandler<Input, Outputs, ReturnOf<S>>;

/** What judges the output of a step, or of each item of it, by name. @public */
export type ValidatorsOf<Input, Outputs, S> = S extends {
  validators: infer Validators;
}
  ? {
      validators: {
        [Name in keyof Validators]: ValidatorHandler<
          S extends { type: 'map' }
            ? ItemContext<Input, Outputs, ItemOf<S>>
            : StepContext<Input, Outputs>,
          DeclaredOutputOf<S>
        >;
      };
    }
  : {};

/** What undoes a step. @public */
export type CompensationOf<Input, Outputs, S extends StepOptions> = S extends {
  compensate: object;
}
  ? { compensate: CompensationHandler<Input, Outputs, StepOutputOf<S>> }
  : {};

/** What carries out one operation: it returns the step's output where it completes the step. @public */
export type ActionOf<
  Input,
  Outputs,
  S extends StepOptions,
  Action,
> = ActionHandler<
  Input,
  Outputs,
  Action extends { input: infer T extends z.ZodObject } ? z.output<T> : {},
  Action extends { then: 'complete' }
    ? S extends { type: 'map' } | { output: z.ZodType }
      ? StepOutputOf<S>
      : StepOutputOf<S> | void
    : Json | void
>;

/** What carries out the operations of a step, by name. @public */
export type ActionsOf<Input, Outputs, S extends StepOptions> = S extends {
  actions: infer Actions;
}
  ? {
      actions: {
        [Name in keyof Actions]: ActionOf<Input, Outputs, S, Actions[Name]>;
      };
    }
  : {};

/** The code of a step besides what does its work. @public */
export type ExtrasOf<Input, Outputs, S extends StepOptions> = ValidatorsOf<
  Input,
  Outputs,
  S
> &
  CompensationOf<Input, Outputs, S> &
  ActionsOf<Input, Outputs, S>;

/** Whether a step has code besides what does its work. @public */
export type HasExtras<S> = S extends
  | { validators: object }
  | { compensate: object }
  | { actions: object }
  ? true
  : false;

/** What has to be given for a step. @public */
export type StepCodeOf<
  Input,
  Outputs,
  S extends StepOptions,
> = HasExtras<S> extends false
  ? RunOf<Input, Outputs, S>
  : IsControlStep<S> extends true
  ? ExtrasOf<Input, Outputs, S>
  : { run: RunOf<Input, Outputs, S> } & ExtrasOf<Input, Outputs, S>;

/**
 * The code of a workflow's steps, by key. A step that only does its work has a function. One that has
 * validators, a compensation or actions has an object of all of them, with its work as `run`. A step
 * that waits, asks or starts other runs has no `run`, and without such extras is not mentioned.
 *
 * @public
 */
export type StepHandlers<Input, Steps extends Record<string, StepOptions>> = {
  [Key in keyof Steps as IsControlStep<Steps[Key]> extends true
    ? HasExtras<Steps[Key]> extends false
      ? never
      : Key
    : Key]: StepCodeOf<Input, StepOutputs<Steps>, Steps[Key]>;
};

/**
 * The code of one workflow, for where it is written apart from where it is added.
 *
 * @example
 * ```ts
 * export const handlers: HandlersOf<typeof greet> = { … };
 * export const send: HandlersOf<typeof greet>['send'] = ({ input }) => { … };
 * ```
 * @public
 */
export type HandlersOf<W> = W extends Workflow<infer Input, infer Steps>
  ? StepHandlers<Input, Steps>
  : never;
