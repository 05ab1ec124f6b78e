import { Json } from 'backstage-plugin-workflow-runs-common';
import {
  Effect,
  isEnded,
  isItem,
  isRollback,
  placeOf,
  unitId,
} from 'backstage-plugin-workflow-runs-common/machine';
import { describeStep } from '../recorder/describeStep';
import { Transition } from '../recorder/Transition';
import { Sealer } from '../sealing/Sealer';
import { LoadedRun } from './load';
import { RunRequest } from './readRuns';

type Change<K extends keyof Transition> = NonNullable<Transition[K]>;

/** What decisions come to in the database, but for how the run is left. */
export function toTransition(
  run: LoadedRun,
  runId: string,
  effects: readonly Effect[],
  options: {
    workerId: string;
    sealer: Sealer;
    now: number;
    /** Requests that have no last answer yet, by id. */
    requests: ReadonlyMap<string, RunRequest>;
  },
): Transition & { timers: Change<'timers'> } {
  const transition = {
    runId,
    worker: options.workerId,
    facts: [] as Transition['facts'],
    sealed: [] as Change<'sealed'>,
    payloads: [] as Change<'payloads'>,
    timers: [] as Change<'timers'>,
    actions: [] as Change<'actions'>,
    steps: [] as Change<'steps'>,
  };
  const { graph, state } = run;
  const timer = (
    { kind, step, item }: { kind: string; step: string; item: number },
    dueAt: number | null,
  ) => transition.timers.push({ kind, step, item, dueAt });

  for (const effect of effects) {
    switch (effect.type) {
      case 'fact':
        transition.facts.push(effect.fact);
        if (effect.fact.type === 'step.started' && effect.fact.attempt === 1) {
          const unit = unitId(effect.fact.step, effect.fact.item);
          if (isItem(unit) || isRollback(unit)) {
            transition.steps.push(describeStep(graph, unit));
          }
        }
        break;
      case 'output':
        keepOutput(effect.output, unitId(effect.step, effect.item));
        break;
      case 'timer':
        timer(effect, effect.dueAt);
        break;
      case 'clearTimer':
        timer(effect, null);
        break;
      case 'start':
      case 'startChild':
        // A retry that starts has used its timer up.
        if (effect.attempt > 1) timer({ ...effect, kind: 'retry' }, null);
        break;
      case 'answer':
        answer(effect);
        break;
      default:
      // Done once all this is committed.
    }
  }
  if (run.parent && isEnded(state.status) && transition.facts.some(endsRun)) {
    return { ...transition, tells: run.parent };
  }
  return transition;

  function keepOutput(output: Json, unit: string) {
    const place = { ...placeOf(unit), generation: state.generation };
    transition.payloads.push({ ...place, direction: 'output', value: output });
    transition.sealed.push({
      ...place,
      kind: 'output',
      keyId: null,
      content: options.sealer.seal(
        run.dataKey,
        { runId, ...placeOf(unit), kind: 'output' },
        output,
      ),
    });
  }

  function answer({
    request: id,
    outcome,
    message,
  }: Extract<Effect, { type: 'answer' }>) {
    const request = options.requests.get(id);
    if (!request) return;
    transition.actions.push({ id, status: outcome, message });
    if (outcome === 'accepted') return;
    const about = {
      at: options.now,
      generation: state.generation,
      actionId: id,
      action: request.action,
    };
    transition.facts.push(
      outcome === 'completed'
        ? { type: 'action.completed', ...about }
        : {
            type: 'action.failed',
            ...about,
            outcome,
            message: message ?? 'It was refused',
          },
    );
  }
}

function endsRun({ type }: { type: string }): boolean {
  return ['run.completed', 'run.failed', 'run.canceled'].includes(type);
}
