import type { Effect } from './event';
import { check, checkAlways } from './__testUtils__/check';
import { World } from './__testUtils__/World';
import { isOpen } from './settled';
import type { RunState } from './state';
import { isItem, isRollback, placeOf, unitId } from './unit';

type Start = Extract<Effect, { type: 'start' | 'startChild' }>;

const startsOf = (effects: readonly Effect[]) =>
  effects.filter(
    (effect): effect is Start =>
      effect.type === 'start' || effect.type === 'startChild',
  );

/** What may end a standstill. */
const LIFTING = ['resume', 'retry', 'force', 'node_action.completed'];

const isHeldUp = ({ pauseAsked, poisoned, held }: RunState) =>
  pauseAsked || poisoned || held > 0;

describe('whatever happens to a run of any workflow', () => {
  it('starts attempts in their order, each after the one before was lost or is tried again', () =>
    check(script => {
      const world = new World(script).play().serve();
      const latest = new Map<string, number>();
      const again = new Set<string>();
      let generation = 0;
      for (const effect of world.effects) {
        if (effect.type === 'fact') {
          const { fact } = effect;
          if (fact.type === 'run.reopened') {
            generation = fact.generation;
            latest.clear();
            again.clear();
          }
          if (fact.type === 'step.retrying') {
            again.add(unitId(fact.step, fact.item));
            fact.recomputed?.forEach(unit => again.add(unit));
          }
        }
        if (effect.type !== 'start' && effect.type !== 'startChild') continue;
        const unit = unitId(effect.step, effect.item);
        const before = latest.get(unit) ?? 0;
        expect([generation, unit, effect.attempt]).toEqual([
          generation,
          unit,
          before + 1,
        ]);
        expect(before === 0 || again.has(unit)).toBe(true);
        again.delete(unit);
        latest.set(unit, effect.attempt);
      }
    }));

  it('executes nothing again whose result is kept, within a passage', () =>
    check(script => {
      const done = new Set<string>();
      const executedAgain: string[] = [];
      for (const effect of new World(script).play().serve().effects) {
        if (effect.type === 'fact' && effect.fact.type === 'run.reopened') {
          for (const unit of effect.fact.recomputed) done.delete(unit);
          for (const unit of done) if (isRollback(unit)) done.delete(unit);
        }
        if (effect.type === 'fact' && effect.fact.type === 'step.completed') {
          done.add(unitId(effect.fact.step, effect.fact.item));
        }
        if (effect.type === 'start' || effect.type === 'startChild') {
          const unit = unitId(effect.step, effect.item);
          if (done.has(unit)) executedAgain.push(unit);
        }
      }
      expect(executedAgain).toEqual([]);
    }));

  it('starts a step only when all that it depends on has settled', () =>
    checkAlways(({ world: { graph, state }, effects }) => {
      for (const { step } of startsOf(effects)) {
        if (isRollback(step)) continue;
        const upstream = graph.dependenciesOf(step);
        expect(upstream.filter(key => isOpen(state.steps[key]))).toEqual([]);
      }
    }));

  it('starts no step while the run fails, is canceled, pauses or waits for an operator', () =>
    checkAlways(
      ({ world: { state }, before, event, effects }) => {
        const isSamePassage = before.generation === state.generation;
        const isOver = before.failure || before.status === 'canceling';
        // What then goes on may fail, and be held, at once; others have gone on before it did.
        const staysHeldUp =
          isHeldUp(before) && isHeldUp(state) && !LIFTING.includes(event.type);
        const isStill = (isOver && isSamePassage) || staysHeldUp;
        const steps = startsOf(effects).filter(({ step }) => !isRollback(step));
        expect(isStill ? steps : []).toEqual([]);
      },
      { copies: true },
    ));

  it('executes no more at a time than there is room for', () =>
    checkAlways(({ world: { state } }) => {
      expect(state.running).toBeLessThanOrEqual(state.limit);
    }));

  it('has no more items of a fan-out under way than its concurrency', () =>
    checkAlways(({ world: { graph, state } }) => {
      for (const step of graph.definition.steps) {
        const { fanOut } = state.steps[step.key];
        if (step.type !== 'map' || !fanOut) continue;
        expect(fanOut.open).toBeLessThanOrEqual(step.concurrency);
      }
    }));

  it('has under way what runs, and has called off what does not', () =>
    check(script => {
      const { effects, state, underWay } = new World(script).play();
      const calledOff = new Set(
        effects.flatMap(effect =>
          effect.type === 'abort' || effect.type === 'cancelChild'
            ? [`${unitId(effect.step, effect.item)} ${effect.attempt}`]
            : [],
        ),
      );
      for (const [unit, { status, waitingFor, attempt }] of Object.entries(
        state.steps,
      )) {
        const isRun = waitingFor === null || waitingFor.kind === 'child';
        if (status !== 'running' || !isRun) continue;
        expect(underWay.get(unit)?.attempt).toBe(attempt);
      }
      const unwanted = [...underWay].filter(
        ([unit, { attempt, generation }]) => {
          const { status, attempt: latest } = state.steps[unit];
          const isWanted = status === 'running' && latest === attempt;
          return generation === state.generation && !isWanted;
        },
      );
      for (const [unit, { attempt }] of unwanted) {
        expect([...calledOff]).toContain(`${unit} ${attempt}`);
      }
    }));

  it('starts items only of fan-outs that are under way', () =>
    checkAlways(({ world: { state }, effects }) => {
      for (const start of startsOf(effects)) {
        if (!isItem(unitId(start.step, start.item))) continue;
        expect(state.steps[placeOf(start.step).step].startedAt).not.toBeNull();
      }
    }));
});
