import { ErrorCategory, RunFact } from 'backstage-plugin-workflow-runs-common';
import {
  advance,
  buildGraph,
  Effect,
  initialState,
  isEnded,
  MachineEvent,
} from 'backstage-plugin-workflow-runs-common/machine';
import { Outcome, Scenario } from './scenario';

/** How long an attempt of a scenario takes, in the milliseconds of the machine's time. */
const ATTEMPT_MS = 10;

/** Plays a scenario on the machine alone, in a time of its own; gives back the run's facts. */
export function playOnMachine(scenario: Scenario): RunFact[] {
  const graph = buildGraph(scenario.definition);
  const state = initialState(graph, {
    seed: scenario.name,
    input: scenario.input,
    queuedAt: 0,
  });
  const facts: RunFact[] = [];
  let agenda: MachineEvent[] = [];
  let isCanceled = false;

  const outcomeOf = (step: string, attempt: number): Outcome =>
    scenario.outcomes[step]?.[attempt - 1] ?? {
      does: 'complete',
      output: null,
    };

  const cancelIfAsked = (at: number) => {
    const { cancel } = scenario;
    if (isCanceled || !cancel) return;
    isCanceled =
      'whileRun' in cancel
        ? state.status === cancel.whileRun
        : state.steps[cancel.whileStep].status === cancel.is;
    if (isCanceled)
      take({ type: 'cancel', reason: 'asked for', actor: null, at });
  };

  function take(event: MachineEvent) {
    for (const effect of advance(graph, state, event)) {
      if (effect.type === 'fact') facts.push(effect.fact);
      agenda.push(...eventsAfter(effect, event.at, outcomeOf));
    }
    agenda.sort((a, b) => a.at - b.at);
    cancelIfAsked(event.at);
  }

  cancelIfAsked(0);
  agenda.push({ type: 'claimed', at: 1 });
  while (agenda.length > 0 && !isEnded(state.status)) {
    const [next, ...later] = agenda;
    agenda = later;
    take(next);
  }
  return facts;
}

/** What the world does in answer to an effect. */
function eventsAfter(
  effect: Effect,
  now: number,
  outcomeOf: (step: string, attempt: number) => Outcome,
): MachineEvent[] {
  if (effect.type === 'timer') {
    const { step, attempt, dueAt } = effect;
    return [{ type: 'timer.due', kind: 'retry', step, attempt, at: dueAt }];
  }
  if (effect.type !== 'start' && effect.type !== 'abort') return [];

  const { step, attempt } = effect;
  const outcome = outcomeOf(step, attempt);
  const about = {
    step,
    attempt,
    at: now + ATTEMPT_MS + (outcome.takesMs ?? 0),
  };
  const fails = (category: ErrorCategory) =>
    ({
      type: 'attempt.failed',
      ...about,
      error: { category, code: null, message: 'as the scenario says' },
    } as const);
  if (effect.type === 'abort') {
    if (outcome.does !== 'wait') return [];
    switch (outcome.then) {
      case 'complete':
        return [{ type: 'attempt.completed', ...about, output: null }];
      case 'fail':
        return [fails('bug')];
      default:
        return [{ type: 'attempt.lost', ...about, inGoodOrder: true }];
    }
  }
  switch (outcome.does) {
    case 'complete':
      return [{ type: 'attempt.completed', ...about, output: outcome.output }];
    case 'fail':
      return [fails(outcome.category)];
    case 'die':
      return [{ type: 'attempt.lost', ...about }];
    default:
      return [];
  }
}
