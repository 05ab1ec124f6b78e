import {
  childOf,
  Effect,
  unitId,
} from 'backstage-plugin-workflow-runs-common/machine';
import { ChildMessage } from '../recorder/Transition';
import { RunningAttempt } from './AttemptRunner';
import { ChildRuns } from './ChildRuns';
import { ClaimedRun } from './claim';
import { outcomeOfChild, outcomeOfOperation } from './happenings';
import { LoadedRun } from './load';
import { Deed, Mail } from './RunDecisions';
import { StepCode } from './StepCode';

type StartChild = Omit<Deed<Extract<Effect, { type: 'startChild' }>>, 'type'>;
type AttemptPlace = Pick<StartChild, 'step' | 'item' | 'attempt'>;
type CancelChild = Deed<Extract<Effect, { type: 'cancelChild' }>>;
type Invoke = Extract<Effect, { type: 'invoke' }>;

/**
 * What is done for a held run that is no attempt: other runs are launched and canceled for it, and
 * operations of its steps carried out. It is not let go of meanwhile.
 */
export class RunErrands {
  /** Operations of steps that are being carried out, by request. */
  readonly #operations = new Map<string, RunningAttempt>();
  readonly #messages = new Set<string>();
  /** Runs that are being launched, by the unit that they are. */
  readonly #launches = new Map<string, Promise<void>>();
  #underWay = 0;
  #isReleasing = false;

  constructor(
    private readonly claimed: ClaimedRun,
    private readonly run: LoadedRun,
    private readonly options: {
      code: StepCode;
      children: ChildRuns;
      post: (mail: Mail) => void;
      /** The run cannot be held any longer. */
      giveUp: (error: unknown) => void;
    },
  ) {}

  /** Whether any is under way. */
  get isBusy(): boolean {
    return this.#underWay > 0;
  }

  /** Goes on with the child of a unit: nobody knows whether it was launched, or has ended since. */
  resumeChild(unit: string, about: AttemptPlace): void {
    const { graph, state } = this.run;
    const launch = childOf(graph, state, unit);
    this.startChild({ ...about, ...launch, generation: state.generation });
  }

  startChild(effect: StartChild): void {
    const { generation } = effect;
    const { graph, values } = this.run;
    const launched = this.#do(async () => {
      const { runId } = this.claimed;
      const parent = { runId, generation, graph, values };
      const outcome = await this.options.children.start(parent, effect);
      if (!outcome) return;
      const event = { ...outcomeOfChild(effect, outcome), generation };
      this.options.post({ event });
    });
    this.#launches.set(unitId(effect.step, effect.item), launched);
  }

  cancelChild(effect: CancelChild): void {
    const { generation } = effect;
    const launched = this.#launches.get(unitId(effect.step, effect.item));
    void this.#do(async () => {
      // What is still being launched would not be found.
      await launched;
      const passage = { runId: this.claimed.runId, generation };
      await this.options.children.cancel(passage, effect);
    });
  }

  /** Whoever held the run before may have died before it canceled what nobody waits for any more. */
  cancelOthers(): void {
    if (!launchesRuns(this.run.graph)) return;
    const { children } = this.options;
    const isWaitedFor = async (childRunId: string, attempt: AttemptPlace) => {
      // As it is now: meanwhile it may have been opened again, and launched others.
      const unit = this.run.state.steps[unitId(attempt.step, attempt.item)];
      return (
        unit?.waitingFor?.kind === 'child' &&
        unit.attempt === attempt.attempt &&
        children.isOf(this.#passage, childRunId, attempt)
      );
    };
    void this.#do(() => children.cancelOthers(this.claimed.runId, isWaitedFor));
  }

  /** Hears that a child has ended, once. */
  childEnded(message: ChildMessage): void {
    const name = `${message.childRunId} ${message.generation}`;
    if (this.#messages.has(name)) return;
    this.#messages.add(name);
    void this.#do(async () => {
      const { children, post } = this.options;
      const { childRunId } = message;
      const passage = this.#passage;
      const outcome = (await children.isOf(passage, childRunId, message))
        ? await children.outcomeOf(childRunId)
        : undefined;
      const { generation } = passage;
      post({
        message,
        event: outcome && { ...outcomeOfChild(message, outcome), generation },
      });
    });
  }

  invoke(effect: Invoke): void {
    void this.#do(async () => {
      const { code, post } = this.options;
      const operation = code.invoke(this.run, this.claimed, effect);
      this.#operations.set(effect.request, operation);
      if (this.#isReleasing) operation.abort('released');
      const outcome = await operation.outcome;
      this.#operations.delete(effect.request);
      // A worker that stops leaves the request to the next one.
      if (outcome.type === 'released') return;
      post({ event: outcomeOfOperation(effect.request, outcome) });
    });
  }

  /** Tells an operation to stop that nobody waits for any more. */
  cancelOperation(request: string): void {
    this.#operations.get(request)?.abort('canceled');
  }

  /** Tells operations to stop, also those that are still to begin: the worker stops. */
  release(): void {
    this.#isReleasing = true;
    this.abort();
  }

  /** Tells operations to stop. */
  abort(): void {
    for (const operation of this.#operations.values()) {
      operation.abort('released');
    }
  }

  get #passage() {
    return {
      runId: this.claimed.runId,
      generation: this.run.state.generation,
    };
  }

  async #do(work: () => Promise<void>): Promise<void> {
    this.#underWay += 1;
    await work()
      .catch(error => this.options.giveUp(error))
      .finally(() => {
        this.#underWay -= 1;
        this.options.post({});
      });
  }
}

function launchesRuns({ definition }: LoadedRun['graph']): boolean {
  // A fan-out of code may be too wide for one run.
  return definition.steps.some(
    ({ type }) => type === 'child' || type === 'map',
  );
}
