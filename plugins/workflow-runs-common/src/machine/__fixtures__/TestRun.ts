import type { StepDefinition } from '../../definition/schema';
import { RunFact, runFactSchema } from '../../model/fact';
import type { ErrorCategory, Json, StepError } from '../../model/vocabulary';
import { advance, Effect, MachineEvent } from '../decide';
import { buildGraph, WorkflowGraph } from '../graph';
import { initialState, restoreState, RunState } from '../state';
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
    return effects.map(effect => this.#tell(effect));
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
    return this.send({ type: 'retry.due', step });
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
    const { open: _, running: __, ...stored } = structuredClone(this.state);
    return restoreState(this.graph, stored);
  }

  #latest(step: string): number {
    return this.state.steps[step].attempt;
  }

  #tell(effect: Effect): string {
    switch (effect.type) {
      case 'start':
      case 'abort':
        return `${effect.type} ${effect.step} #${effect.attempt}`;
      case 'timer':
        return `timer ${effect.step} #${effect.attempt} in ${
          effect.dueAt - this.now
        }`;
      case 'clearTimer':
        return `clear timer ${effect.step}`;
      default:
        return tellFact(effect.fact);
    }
  }
}

function tellFact(fact: RunFact): string {
  const [subject, verb] = fact.type.split('.');
  if (!('item' in fact)) return `${subject} ${verb}`;
  const about = `${fact.step} ${verb}`;
  switch (fact.type) {
    case 'step.skipped':
      return `${about}: ${fact.reason}`;
    case 'step.retrying':
      return `${about} #${fact.attempt}: ${fact.outcome}, ${
        fact.expected ? 'expected' : 'unexpected'
      }`;
    default:
      return `${about} #${fact.attempt}`;
  }
}
