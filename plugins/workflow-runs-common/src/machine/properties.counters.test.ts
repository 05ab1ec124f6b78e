import { INPUT } from './__testUtils__/arbitraries';
import { check, checkAlways } from './__testUtils__/check';
import {
  countersOf,
  recount,
  recountItems,
  recountRollback,
  recountUnmet,
} from './__testUtils__/recount';
import { decideFrozen, World } from './__testUtils__/World';
import { applyPatch } from './state';
import { initialState } from './restore';
import { isEnded } from './settled';

describe('whatever happens to a run of any workflow', () => {
  it('counts what is open, runs, waits and is held right', () =>
    checkAlways(({ world: { graph, state } }) => {
      expect(state).toMatchObject(recount(graph, state));
    }));

  it('counts the dependencies that have not settled right', () =>
    checkAlways(({ world: { graph, state } }) => {
      // Once a run is given up nobody counts: nothing of it starts any more.
      if (
        state.failure ||
        state.status === 'canceling' ||
        isEnded(state.status)
      )
        return;
      for (const [key, unmet] of Object.entries(recountUnmet(graph, state))) {
        expect([key, state.steps[key].unmet]).toEqual([key, unmet]);
      }
    }));

  it('counts the items of fan-outs right', () =>
    checkAlways(({ world: { state } }) => {
      for (const { fanOut, counted } of recountItems(state)) {
        expect(countersOf(fanOut)).toEqual(counted);
      }
    }));

  it('counts what is left to roll back right', () =>
    checkAlways(({ world: { graph, state } }) => {
      if (!state.rollback) return;
      expect(state.rollback.open).toBe(recountRollback(graph, state));
    }));

  it('decides without a change to the state, and the same way twice', () =>
    checkAlways(
      ({ world: { graph, state }, before, event, effects }) => {
        const decided = decideFrozen(graph, before, event);
        expect(decided.effects).toEqual(effects);
        expect(decideFrozen(graph, before, event)).toEqual(decided);
        const after = structuredClone(before);
        applyPatch(after, structuredClone(decided.patch));
        expect(after).toEqual(state);
      },
      { copies: true },
    ));

  it('comes to the same state when its journal is played again', () =>
    check(script => {
      const { graph, journal, state } = new World(script).play().serve();
      const again = initialState(graph, {
        seed: 's',
        input: INPUT,
        queuedAt: 0,
        limit: script.limit,
      });
      for (const event of journal) {
        applyPatch(
          again,
          decideFrozen(graph, structuredClone(again), event).patch,
        );
      }
      expect(again).toEqual(state);
    }));
});
