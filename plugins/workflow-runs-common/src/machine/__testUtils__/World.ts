import type { RunFact } from '../../model/fact';
import type { Json, ValidatorResult } from '../../model/vocabulary';
import { advance, decide } from '../decide';
import type { Effect, MachineEvent, TimerKind } from '../event';
import { buildGraph, WorkflowGraph } from '../graph';
import { initialState } from '../restore';
import { isEnded } from '../settled';
import type { RunState } from '../state';
import { placeOf, unitId } from '../unit';
import { Deed, INPUT, OUTPUTS, Script } from './arbitraries';

export type WithoutTime<T> = T extends unknown ? Omit<T, 'at'> : never;

/** A timer that is set. */
interface Alarm {
  kind: TimerKind;
  step: string;
  item: number;
  attempt: number;
  dueAt: number;
}

/** An attempt that is under way, and the passage of the run that it belongs to. */
interface Going {
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
      const event = this.#toEvent(deed);
      if (event) this.send(event);
    }
    return this;
  }

  /** Serves whatever the run waits for, until it ends or nothing is left to serve. */
  serve(): this {
    // The bound only turns an endless loop into a failure.
    for (let i = 0; i < 2_000 && !isEnded(this.state.status); i++) {
      const event = this.#nextService();
      if (!event) break;
      this.send(event);
    }
    return this;
  }

  send(event: WithoutTime<MachineEvent>): Effect[] {
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
  #fired(event: WithoutTime<MachineEvent>): number {
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

  #toEvent({
    kind,
    which,
    category,
  }: Deed): WithoutTime<MachineEvent> | undefined {
    const by = { actor: 'user:a', reason: 'because' };
    const request = this.#request();
    const pick = <T>(from: readonly T[]): T | undefined =>
      from[which % Math.max(1, from.length)];
    const { steps } = this.graph.definition;
    const anyStep = pick(steps)!.key;
    switch (kind) {
      case 'complete':
      case 'fail':
      case 'lose':
      case 'let go': {
        const going = pick([...this.underWay]);
        if (!going) return undefined;
        this.underWay.delete(going[0]);
        return this.#outcome(kind, going, { which, category });
      }
      case 'due': {
        const alarm = pick([...this.timers.values()]);
        return alarm && timerDue(alarm);
      }
      case 'pause':
      case 'resume':
        return { type: kind, request };
      case 'cancel':
        return { type: kind, request, ...by };
      case 'resolve':
        return { type: kind, request, note: 'done by hand', actor: by.actor };
      case 'retry': {
        const unit = pick([undefined, ...Object.keys(this.state.steps)]);
        const place = unit === undefined ? {} : placeOf(unit);
        return { type: kind, request, ...place, ...by };
      }
      case 'force': {
        const held = Object.keys(this.state.steps).filter(
          unit => this.state.steps[unit].held,
        );
        const unit = pick([...held, ...held, anyStep])!;
        const to = (['skip', 'complete', 'fail'] as const)[which % 3];
        const output = OUTPUTS[which % OUTPUTS.length];
        return { type: kind, request, step: unit, to, output, ...by };
      }
      case 'decide': {
        const asked = steps.filter(
          ({ key }) => this.state.steps[key].status === 'waiting_human',
        );
        const step = pick(asked)?.key;
        const decision = which % 3 ? 'approved' : 'rejected';
        return (step && {
          type: kind,
          request,
          step,
          decision,
          note: null,
          actor: null,
        }) as WithoutTime<MachineEvent> | undefined;
      }
      case 'send_event':
        return {
          type: kind,
          request,
          name: which % 2 ? 'ping' : 'pong',
          payload: 'go',
        };
      case 'node_action': {
        const offering = steps
          .filter(
            ({ key, actions }) =>
              actions && this.state.steps[key].status !== 'pending',
          )
          .map(({ key }) => key);
        const step = pick(offering) ?? anyStep;
        return { type: kind, request, step, action: 'poke', input: {} };
      }
      case 'invoked': {
        const done = pick([...this.invoked]);
        if (!done) return undefined;
        this.invoked.delete(done);
        const error = { category, code: null, message: 'no' };
        return which % 4
          ? { type: 'node_action.completed', request: done, output: 'go' }
          : { type: 'node_action.failed', request: done, error };
      }
      case 'stale':
        return this.#stale(which);
      default: {
        const again = pick(this.journal);
        if (!again || ('request' in again && again.request)) return undefined;
        // Whoever knows of its end is sure to be stale.
        const { at: _, ...event } = again;
        return {
          ...event,
          generation: this.state.generation - 1,
        } as WithoutTime<MachineEvent>;
      }
    }
  }

  /** How an attempt comes to its end. */
  #outcome(
    kind: 'complete' | 'fail' | 'lose' | 'let go',
    [unit, going]: [string, Going],
    { which, category }: Pick<Deed, 'which' | 'category'>,
  ): WithoutTime<MachineEvent> {
    const about = { ...placeOf(unit), ...going };
    switch (kind) {
      case 'complete':
        return {
          type: 'attempt.completed',
          ...about,
          output: OUTPUTS[which % OUTPUTS.length] as Json,
          validation: this.#validation(unit, which),
        };
      case 'fail': {
        const error = { category, code: null, message: category };
        return { type: 'attempt.failed', ...about, error };
      }
      case 'lose':
        return { type: 'attempt.lost', ...about };
      default:
        return { type: 'attempt.lost', ...about, inGoodOrder: true };
    }
  }

  #validation(unit: string, which: number): ValidatorResult[] | undefined {
    const node = this.graph.node(placeOf(unit).step);
    if (!('validators' in node) || !node.validators) return undefined;
    return node.validators.map((_, index) => ({
      validator: `v${index}`,
      passed: (which + index) % 3 !== 0,
      score: null,
      reasons: ['it seems so'],
    }));
  }

  /** About a unit that is there, but another attempt, or another passage of the run. */
  #stale(which: number): WithoutTime<MachineEvent> {
    const units = Object.entries(this.state.steps);
    const [unit, { attempt }] = units[which % units.length];
    const isOld = which % 2 === 0;
    const about = {
      ...placeOf(unit),
      attempt: isOld ? attempt : attempt - 1,
      generation: this.state.generation - (isOld ? 1 : 0),
    };
    const error = { category: 'bug', code: null, message: 'late' } as const;
    const events: WithoutTime<MachineEvent>[] = [
      { type: 'attempt.completed', ...about, output: 'late' },
      { type: 'attempt.failed', ...about, error },
      { type: 'attempt.lost', ...about },
      { type: 'timer.due', kind: 'retry', ...about },
      { type: 'timer.due', kind: 'wait', ...about },
    ];
    return events[which % events.length];
  }

  /** What brings the run on; undefined where nothing does. */
  #nextService(): WithoutTime<MachineEvent> | undefined {
    const going = [...this.underWay][0];
    if (going) {
      this.underWay.delete(going[0]);
      return this.#outcome('complete', going, { which: 2, category: 'bug' });
    }
    const { state } = this;
    const by = { actor: null, reason: 'because' };
    const held = Object.keys(state.steps).find(unit => state.steps[unit].held);
    if (held) return { type: 'force', step: held, to: 'complete', ...by };
    if (state.pauseAsked || state.poisoned) {
      return state.status === 'paused' || state.pauseAsked
        ? { type: 'resume' }
        : undefined;
    }
    const asked = Object.keys(state.steps).find(
      unit => state.steps[unit].status === 'waiting_human',
    );
    if (asked) {
      const approve = {
        decision: 'approved',
        actor: null,
        note: null,
      } as const;
      return { type: 'decide', step: asked, ...approve };
    }
    const name = Object.keys(state.awaiting)[0];
    if (name) return { type: 'send_event', name, payload: 'go' };
    // The run's own clock brings nothing on.
    const alarm = [...this.timers.values()].find(({ step }) => step !== '');
    return alarm && timerDue(alarm);
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

function timerDue({ kind, step, item, attempt }: Alarm) {
  return { type: 'timer.due', kind, step, item, attempt } as const;
}

function alarmKey({
  kind,
  step,
  item,
}: Pick<Alarm, 'kind' | 'step' | 'item'>): string {
  return `${kind} ${unitId(step, item)}`;
}
