import {
  Json,
  StepError,
  ValidatorResult,
} from 'backstage-plugin-workflow-runs-common';
import { Outcome } from '../scenario';
import { Scene } from './Scene';

/** How long an attempt takes that has nothing to wait for, in milliseconds. */
const ATTEMPT_MS = 10;

/** How an attempt has ended. */
export type AttemptEnd =
  | { type: 'completed'; output: Json; validation: ValidatorResult[] }
  | { type: 'failed'; error: StepError }
  | { type: 'lost' };

/** What an attempt is told when it starts. */
export interface AttemptOptions {
  timeoutMs: number;
  heartbeatMs?: number;
  /** What its code is given, for one that gives it back. */
  given: () => Json;
  /** Names of its validators. */
  validators: readonly string[];
  onEnd(end: AttemptEnd): void;
}

/** An attempt in a world of its own: it does what the scenario says, as far as it is let. */
export class MachineAttempt {
  #isOver = false;

  constructor(
    private readonly scene: Scene,
    private readonly outcome: Outcome,
    private readonly options: AttemptOptions,
  ) {
    const { timeoutMs, heartbeatMs = Infinity } = options;
    const limitMs = outcome.beats
      ? timeoutMs
      : Math.min(timeoutMs, heartbeatMs);
    scene.world.plan(limitMs, () => this.#stop('timeout'));
    if (outcome.does === 'wait') return;
    const act = () => scene.world.plan(ATTEMPT_MS, () => this.#act());
    if (outcome.once) scene.once(outcome.once, act);
    else act();
  }

  /** Tells it to stop; what nobody waits for any more may say what it likes. */
  abort(): void {
    this.scene.world.plan(ATTEMPT_MS, () => this.#stop('policy_denied'));
  }

  #act() {
    const { outcome, options } = this;
    switch (outcome.does) {
      case 'complete':
        this.#complete(outcome.output);
        break;
      case 'name a time':
        this.#complete(this.scene.world.now + outcome.inMs);
        break;
      case 'echo':
        this.#complete(options.given());
        break;
      case 'fail':
        this.#fail(outcome.category);
        break;
      default:
        this.#finish({ type: 'lost' });
    }
  }

  /** It may complete in spite of being stopped; what else it does is put down to why it was. */
  #stop(category: 'timeout' | 'policy_denied') {
    const { outcome } = this;
    if (outcome.does === 'wait' && outcome.then === 'complete') {
      this.#complete(null);
    } else {
      this.#fail(category);
    }
  }

  #complete(output: Json) {
    const { outcome, options } = this;
    const failing = outcome.does === 'complete' ? outcome.failing ?? [] : [];
    const validation = options.validators.map(validator => ({
      validator,
      passed: !failing.includes(validator),
      score: null,
      reasons: [],
    }));
    this.#finish({ type: 'completed', output, validation });
  }

  #fail(category: StepError['category']) {
    const message = 'as the scenario says';
    this.#finish({ type: 'failed', error: { category, code: null, message } });
  }

  #finish(end: AttemptEnd) {
    if (this.#isOver) return;
    this.#isOver = true;
    this.options.onEnd(end);
  }
}
