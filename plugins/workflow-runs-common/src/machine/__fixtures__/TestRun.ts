import type { WorkflowDefinition } from '../../definition/schema';
import type { StepDefinition } from '../../definition/steps';
import { RunFact, runFactSchema } from '../../model/fact';
import type {
  ApprovalDecision,
  ErrorCategory,
  Json,
  StepError,
} from '../../model/vocabulary';
import { advance } from '../decide';
import { Effect, MachineEvent, RUN_TIMER, TimerKind } from '../event';
import { buildGraph, WorkflowGraph } from '../graph';
import { placeOf, unitId } from '../unit';
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

  constructor(
    steps: StepDefinition[],
    input: Json = {},
    options: Partial<WorkflowDefinition> & {
      reused?: Record<string, Json>;
      slaTargetMs?: number | null;
    } = {},
  ) {
    const { reused, slaTargetMs, ...definition } = options;
    this.graph = buildGraph(workflow(steps, definition));
    this.state = initialState(this.graph, {
      seed: 'seed',
      input,
      queuedAt: QUEUED_AT,
      reused,
      slaTargetMs,
    });
  }

  /** One that has been claimed: what can start has started. */
  static started(...given: ConstructorParameters<typeof TestRun>): TestRun {
    const run = new TestRun(...given);
    run.claim();
    return run;
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

  complete(unit: string, output: Json = null, attempt = this.#latest(unit)) {
    const about = { ...placeOf(unit), attempt };
    return this.send({ type: 'attempt.completed', ...about, output });
  }

  /** Completes an attempt with what validators found: whether each of them passed. */
  completeValidated(unit: string, ...passed: boolean[]) {
    const about = { ...placeOf(unit), attempt: this.#latest(unit) };
    const validation = passed.map((passes, index) => ({
      validator: `v${index}`,
      passed: passes,
      score: null,
      reasons: passes ? [] : ['too short'],
    }));
    const output = 'judged';
    return this.send({
      type: 'attempt.completed',
      ...about,
      output,
      validation,
    });
  }

  fail(unit: string, category?: ErrorCategory, attempt = this.#latest(unit)) {
    const error = errorOf(category);
    const about = { ...placeOf(unit), attempt };
    return this.send({ type: 'attempt.failed', ...about, error });
  }

  lose(unit: string, attempt = this.#latest(unit)) {
    return this.send({ type: 'attempt.lost', ...placeOf(unit), attempt });
  }

  letGo(unit: string, attempt = this.#latest(unit)) {
    const lost = { type: 'attempt.lost', ...placeOf(unit), attempt } as const;
    return this.send({ ...lost, inGoodOrder: true });
  }

  due(unit: string, kind: TimerKind = 'retry') {
    return this.send({ type: 'timer.due', kind, ...placeOf(unit) });
  }

  /** The time for one of the run's own clock has come. */
  slaDue(kind: 'sla_warning' | 'sla_breach') {
    return this.send({ type: 'timer.due', kind, step: RUN_TIMER });
  }

  cancel() {
    return this.send({ type: 'cancel', reason: 'enough', actor: 'user:a' });
  }

  pause() {
    return this.send({ type: 'pause', request: 'pause' });
  }

  resume() {
    return this.send({ type: 'resume', request: 'resume' });
  }

  retry(unit?: string) {
    const place = unit === undefined ? {} : placeOf(unit);
    const by = { request: 'retry', reason: null, actor: 'user:a' };
    return this.send({ type: 'retry', ...place, ...by });
  }

  force(step: string, to: 'skip' | 'complete' | 'fail', output?: Json) {
    const by = { request: 'force', reason: 'it has to be', actor: 'user:a' };
    return this.send({ type: 'force', step, to, output, ...by });
  }

  approve(step: string, note: string | null = null) {
    return this.#decide(step, 'approved', note);
  }

  reject(step: string, note: string | null = null) {
    return this.#decide(step, 'rejected', note);
  }

  /** Tells the run of something that one of its steps may wait for. */
  tell(name: string, payload: Json = null, request = 'tell') {
    return this.send({ type: 'send_event', name, payload, request });
  }

  invoke(step: string, action: string, request = 'invoke') {
    return this.send({ type: 'node_action', step, action, input: {}, request });
  }

  invoked(output: Json = null, request = 'invoke') {
    return this.send({ type: 'node_action.completed', request, output });
  }

  resolve() {
    const by = { note: 'undone by hand', actor: 'user:a', request: 'resolve' };
    return this.send({ type: 'resolve', ...by });
  }

  #decide(step: string, decision: ApprovalDecision, note: string | null) {
    const by = { note, actor: 'user:a', request: 'decide' };
    return this.send({ type: 'decide', step, decision, ...by });
  }

  /** Why the latest request was refused, or what else was said about it. */
  message = '';

  /** Runs that were launched for attempts. */
  readonly launched: { unit: string; workflow: string | null; input: Json }[] =
    [];

  /** Timers that were ever set. */
  readonly timersSet: string[] = [];

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

  #latest(unit: string): number {
    return this.state.steps[unit].attempt;
  }

  /** Outputs are not told: they follow from what a test says. */
  #tell(effect: Effect): string | undefined {
    switch (effect.type) {
      case 'start':
      case 'abort':
        return `${effect.type} ${unitOf(effect)} #${effect.attempt}`;
      case 'startChild': {
        const { type: _, step, item, attempt, ...launch } = effect;
        this.launched.push({ unit: unitId(step, item), ...launch });
        return `start child ${unitOf(effect)} #${attempt}`;
      }
      case 'cancelChild':
        return `cancel child ${unitOf(effect)} #${effect.attempt}`;
      case 'timer':
        this.timersSet.push(nameOf(effect));
        return `${nameOf(effect)} #${effect.attempt} in ${
          effect.dueAt - this.now
        }`;
      case 'clearTimer':
        return `clear ${nameOf(effect)}`;
      case 'invoke':
        return `invoke ${effect.action} of ${effect.step}`;
      case 'answer':
        this.message = effect.message ?? '';
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
    case 'compensation.started':
    case 'compensation.failed':
      return `${unitOf(fact)} compensation ${verb}`;
    case 'step.skipped':
      return `${about}: ${fact.reason}`;
    case 'step.retrying':
      return [
        about,
        fact.attempt === null ? '' : ` #${fact.attempt}`,
        `: ${fact.outcome}, ${fact.expected ? 'expected' : 'unexpected'}`,
      ].join('');
    case 'step.waiting_human':
      return `${about}: ${fact.notice}`;
    case 'decision.made':
      return `${about}: ${fact.decision}`;
    default:
      return 'attempt' in fact && fact.attempt
        ? `${about} #${fact.attempt}`
        : about;
  }
}
