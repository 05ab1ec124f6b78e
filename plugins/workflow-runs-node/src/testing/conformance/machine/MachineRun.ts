import {
  Json,
  StepError,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import {
  advance,
  buildGraph,
  Effect,
  initialState,
  isEnded,
  MachineEvent,
  RunState,
  unitId,
  WorkflowGraph,
} from 'backstage-plugin-workflow-runs-common/machine';
import { Chronicle } from '../Chronicle';
import { Answer } from '../scenario';
import { MachineAttempt } from './MachineAttempt';
import { MachineValues } from './MachineValues';
import { End, Scene } from './Scene';

type EffectOf<T extends Effect['type']> = Extract<Effect, { type: T }>;
type Happening = MachineEvent extends infer E
  ? E extends unknown
    ? Omit<E, 'at'>
    : never
  : never;

/** A run on the machine alone: what the machine wants done is done as the scenario says. */
export class MachineRun {
  readonly graph: WorkflowGraph;
  readonly state: RunState;
  readonly chronicle = new Chronicle();
  readonly answers = new Map<string, Answer>();
  readonly values: MachineValues;
  readonly #attempts = new Map<string, MachineAttempt>();
  readonly #children = new Map<string, MachineRun>();
  readonly #timers = new Map<string, () => void>();
  #hasEnded = false;

  /**
   * @param path - of the run: empty, or `a/` for one that `a` has launched
   * @param onEnd - hears once of each end of it
   */
  constructor(
    private readonly scene: Scene,
    definition: WorkflowDefinition,
    input: Json,
    readonly path = '',
    private readonly onEnd: (end: End) => void = () => {},
  ) {
    this.graph = buildGraph(definition);
    this.values = new MachineValues(this.graph, input);
    this.state = initialState(this.graph, {
      seed: scene.scenario.name + path,
      input,
      queuedAt: scene.world.now,
    });
    scene.world.plan(1, () => this.take({ type: 'claimed' }));
  }

  take(happening: Happening): void {
    const event = { ...happening, at: this.scene.world.now } as MachineEvent;
    for (const effect of advance(this.graph, this.state, event)) {
      this.#perform(effect);
    }
    if (isEnded(this.state.status) && !this.#hasEnded) this.onEnd(this.#end());
    this.#hasEnded = isEnded(this.state.status);
    this.scene.onDecision();
  }

  #perform(effect: Effect) {
    const { values } = this;
    switch (effect.type) {
      case 'fact':
        if (effect.fact.type === 'run.reopened') {
          values.forget(effect.fact.recomputed);
        }
        this.chronicle.tell(effect.fact);
        break;
      case 'output':
        values.keep(unitId(effect.step, effect.item), effect.output);
        break;
      case 'timer':
        this.#setTimer(effect);
        break;
      case 'clearTimer':
        this.#timers.get(nameOf(effect))?.();
        break;
      case 'start':
        this.#start(effect);
        break;
      case 'abort':
        this.#attempts.get(unitId(effect.step, effect.item))?.abort();
        break;
      case 'startChild':
        this.#startChild(effect);
        break;
      case 'cancelChild':
        this.#cancelChild(effect);
        break;
      case 'invoke':
        this.#invoke(effect);
        break;
      default:
        this.#answer(effect);
    }
  }

  #setTimer(timer: EffectOf<'timer'>) {
    const { kind, step, item, attempt } = timer;
    this.#timers.get(nameOf(timer))?.();
    const clear = this.scene.world.plan(
      timer.dueAt - this.scene.world.now,
      () => this.take({ type: 'timer.due', kind, step, item, attempt }),
    );
    this.#timers.set(nameOf(timer), clear);
  }

  #start({ step, item, attempt, timeoutMs }: EffectOf<'start'>) {
    const unit = unitId(step, item);
    const { generation } = this.state;
    const about = { step, item, attempt, generation };
    const outcome = this.scene.outcomeOf(this.path + unit);
    this.#attempts.set(
      unit,
      new MachineAttempt(this.scene, outcome, {
        timeoutMs,
        heartbeatMs: this.values.heartbeatOf(step),
        given: () => this.values.givenTo(step, item),
        validators: this.values.validatorsOf(step),
        onEnd: end =>
          this.take(
            end.type === 'lost'
              ? { type: 'attempt.lost', ...about }
              : ({
                  ...end,
                  ...about,
                  type: `attempt.${end.type}`,
                } as Happening),
          ),
      }),
    );
  }

  #startChild(effect: EffectOf<'startChild'>) {
    const { step, item, attempt, workflow, input, chunk } = effect;
    const { generation } = this.state;
    const about = { step, item, attempt, generation };
    const finish = (end: End) =>
      this.scene.world.plan(1, () =>
        this.take({
          ...end,
          ...about,
          type: `attempt.${end.type}`,
        } as Happening),
      );
    if (chunk) {
      finish(this.values.chunkOf(step, chunk, this.scene, this.path));
      return;
    }
    const unit = unitId(step, item);
    const definition = this.scene.scenario.children.find(
      ({ name }) => name === workflow,
    );
    if (!definition) {
      const message = `There is no workflow '${workflow}'`;
      finish(failed('validation_failed', message));
      return;
    }
    const path = `${this.path}${unit}/`;
    const child = new MachineRun(this.scene, definition, input, path, finish);
    this.#children.set(unit, child);
    if (this.path === '') this.scene.onChild(unit, child.chronicle);
  }

  #cancelChild({ step, item }: EffectOf<'cancelChild'>) {
    const child = this.#children.get(unitId(step, item));
    if (!child) return;
    const reason = 'nobody needs it';
    this.scene.world.plan(1, () =>
      child.take({ type: 'cancel', reason, actor: null }),
    );
  }

  #invoke({ request, step, action, input }: EffectOf<'invoke'>) {
    const outcome = this.scene.outcomeOf(`${this.path}${step}!${action}`);
    const attempt: MachineAttempt = new MachineAttempt(this.scene, outcome, {
      timeoutMs: 60_000,
      given: () => input,
      validators: [],
      onEnd: end => {
        if (end.type === 'lost') return;
        const about = { type: `node_action.${end.type}`, request };
        this.take({ ...end, ...about } as Happening);
      },
    });
    this.#attempts.set(`${step}!${request}`, attempt);
  }

  #answer({ request, outcome, message }: EffectOf<'answer'>) {
    this.answers.set(request, this.#asAnswer(outcome, message));
  }

  #asAnswer(
    outcome: EffectOf<'answer'>['outcome'],
    message: string | null,
  ): Answer {
    switch (outcome) {
      case 'refused':
        return this.scene.refusal(message!);
      case 'failed':
      case 'canceled':
        return { outcome, reason: message! };
      default:
        return { outcome };
    }
  }

  #end(): End {
    if (this.state.status === 'completed') {
      return { type: 'completed', output: this.values.runOutput() };
    }
    const { failure, status } = this.state;
    return status === 'canceled'
      ? failed('policy_denied', 'It was canceled')
      : { type: 'failed', error: failure!.error };
  }
}

function failed(category: StepError['category'], message: string): End {
  return { type: 'failed', error: { category, code: null, message } };
}

function nameOf(timer: { kind: string; step: string; item: number }): string {
  return `${timer.kind} ${unitId(timer.step, timer.item)}`;
}
