import fc from 'fast-check';
import type { RetryPolicy, StepDefinition } from '../definition/steps';
import { runFactSchema } from '../model/fact';
import type { ErrorCategory } from '../model/vocabulary';
import { step, workflow } from './__fixtures__/workflows';
import { evaluate } from './condition';
import { advance, decide } from './decide';
import type { Effect, MachineEvent } from './event';
import { buildGraph, WorkflowGraph } from './graph';
import { isEnded, isSettled } from './settled';
import { initialState, restoreState } from './restore';
import { RunState } from './state';

const RUNS = 400;

const policies: RetryPolicy[] = [
  { kind: 'none' },
  { kind: 'failAfter', attempts: 2, delayMs: 0 },
  { kind: 'failAfter', attempts: 3, delayMs: 500 },
  {
    kind: 'exponentialBackoff',
    attempts: 3,
    initialDelayMs: 10,
    factor: 3,
    maxDelayMs: 100,
  },
  { kind: 'keepTrying', initialDelayMs: 5, factor: 2, maxDelayMs: 50 },
];
const categories: ErrorCategory[] = [
  'transient',
  'timeout',
  'bug',
  'validation_failed',
];

/** A step waits for some of the steps before it, and may ask one of them for its output. */
const steps: fc.Arbitrary<StepDefinition[]> = fc
  .array(
    fc.record({
      edges: fc.array(fc.nat(), { maxLength: 3 }),
      condition: fc.option(fc.nat(), { freq: 2 }),
      retry: fc.constantFrom(...policies),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map(drawn =>
    drawn.map(({ edges, condition, retry }, i) => {
      const dependsOn = i > 0 ? edges.map(edge => `s${edge % i}`) : [];
      const asked =
        condition !== null && dependsOn.length > 0
          ? dependsOn[condition % dependsOn.length]
          : undefined;
      return step(`s${i}`, dependsOn, {
        retry,
        ...(asked
          ? { when: { eq: [{ $ref: `/steps/${asked}/output` }, 'go'] } }
          : {}),
      });
    }),
  );

/** What the world does next; `which` picks one of those that it could be done to. */
const deed = fc.record({
  kind: fc.oneof(
    { weight: 5, arbitrary: fc.constant('complete' as const) },
    { weight: 3, arbitrary: fc.constant('fail' as const) },
    { weight: 2, arbitrary: fc.constant('lose' as const) },
    { weight: 1, arbitrary: fc.constant('letGo' as const) },
    { weight: 3, arbitrary: fc.constant('due' as const) },
    { weight: 1, arbitrary: fc.constant('stale' as const) },
  ),
  which: fc.nat(),
  category: fc.constantFrom(...categories),
  go: fc.boolean(),
});
type Drawn<A> = A extends fc.Arbitrary<infer T> ? T : never;
type Deed = Drawn<typeof deed>;
type WithoutTime<T> = T extends unknown ? Omit<T, 'at'> : never;

const script = fc.record({
  steps,
  deeds: fc.array(deed, { maxLength: 60 }),
  /** After how many deeds it is canceled; seldom. */
  cancelAfter: fc.option(fc.nat(20), { freq: 2 }),
});

type Script = Drawn<typeof script>;

interface Played {
  graph: WorkflowGraph;
  state: RunState;
  effects: Effect[];
}

/** Plays a script, then completes whatever is still open; judges every decision on the way. */
function play(
  { steps: defined, deeds, cancelAfter }: Script,
  judge: (
    before: RunState,
    event: MachineEvent,
    effects: Effect[],
    after: RunState,
    graph: WorkflowGraph,
  ) => void = () => {},
): Played {
  const graph = buildGraph(workflow(defined));
  const state = initialState(graph, { seed: 's', input: {}, queuedAt: 0 });
  const played: Played = { graph, state, effects: [] };
  let at = 0;
  const send = (event: WithoutTime<MachineEvent>) => {
    at += 7;
    const before = structuredClone(state);
    const timed = { ...event, at } as MachineEvent;
    const effects = advance(graph, state, timed);
    played.effects.push(...effects);
    judge(before, timed, effects, state, graph);
  };

  send({ type: 'claimed' });
  deeds.forEach((next, i) => {
    if (i === cancelAfter) send({ type: 'cancel', reason: null, actor: null });
    const event = toEvent(state, next);
    if (event) send(event);
  });
  // Answer whatever is left; the bound only turns an endless loop into a failure.
  for (let i = 0; i < 1_000 && !isEnded(state.status); i++) {
    const event =
      toEvent(state, {
        kind: 'complete',
        which: i,
        category: 'bug',
        go: true,
      }) ??
      toEvent(state, { kind: 'due', which: i, category: 'bug', go: true });
    if (!event || state.status === 'paused') break;
    send(event);
  }
  return played;
}

/** What a deed comes to in a state; undefined where there is nothing to do it to. */
function toEvent(
  state: RunState,
  { kind, which, category, go }: Deed,
): WithoutTime<MachineEvent> | undefined {
  const status = kind === 'due' ? 'retrying' : 'running';
  const keys = Object.keys(state.steps).filter(
    key => kind === 'stale' || state.steps[key].status === status,
  );
  if (keys.length === 0) return undefined;
  const key = keys[which % keys.length];
  const about = { step: key, attempt: state.steps[key].attempt };
  switch (kind) {
    case 'complete':
      return {
        type: 'attempt.completed',
        ...about,
        output: go ? 'go' : 'stop',
      };
    case 'fail':
      return {
        type: 'attempt.failed',
        ...about,
        error: { category, code: null, message: category },
      };
    case 'lose':
      return { type: 'attempt.lost', ...about };
    case 'letGo':
      return { type: 'attempt.lost', ...about, inGoodOrder: true };
    case 'due':
      return { type: 'timer.due', kind: 'retry', ...about };
    default:
      return {
        type: 'attempt.completed',
        step: key,
        attempt: about.attempt - 1,
        output: null,
      };
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

const facts = (effects: Effect[]) =>
  effects.flatMap(effect => (effect.type === 'fact' ? [effect.fact] : []));
const check = (property: (drawn: Script) => void) =>
  fc.assert(fc.property(script, property), { numRuns: RUNS });

/** Everything that there is to say to a run, about its latest attempts. */
function everyEvent(state: RunState): MachineEvent[] {
  const error = { category: 'bug', code: null, message: 'bug' } as const;
  return [
    { type: 'claimed', at: 1e6 },
    { type: 'cancel', reason: null, actor: null, at: 1e6 },
    ...Object.entries(state.steps).flatMap(([key, { attempt }]) => {
      const about = { step: key, attempt, at: 1e6 };
      return [
        { type: 'attempt.completed', ...about, output: null },
        { type: 'attempt.failed', ...about, error },
        { type: 'attempt.lost', ...about },
        { type: 'timer.due', kind: 'retry', ...about },
      ] as const;
    }),
  ];
}

const started = (effects: Effect[]) =>
  effects.filter(effect => effect.type === 'start');

describe('whatever happens to a run', () => {
  it('runs no step twice without a retry or a loss', () =>
    check(drawn => {
      const { effects, state } = play(drawn);
      const retried = facts(effects).filter(
        fact => fact.type === 'step.retrying',
      );
      for (const key of Object.keys(state.steps)) {
        const attempts = started(effects)
          .filter(effect => effect.step === key)
          .map(effect => effect.attempt);
        const ended = retried
          .filter(fact => fact.step === key)
          .map(fact => fact.attempt);
        expect(attempts).toEqual(attempts.map((_, i) => i + 1));
        // All but the last attempt ended in a retry; so may the last one, which then waits.
        expect(ended.slice(0, attempts.length - 1)).toEqual(
          attempts.slice(0, -1),
        );
      }
    }));

  it('starts a step only when all that it depends on has completed', () =>
    check(drawn => {
      play(drawn, (_, __, effects, after, graph) => {
        for (const { step: key } of started(effects)) {
          const upstream = graph.step(key).dependsOn;
          expect(upstream.map(other => after.steps[other].status)).toEqual(
            upstream.map(() => 'completed'),
          );
        }
      });
    }));

  it('starts nothing once it is canceled, has failed or is held', () =>
    check(drawn => {
      play(drawn, (before, _, effects) => {
        const stopped =
          before.status === 'canceling' || before.failure || before.poisoned;
        expect(stopped ? started(effects) : []).toEqual([]);
      });
    }));

  it('decides nothing after it has ended', () =>
    check(drawn => {
      const { graph, state } = play(drawn);
      const ended = isEnded(state.status);
      for (const event of ended ? everyEvent(state) : []) {
        expect(decide(graph, state, event)).toEqual({
          patch: { steps: {}, outputs: {}, ready: { taken: 0, added: [] } },
          effects: [],
        });
      }
    }));

  it('ends when every attempt is answered, or is held for an operator, who can cancel it', () =>
    check(drawn => {
      const { graph, state } = play(drawn);
      const asIs = isEnded(state.status) ? state.status : 'canceled';
      expect(isEnded(state.status) || state.status === 'paused').toBe(true);

      const cancel = { type: 'cancel', reason: null, actor: null } as const;
      advance(graph, state, { ...cancel, at: 1e6 });
      expect(state.status).toBe(asIs);
      expect(
        Object.values(state.steps).filter(s => !isSettled(s.status)),
      ).toEqual([]);
    }));

  it('counts open and running steps right', () =>
    check(drawn => {
      play(drawn, (_, __, ___, after) => {
        const all = Object.values(after.steps);
        expect(after.open).toBe(all.filter(s => !isSettled(s.status)).length);
        expect(after.running).toBe(
          all.filter(s => s.status === 'running').length,
        );
      });
    }));

  it('is restored from what is stored as it was', () =>
    check(drawn => {
      play(drawn, (_, __, ___, after, graph) => {
        expect(restoreState(graph, structuredClone(after))).toEqual(after);
      });
    }));

  it('is decided without a change to the state, and the same way twice', () =>
    check(drawn => {
      play(drawn, (before, event, effects, _, graph) => {
        const frozen = deepFreeze(before);
        const first = decide(graph, frozen, deepFreeze(event));
        expect(first.effects).toEqual(effects);
        expect(decide(graph, frozen, event)).toEqual(first);
      });
    }));

  it('tells facts that the model accepts, of statuses that follow from one another', () =>
    check(drawn => {
      const status: Record<string, string> = { run: 'queued' };
      for (const fact of facts(play(drawn).effects)) {
        expect(runFactSchema.safeParse(fact).error).toBeUndefined();
        const to = fact.type.split('.')[1].replace('started', 'running');
        const subject = 'item' in fact ? fact.step : 'run';
        const from = 'from' in fact ? fact.from : undefined;
        expect(from).toBe(status[subject] ?? 'pending');
        status[subject] = to;
      }
    }));

  it('ends as the outcomes of its steps say', () =>
    check(drawn => {
      const { state, graph } = play(drawn);
      const judged = state.status === 'completed' ? graph.definition.steps : [];
      for (const { key, dependsOn, when } of judged) {
        const { status, skipReason } = state.steps[key];
        const outcomeOf = () => {
          if (dependsOn.some(other => state.steps[other].status === 'skipped'))
            return 'upstream_skipped';
          return when && !evaluate(when, state) ? 'condition' : 'completed';
        };
        expect(skipReason ?? status).toBe(outcomeOf());
      }
    }));
});
