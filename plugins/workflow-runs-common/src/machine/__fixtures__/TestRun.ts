import type { StepDefinition } from '../../definition/steps';
import { RunFact, runFactSchema } from '../../model/fact';
import type { ErrorCategory, Json, StepError } from '../../model/vocabulary';
import { advance } from '../decide';
import type { Effect, MachineEvent } from '../event';
import { buildGraph, WorkflowGraph } from '../graph';
import { unitId } from '../unit';
import { initialState, restoreState } from '../restore';
import { RunState } from '../state';
import { workflow } from './workflows';

type WithoutTime<T> = T extends unknown ? Omit<T, 'at'> : never;

/** When every run of these tests is queued. */
export const QUEUED_AT = 1_000_000;

export function errorOf(category: ErrorCategory = 'transient'): StepError {
  return { category, code: null, message: `it was ${category}` };
}

/**
 * A run in the hands of a test. Each event is a second after the one before; what it leads to is
 * told in short: `a started #1`, `start a #1`, `run completed`.
 */
export class TestRun {
  readonly graph: WorkflowGraph;
  readonly state: RunState;
  readonly facts: RunFact[] = [];
  now = QUEUED_AT;

  constructor(steps: StepDefinition[], input: Json = {}) {
    this.graph = buildGraph(workflow(steps));
    this.state = initialState(this.graph, {
      seed: 'seed',
      input,
      queuedAt: QUEUED_AT,
    });
  }

  send(event: WithoutTime<MachineEvent>): string[] {
    this.now += 1_000;
    const effects = advance(this.graph, this.state, {
      ...event,
      at: this.now,
    } as MachineEvent);
    for (const effect of effects) {
      if (effect.type === 'fact') {
        this.facts.push(runFactSchema.parse(effect.fact));
      }
    }
    return effects.flatMap(effect => this.#tell(effect) ?? []);
  }

  claim() {
    return this.send({ type: 'claimed' });
  }

  complete(step: string, output: Json = null, attempt = this.#latest(step)) {
    return this.send({ type: 'attempt.completed', step, attempt, output });
  }

  fail(step: string, category?: ErrorCategory, attempt = this.#latest(step)) {
    const error = errorOf(category);
    return this.send({ type: 'attempt.failed', step, attempt, error });
  }

  lose(step: string, attempt = this.#latest(step)) {
    return this.send({ type: 'attempt.lost', step, attempt });
  }

  letGo(step: string, attempt = this.#latest(step)) {
    const lost = { type: 'attempt.lost', step, attempt } as const;
    return this.send({ ...lost, inGoodOrder: true });
  }

  due(step: string) {
    return this.send({ type: 'timer.due', kind: 'retry', step });
  }

  cancel() {
    return this.send({ type: 'cancel', reason: 'enough', actor: 'user:a' });
  }

  /** The last fact of a type, as it was emitted. */
  fact<T extends RunFact['type']>(type: T) {
    return this.facts.filter(fact => fact.type === type).at(-1) as Extract<
      RunFact,
      { type: T }
    >;
  }

  statuses(): Record<string, string> {
    return Object.fromEntries(
      Object.entries(this.state.steps).map(([key, { status }]) => [
        key,
        status,
      ]),
    );
  }

  restored(): RunState {
    return restoreState(this.graph, structuredClone(this.state));
  }

  #latest(step: string): number {
    return this.state.steps[step].attempt;
  }

  /** Outputs are not told: they follow from what a test says. */
  #tell(effect: Effect): string | undefined {
    switch (effect.type) {
      case 'start':
      case 'abort':
        return `${effect.type} ${unitOf(effect)} #${effect.attempt}`;
      case 'startChild':
        return `start child ${unitOf(effect)} #${effect.attempt}`;
      case 'cancelChild':
        return `cancel child ${unitOf(effect)} #${effect.attempt}`;
      case 'timer':
        return `${nameOf(effect)} #${effect.attempt} in ${
          effect.dueAt - this.now
        }`;
      case 'clearTimer':
        return `clear ${nameOf(effect)}`;
      case 'invoke':
        return `invoke ${effect.action} of ${effect.step}`;
      case 'answer':
        return `${effect.request} ${effect.outcome}`;
      case 'fact':
        return tellFact(effect.fact);
      default:
        return undefined;
    }
  }
}

function unitOf({ step, item }: { step: string; item: number }): string {
  return unitId(step, item);
}

/** The timer of a retry is the one that tests speak of most. */
function nameOf(timer: { kind: string; step: string; item: number }): string {
  const kind = timer.kind === 'retry' ? 'timer' : `${timer.kind} timer`;
  return `${kind} ${unitOf(timer)}`.trim();
}

function tellFact(fact: RunFact): string {
  const [subject, verb] = fact.type.split('.');
  if (!('item' in fact)) return `${subject} ${verb}`;
  const about = `${unitOf(fact)} ${verb}`;
  switch (fact.type) {
    case 'step.skipped':
      return `${about}: ${fact.reason}`;
    case 'step.retrying':
      return `${about} #${fact.attempt}: ${fact.outcome}, ${
        fact.expected ? 'expected' : 'unexpected'
      }`;
    default:
      return 'attempt' in fact && fact.attempt !== null
        ? `${about} #${fact.attempt}`
        : about;
  }
}
