import type { RunFact } from '../../model/fact';
import { advance, decide } from '../decide';
import type { Effect, MachineEvent, TimerKind } from '../event';
import { buildGraph, WorkflowGraph } from '../graph';
import { initialState } from '../restore';
import { isEnded } from '../settled';
import type { RunState } from '../state';
import { unitId } from '../unit';
import { INPUT, Script } from './arbitraries';
import { nextService, toEvent } from './happenings';

type WithoutTime<T> = T extends unknown ? Omit<T, 'at'> : never;

/** An event before its time is known. */
export type Happening = WithoutTime<MachineEvent>;

/** A timer that is set. */
interface Alarm {
  kind: TimerKind;
  step: string;
  item: number;
  attempt: number;
  dueAt: number;
}

/** An attempt that is under way, and the passage of the run that it belongs to. */
export interface Going {
  attempt: number;
  generation: number;
}

/** What is judged after each decision. */
export interface Step {
  world: World;
  event: MachineEvent;
  /** Copies are dear: only made where a judge asks for it. */
  before: RunState;
  effects: Effect[];
}

/** The world around a run: what executes, which timers are set, who waits for an answer. */
export class World {
  readonly graph: WorkflowGraph;
  readonly state: RunState;
  readonly journal: MachineEvent[] = [];
  readonly effects: Effect[] = [];
  /** Attempts that are under way, in workers and as child runs, by unit. */
  readonly underWay = new Map<string, Going>();
  readonly timers = new Map<string, Alarm>();
  /** The latest answer to each request; null where there is none yet. */
  readonly answers = new Map<string, string | null>();
  /** Operations that are being carried out. */
  readonly invoked = new Set<string>();
  #at = 1_000;
  #requests = 0;

  constructor(
    readonly script: Script,
    private readonly judge: (step: Step) => void = () => {},
    private readonly options: { copies?: boolean } = {},
  ) {
    this.graph = buildGraph(script.definition);
    this.state = initialState(this.graph, {
      seed: 's',
      input: INPUT,
      queuedAt: 0,
      limit: script.limit,
    });
  }

  /** Plays the script; what has no one to happen to does not happen. */
  play(): this {
    this.send({ type: 'claimed' });
    for (const deed of this.script.deeds) {
      const event = toEvent(this, deed, this.#request());
      if (event) this.send(event);
    }
    return this;
  }

  /** Serves whatever the run waits for, until it ends or nothing is left to serve. */
  serve(): this {
    // The bound only turns an endless loop into a failure.
    for (let i = 0; i < 2_000 && !isEnded(this.state.status); i++) {
      const event = nextService(this);
      if (!event) break;
      this.send(event);
    }
    return this;
  }

  send(event: Happening): Effect[] {
    this.#at = Math.max(this.#at + 7, this.#fired(event));
    const timed = { ...event, at: this.#at } as MachineEvent;
    const before = this.options.copies
      ? structuredClone(this.state)
      : this.state;
    const effects = advance(this.graph, this.state, timed);
    this.journal.push(timed);
    this.effects.push(...effects);
    for (const effect of effects) this.#perform(effect);
    if (
      'request' in timed &&
      timed.request &&
      !this.answers.has(timed.request)
    ) {
      this.answers.set(timed.request, null);
    }
    this.judge({ world: this, event: timed, before, effects });
    return effects;
  }

  get facts(): RunFact[] {
    return factsOf(this.effects);
  }

  /** A timer that comes due is gone. */
  #fired(event: Happening): number {
    if (event.type !== 'timer.due') return 0;
    const key = alarmKey({ ...event, item: event.item ?? -1 });
    const alarm = this.timers.get(key);
    const { generation = this.state.generation } = event;
    const isStale =
      event.attempt !== alarm?.attempt || generation !== this.state.generation;
    if (!alarm || isStale) return 0;
    this.timers.delete(key);
    return alarm.dueAt;
  }

  #perform(effect: Effect) {
    switch (effect.type) {
      case 'start':
      case 'startChild':
        this.underWay.set(unitId(effect.step, effect.item), {
          attempt: effect.attempt,
          generation: this.state.generation,
        });
        break;
      case 'timer':
        this.timers.set(alarmKey(effect), effect);
        break;
      case 'clearTimer':
        this.timers.delete(alarmKey(effect));
        break;
      case 'invoke':
        this.invoked.add(effect.request);
        break;
      case 'answer': {
        const known = this.answers.get(effect.request);
        if (known && known !== 'accepted') {
          throw new Error(`${effect.request} was ${known} already`);
        }
        this.answers.set(effect.request, effect.outcome);
        break;
      }
      default:
    }
  }

  #request(): string {
    this.#requests += 1;
    return `r${this.#requests}`;
  }
}

export function factsOf(effects: readonly Effect[]): RunFact[] {
  return effects.flatMap(effect =>
    effect.type === 'fact' ? [effect.fact] : [],
  );
}

/** The same decision, of a state that cannot be changed. */
export function decideFrozen(
  graph: WorkflowGraph,
  state: RunState,
  event: MachineEvent,
) {
  return decide(graph, deepFreeze(state), deepFreeze(event));
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

export function timerDue({ kind, step, item, attempt }: Alarm) {
  return { type: 'timer.due', kind, step, item, attempt } as const;
}

function alarmKey({
  kind,
  step,
  item,
}: Pick<Alarm, 'kind' | 'step' | 'item'>): string {
  return `${kind} ${unitId(step, item)}`;
}
