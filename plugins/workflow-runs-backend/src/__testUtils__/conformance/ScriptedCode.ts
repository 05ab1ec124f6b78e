import {
  Json,
  StepDefinition,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import { unitId } from 'backstage-plugin-workflow-runs-common/machine';
import {
  StepCodeParts,
  StepContext,
  StepFailure,
  Workflow,
} from 'backstage-plugin-workflow-runs-node';
import {
  Chronicle,
  Outcome,
  Scenario,
} from 'backstage-plugin-workflow-runs-node/testing';

/** How often code that says that it is alive says so, in milliseconds. */
const BEAT_MS = 20;

/** The code of a scenario's workflows: it does what the scenario says. */
export class ScriptedCode {
  readonly #executions = new Map<string, number>();
  readonly #current = new Map<string, Outcome>();

  constructor(
    private readonly scenario: Scenario,
    private readonly options: {
      /** Knows of the scenario's own run. */
      chronicle: Chronicle;
      /** Where a run is in the scenario: nowhere, or `a/` where step `a` has launched it. */
      pathOf(runId: string): Promise<string>;
      /** Has the worker of a run die. */
      kill(runId: string): Promise<void>;
      now: () => number;
    },
  ) {}

  get workflows(): {
    workflow: Workflow;
    handlers: Record<string, StepCodeParts>;
  }[] {
    return [this.scenario.definition, ...this.scenario.children].map(
      definition => ({
        workflow: { definition, outputSchemas: {}, itemSchemas: {} },
        handlers: this.#handlersOf(definition),
      }),
    );
  }

  #handlersOf({ steps }: WorkflowDefinition): Record<string, StepCodeParts> {
    return Object.fromEntries(
      steps.map(step => [step.key, this.#partsOf(step)]),
    );
  }

  #partsOf(step: StepDefinition): StepCodeParts {
    const { key } = step;
    const work = step.type === 'map' ? step.each : step;
    const validators = 'validators' in work ? work.validators ?? [] : [];
    return {
      run: (context: StepContext & { item?: { index: number; value: Json } }) =>
        this.#execute(
          unitId(key, context.item?.index),
          context,
          context.item ? context.item.value : context.input,
        ),
      validators: Object.fromEntries(
        validators.map(({ name }) => [
          name,
          (context: StepContext & { item?: { index: number } }) =>
            this.#judge(name, unitId(key, context.item?.index), context),
        ]),
      ),
      compensate: context =>
        this.#execute(`${key}:compensate`, context, context.output),
      actions: Object.fromEntries(
        (step.actions ?? []).map(({ name }) => [
          name,
          (context: StepContext, input: Json) =>
            this.#execute(`${key}!${name}`, context, input),
        ]),
      ),
    };
  }

  async #execute(
    unit: string,
    context: StepContext,
    given: Json,
  ): Promise<Json> {
    const path = (await this.options.pathOf(context.runId)) + unit;
    const outcome = this.#next(path);
    const beat =
      outcome.beats && setInterval(() => context.heartbeat(), BEAT_MS);
    try {
      return await this.#act(outcome, context, given);
    } finally {
      clearInterval(beat || undefined);
    }
  }

  #next(path: string): Outcome {
    const before = this.#executions.get(path) ?? 0;
    this.#executions.set(path, before + 1);
    const { outcomes } = this.scenario;
    const outcome = (Object.hasOwn(outcomes, path) ? outcomes[path] : [])[
      before
    ] ?? { does: 'complete', output: null };
    this.#current.set(path, outcome);
    return outcome;
  }

  async #act(
    outcome: Outcome,
    { runId, signal }: StepContext,
    given: Json,
  ): Promise<Json> {
    const { once } = outcome;
    if (once) {
      await Promise.race([
        new Promise<void>(resolve => {
          this.options.chronicle.once(once, resolve);
        }),
        stopped(signal).then(() => Promise.reject(signal.reason)),
      ]);
    }
    switch (outcome.does) {
      case 'complete':
        return outcome.output;
      case 'name a time':
        return this.options.now() + outcome.inMs;
      case 'echo':
        return given;
      case 'fail':
        throw new StepFailure(outcome.category, 'as the scenario says');
      case 'die':
        await this.options.kill(runId);
        return new Promise<never>(() => {});
      default:
        await stopped(signal);
        if (outcome.then === 'complete') return null;
        if (outcome.then === 'fail') throw new Error('as the scenario says');
        throw signal.reason;
    }
  }

  async #judge(validator: string, unit: string, { runId }: StepContext) {
    const path = (await this.options.pathOf(runId)) + unit;
    const outcome = this.#current.get(path);
    const failing = (outcome?.does === 'complete' && outcome.failing) || [];
    return { passed: !failing.includes(validator) };
  }
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
}
