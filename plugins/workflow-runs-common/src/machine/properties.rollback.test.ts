import { check, checkAlways } from './__testUtils__/check';
import { World } from './__testUtils__/World';
import { isOpen } from './settled';
import { rollbackOf } from './unit';

describe('whatever happens to a run of any workflow', () => {
  it('undoes a step only when all that built on it is undone, or given up', () =>
    checkAlways(({ world: { graph, state }, effects }) => {
      const isUndone = (key: string) => {
        const rollback = state.steps[rollbackOf(key)];
        return rollback?.generation === state.generation && !isOpen(rollback);
      };
      for (const effect of effects) {
        if (effect.type !== 'fact') continue;
        if (effect.fact.type !== 'compensation.started') continue;
        const { step } = effect.fact;
        const after = graph.definition.steps.filter(
          ({ key, compensate }) =>
            compensate &&
            graph.isUpstream(step, key) &&
            state.steps[key].status === 'completed' &&
            state.steps[key].startedAt !== null,
        );
        expect(
          after.map(({ key }) => key).filter(key => !isUndone(key)),
        ).toEqual([]);
      }
    }));

  it('undoes nothing twice in a passage', () =>
    check(script => {
      const undone = new World(script)
        .play()
        .serve()
        .facts.flatMap(fact =>
          fact.type === 'step.compensated'
            ? [`${fact.generation} ${fact.step}`]
            : [],
        );
      expect(undone).toEqual([...new Set(undone)]);
    }));

  it('leaves nothing undone that was to be, unless an operator says so', () =>
    check(script => {
      const { state, graph, facts } = new World(script).play().serve();
      const failing = state.failure?.step;
      const { onFailure } = graph.definition;
      const rolledBack =
        state.status === 'canceled' ||
        (state.status === 'failed' &&
          (graph.step(failing!).onFailure ?? onFailure) === 'compensate');
      if (!rolledBack) return;
      const givenUp = facts.flatMap(fact =>
        fact.type === 'step.skipped' || fact.type === 'run.changed'
          ? [fact]
          : [],
      );
      const isResolved = givenUp.some(
        fact => fact.type === 'run.changed' && fact.needsIntervention === false,
      );
      if (isResolved) return;
      const left = graph.definition.steps.filter(({ key, compensate }) => {
        const { status, startedAt } = state.steps[key];
        return compensate && status === 'completed' && startedAt !== null;
      });
      expect(left.map(({ key }) => key)).toEqual([]);
    }));

  it('needs an operator exactly while a rollback has failed for good', () =>
    check(script => {
      const { facts, state } = new World(script).play();
      let needs = false;
      for (const fact of facts) {
        if (fact.type === 'run.needs_intervention') needs = true;
        if (fact.type === 'run.reopened') needs = false;
        if (fact.type === 'run.changed') {
          needs = fact.needsIntervention ?? needs;
        }
      }
      expect(needs).toBe(state.rollback !== null && state.held > 0);
    }));
});
