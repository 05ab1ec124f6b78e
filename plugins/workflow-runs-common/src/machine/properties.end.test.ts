import { check, checkAlways } from './__testUtils__/check';
import { factsOf, World } from './__testUtils__/World';
import { isEnded, isOpen } from './settled';
import type { RunState } from './state';

/** What a run that has not ended waits for, or has going. */
function nextMoves({ state, timers, underWay }: World): string[] {
  const units = Object.entries(state.steps);
  return [
    ...(state.status === 'queued' ? ['a claim'] : []),
    ...(state.status === 'paused' ? ['an operator, to resume it'] : []),
    ...[...underWay]
      .filter(([unit]) => state.steps[unit].status === 'running')
      .map(([unit]) => `the end of ${unit}`),
    ...[...timers.values()]
      .filter(({ step }) => step !== '')
      .map(({ kind, step }) => `the ${kind} timer of ${step}`),
    ...units
      .filter(([, { status }]) => status === 'waiting_human')
      .map(([unit]) => `a decision on ${unit}`),
    ...units
      .filter(([, { held }]) => held)
      .map(([unit]) => `an operator, about ${unit}`),
    ...Object.keys(state.awaiting).map(name => `the event ${name}`),
  ];
}

/** Steps that nothing keeps from being started. */
function startable(world: World): string[] {
  const { state, graph } = world;
  const isHeldUp = state.pauseAsked || state.poisoned || state.held > 0;
  if (isHeldUp || state.status === 'queued') return [];
  return graph.definition.steps
    .map(({ key }) => key)
    .filter(key => {
      const { status, unmet, retryAt } = state.steps[key];
      const isReached =
        (status === 'pending' && unmet === 0) ||
        (status === 'retrying' && retryAt === null);
      const hasRoom =
        state.running < state.limit || !graph.triesOf(key).handler;
      return isReached && hasRoom;
    });
}

function openSteps(state: RunState): string[] {
  return Object.keys(state.steps).filter(unit => isOpen(state.steps[unit]));
}

describe('whatever happens to a run of any workflow', () => {
  it('always has a next move until it has ended', () =>
    checkAlways(({ world }) => {
      if (isEnded(world.state.status)) return;
      expect(nextMoves(world)).not.toEqual([]);
    }));

  it('starts whatever it may, as soon as it may', () =>
    checkAlways(({ world }) => {
      expect(startable(world)).toEqual([]);
    }));

  it('ends once everything that it waits for is served, with nothing left open', () =>
    check(script => {
      const { state } = new World(script).play().serve();
      expect(isEnded(state.status)).toBe(true);
      // Items of a fan-out that was given up have never started.
      expect(
        openSteps(state).filter(unit => state.steps[unit].status !== 'pending'),
      ).toEqual([]);
      expect(state).toMatchObject({
        open: 0,
        running: 0,
        active: 0,
        waiting: 0,
        held: 0,
        rollback: null,
        awaiting: {},
        earlyEvents: [],
        invocations: {},
      });
    }));

  it('does nothing once it has ended, but answer, note what became of it, or open again', () =>
    checkAlways(
      ({ before, event, effects }) => {
        if (!isEnded(before.status) || event.type === 'retry') return;
        const told = factsOf(effects).map(({ type }) => type);
        const done = effects.filter(({ type }) => type !== 'answer');
        expect(done).toHaveLength(told.length);
        expect(told).toEqual(event.type === 'resolve' ? ['run.changed'] : []);
      },
      { copies: true },
    ));

  it('keeps the status it ended with for as long as it is the same passage', () =>
    checkAlways(
      ({ world: { state }, before }) => {
        const isSame =
          isEnded(before.status) && before.generation === state.generation;
        expect(state.status).toBe(isSame ? before.status : state.status);
      },
      { copies: true },
    ));

  it('answers every request once, for good', () =>
    check(script => {
      const { answers } = new World(script).play().serve();
      for (const [, answer] of answers) {
        expect(answer).not.toBe('accepted');
      }
    }));

  it('changes nothing, and tells nobody, on hearing of what is over', () =>
    checkAlways(
      ({ world: { state }, before, event, effects }) => {
        if ((event.generation ?? before.generation) === before.generation)
          return;
        expect(effects).toEqual([]);
        expect(state).toEqual(before);
      },
      { copies: true },
    ));
});
