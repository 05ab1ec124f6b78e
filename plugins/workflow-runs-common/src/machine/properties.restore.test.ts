import type { StoredRun } from './restore';
import { check } from './__testUtils__/check';
import { Tables } from './__testUtils__/Tables';
import { Step, World } from './__testUtils__/World';
import { advance } from './decide';
import type { Effect } from './event';
import { restoreState } from './restore';
import type { RunState } from './state';
import { applyPatch } from './state';

/** Stands in for the state from some moment on, and has to decide as it does. */
class Twin {
  #state: RunState | undefined;
  #decided = 0;

  constructor(
    private readonly bornAfter: number,
    private readonly stored: (world: World) => StoredRun,
  ) {}

  /** What it decides; what the state has decided, until it is born. */
  decide({ world, event, effects }: Step): Effect[] {
    this.#decided += 1;
    if (this.#state) return advance(world.graph, this.#state, event);
    if (this.#decided >= this.bornAfter) {
      this.#state = restoreState(world.graph, this.stored(world));
      takeUp(this.#state, world.state);
    }
    return effects;
  }
}

/**
 * Takes over what a restart does not: the order of those that wait, and what is asked again of those
 * who have asked.
 */
function takeUp(restored: RunState, state: RunState) {
  const { waiting, taken } = state.ready;
  const found = new Set(restored.ready.waiting);
  expect(found.size).toBe(restored.ready.waiting.length);
  const queue = waiting.slice(taken);
  expect(queue).toEqual(expect.arrayContaining([...found]));
  // What is not wanted now keeps its place all the same: it may be wanted again before its turn.
  restored.ready.waiting = queue.filter(
    unit => found.has(unit) || !isWanted(state, unit),
  );

  const sorted = (awaiting: RunState['awaiting']) =>
    Object.fromEntries(
      Object.entries(awaiting).map(([name, keys]) => [name, [...keys].sort()]),
    );
  expect(sorted(restored.awaiting)).toEqual(sorted(state.awaiting));
  applyPatch(restored, {
    awaiting: state.awaiting,
    earlyEvents: state.earlyEvents,
    invocations: state.invocations,
    steps: {},
    outputs: {},
    ready: { taken: 0, added: [] },
  });
}

/** Whether a unit is to be started once it has its turn. */
function isWanted(state: RunState, unit: string): boolean {
  const { status, unmet, retryAt, fanOut } = state.steps[unit];
  return (
    (status === 'pending' && unmet === 0) ||
    (status === 'retrying' && retryAt === null) ||
    (status === 'running' && fanOut?.queued === true)
  );
}

/** What is stored of a state, where all of it is. */
function storedForm({ state, script }: World): StoredRun {
  const {
    open: _open,
    running: _running,
    active: _active,
    waiting: _waiting,
    held: _held,
    ready: _ready,
    rollback: _rollback,
    awaiting: _awaiting,
    earlyEvents: _earlyEvents,
    invocations: _invocations,
    limit: _limit,
    ...run
  } = state;
  return structuredClone({ ...run, limit: script.limit });
}

describe('a run of any workflow that is restored at any moment', () => {
  it('goes on as it would have, from what its state stores', () =>
    check(script => {
      const twin = new Twin(script.deeds.length % 13, storedForm);
      new World(script, step => {
        expect(twin.decide(step)).toEqual(step.effects);
      })
        .play()
        .serve();
    }));

  it('goes on as it would have, from what its facts tell a database', () =>
    check(script => {
      const tables = new Tables(script.definition.steps.map(({ key }) => key));
      const twin = new Twin((script.deeds.length * 7) % 31, world =>
        tables.stored(world.state, script.limit),
      );
      new World(script, step => {
        if (step.event.type === 'timer.due') {
          // One that has come due is gone.
          for (const key of [...tables.retryAt.keys()]) {
            if (!step.world.timers.has(`retry ${key}`))
              tables.retryAt.delete(key);
          }
        }
        tables.write(step.effects, step.world.state);
        expect(twin.decide(step)).toEqual(step.effects);
      })
        .play()
        .serve();
    }));
});
