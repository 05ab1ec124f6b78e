import { Json, ValidatorResult } from 'backstage-plugin-workflow-runs-common';
import {
  Effect,
  isRollback,
  undoneBy,
  unitId,
} from 'backstage-plugin-workflow-runs-common/machine';
import { StepContext } from 'backstage-plugin-workflow-runs-node';
import { WorkflowRegistry } from '../workflows/WorkflowRegistry';
import { AttemptRunner, AttemptTask, RunningAttempt } from './AttemptRunner';
import { ClaimedRun } from './claim';
import { LoadedRun } from './load';
import { toVerdict } from './verdict';

/** How long an operation of a step may take. */
const OPERATION_TIMEOUT_MS = 60_000;

type Start = Extract<Effect, { type: 'start' }>;
type Invoke = Extract<Effect, { type: 'invoke' }>;
type Work = Pick<AttemptTask, 'run' | 'output' | 'validate' | 'heartbeatMs'>;

/** Finds the code of steps, and has it run with the values of their run. */
export class StepCode {
  constructor(
    private readonly options: {
      registry: WorkflowRegistry;
      runner: AttemptRunner;
    },
  ) {}

  /** Starts an attempt; undefined where there is no code for it. */
  start(
    run: LoadedRun,
    claimed: ClaimedRun,
    { step, item, attempt, timeoutMs }: Start,
    recording: Pick<AttemptTask, 'addArtifact'>,
  ): RunningAttempt | undefined {
    const work = this.#workOf(run, step, item);
    return (
      work &&
      this.options.runner.start({
        ...valuesOf(run, claimed),
        ...work,
        speaker: { runId: claimed.runId, step, item, attempt },
        timeoutMs,
        ...recording,
      })
    );
  }

  /** Carries out an operation that a step offers. */
  invoke(
    run: LoadedRun,
    claimed: ClaimedRun,
    { request, step, action, input }: Invoke,
  ): RunningAttempt {
    const { definition, step: stepOf } = run.graph;
    const { handler } = stepOf(step).actions!.find(
      ({ name }) => name === action,
    )!;
    const code = this.options.registry.find(definition, handler);
    return this.options.runner.start({
      ...valuesOf(run, claimed),
      speaker: {
        runId: claimed.runId,
        step,
        item: -1,
        attempt: run.state.steps[step].attempt,
      },
      idempotencyKey: `${claimed.runId}/${request}`,
      timeoutMs: OPERATION_TIMEOUT_MS,
      run: context => {
        if (code?.kind !== 'action') {
          throw new Error(`There is no code for the operation '${action}'`);
        }
        return code.run(context, input);
      },
      output: code?.kind === 'action' ? code.output : undefined,
      addArtifact: async () => {
        throw new Error('An operation can add no artifacts');
      },
    });
  }

  #workOf(run: LoadedRun, key: string, item: number): Work | undefined {
    return isRollback(key)
      ? this.#rollback(run, key)
      : this.#stepOrItem(run, key, item);
  }

  #rollback({ graph, values }: LoadedRun, key: string): Work | undefined {
    const { handler, heartbeatMs } = graph.step(undoneBy(key)).compensate!;
    const code = this.options.registry.find(graph.definition, handler);
    if (code?.kind !== 'compensation') return undefined;
    const output = values.outputOfStep(undoneBy(key)) ?? null;
    return {
      heartbeatMs,
      output: undefined,
      run: context =>
        code.run({
          ...context,
          stepKey: undoneBy(key),
          output: structuredClone(output),
        }),
    };
  }

  #stepOrItem(
    { graph, values }: LoadedRun,
    key: string,
    item: number,
  ): Work | undefined {
    const step = graph.step(key);
    const work = step.type === 'map' ? step.each : step;
    if (!('handler' in work)) return undefined;
    const code = this.options.registry.find(graph.definition, work.handler);
    if (code?.kind !== 'step') return undefined;
    const value = item < 0 ? undefined : values.itemsOf(key)[item];
    const withItem = (context: StepContext) =>
      value === undefined
        ? context
        : {
            ...context,
            item: {
              index: values.offset + item,
              value: structuredClone(value),
            },
          };
    const validators = (work.validators ?? []).map(({ name, handler }) => ({
      name,
      code: this.options.registry.find(graph.definition, handler),
    }));
    return {
      heartbeatMs: work.heartbeatMs,
      output: code.output,
      run: context => code.run(withItem(context)),
      validate: async (context, output): Promise<ValidatorResult[]> => {
        const results: ValidatorResult[] = [];
        for (const { name, code: validator } of validators) {
          if (validator?.kind !== 'validator') {
            throw new Error(`There is no code for the validator '${name}'`);
          }
          const verdict = await validator.run(
            withItem(context),
            structuredClone(output),
          );
          results.push(toVerdict(name, verdict));
        }
        return results;
      },
    };
  }
}

function valuesOf({ graph, state, values }: LoadedRun, claimed: ClaimedRun) {
  return {
    workflow: graph.definition.name,
    isBackfill: claimed.isBackfill,
    generation: state.generation,
    input: values.inputOfHandlers,
    outputs: values.outputsOfHandlers(
      step => state.steps[unitId(step)]?.status === 'completed',
    ) as Readonly<Record<string, Json>>,
  };
}
