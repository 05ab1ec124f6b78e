import type { Json } from '../model/vocabulary';
import { INPUT } from './__testUtils__/arbitraries';
import { check } from './__testUtils__/check';
import { World } from './__testUtils__/World';
import { evaluate } from './condition';
import type { WorkflowGraph } from './graph';
import type { RunState } from './state';
import { unitId } from './unit';

/** What each step has put out last; of a fan-out, that it has put out anything. */
function outputsOf({ effects, graph, state }: World): Record<string, Json> {
  const outputs: Record<string, Json> = {};
  for (const { key, type } of graph.definition.steps) {
    if (type === 'map') outputs[key] = {};
  }
  for (const effect of effects) {
    if (effect.type !== 'output') continue;
    outputs[unitId(effect.step, effect.item)] = effect.output;
  }
  return Object.fromEntries(
    Object.entries(outputs).filter(
      ([key]) => state.steps[key].status === 'completed',
    ),
  );
}

/** Steps that operators settled, whatever their turn was. */
function forcedSteps({ facts }: World): Set<string> {
  return new Set(
    facts.flatMap(fact =>
      (fact.type === 'step.skipped' && fact.reason === 'forced') ||
      (fact.type === 'step.completed' && fact.forced)
        ? [fact.step]
        : [],
    ),
  );
}

/** What has to become of a step, by what became of those that it depends on. */
function outcomeOf(
  graph: WorkflowGraph,
  state: RunState,
  outputs: Record<string, Json>,
  key: string,
): string {
  const { when, join } = graph.step(key);
  const dependencies = graph.dependenciesOf(key);
  const notTaken = dependencies.filter(other => {
    const step = graph.step(other);
    if (step.type !== 'approval' || !step.onReject) return false;
    if (state.steps[other].status !== 'completed') return false;
    const { decision } = (outputs[other] ?? {}) as { decision?: string };
    return (decision === 'rejected') !== step.onReject.branch.includes(key);
  });
  const skipped = dependencies.filter(
    other => state.steps[other].status === 'skipped',
  );
  const dead = new Set([...notTaken, ...skipped]).size;
  const isCutOff = dead > 0 && (join !== 'any' || dead === dependencies.length);
  if (isCutOff) {
    return notTaken.length > 0 ? 'branch_not_taken' : 'upstream_skipped';
  }
  return when && !evaluate(when, { input: INPUT, outputs })
    ? 'condition'
    : 'completed';
}

describe('a run of any workflow', () => {
  it('completes as its conditions, branches and joins say', () =>
    check(script => {
      const world = new World(script).play().serve();
      const { graph, state } = world;
      if (state.status !== 'completed') return;
      const forced = forcedSteps(world);
      const outputs = outputsOf(world);
      for (const { key } of graph.definition.steps) {
        if (forced.has(key)) continue;
        const { status, skipReason } = state.steps[key];
        expect([key, skipReason ?? status]).toEqual([
          key,
          outcomeOf(graph, state, outputs, key),
        ]);
      }
    }));

  it('fails with the step that failed, and says how', () =>
    check(script => {
      const { state, facts } = new World(script).play().serve();
      if (state.status !== 'failed') return;
      const { step, error } = state.failure!;
      expect(state.steps[step]).toMatchObject({ status: 'failed', error });
      expect(facts.at(-1)).toMatchObject({ generation: state.generation });
    }));
});
