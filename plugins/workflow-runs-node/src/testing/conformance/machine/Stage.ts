import { definitionActionSchema } from 'backstage-plugin-workflow-runs-common';
import {
  OperatorEvent,
  refusalOf,
} from 'backstage-plugin-workflow-runs-common/machine';
import { Chronicle } from '../Chronicle';
import {
  Answer,
  Moment,
  Operation,
  Outcome,
  Played,
  REST_MS,
  Scenario,
} from '../scenario';
import { MachineRun } from './MachineRun';
import { Scene } from './Scene';
import { World } from './World';

/** More than any scenario needs: one that goes round in circles has to stop. */
const MAX_STEPS = 200_000;

/** Where a scenario is played: its runs, what their code does, and the operators. */
export class Stage implements Scene {
  readonly world = new World();
  readonly #children: { unit: string; chronicle: Chronicle }[] = [];
  readonly #run: MachineRun;
  readonly #executions = new Map<string, number>();
  #asked = 0;

  constructor(readonly scenario: Scenario) {
    this.#run = new MachineRun(this, scenario.definition, scenario.input);
    this.onDecision();
  }

  play(): Played {
    for (let steps = 0; this.world.idleMs < REST_MS; steps++) {
      if (steps > MAX_STEPS) throw new Error('It does not come to an end');
      this.world.step();
    }
    const { actions } = this.scenario;
    if (this.#asked < actions.length) {
      const { when } = actions[this.#asked];
      throw new Error(`It has never come: ${JSON.stringify(when)}`);
    }
    const { chronicle, state, answers, values } = this.#run;
    return {
      facts: chronicle.facts,
      steps: Object.fromEntries(
        Object.entries(state.steps).map(([unit, { status }]) => [unit, status]),
      ),
      answers: actions.map((_, index) => answers.get(String(index))!),
      ...(state.status === 'completed' ? { output: values.runOutput() } : {}),
      children: this.#children.map(child => ({
        unit: child.unit,
        facts: child.chronicle.facts,
      })),
    };
  }

  outcomeOf(unit: string): Outcome {
    const before = this.#executions.get(unit) ?? 0;
    this.#executions.set(unit, before + 1);
    const outcomes = Object.hasOwn(this.scenario.outcomes, unit)
      ? this.scenario.outcomes[unit]
      : [];
    return outcomes[before] ?? { does: 'complete', output: null };
  }

  once(moment: Moment, callback: () => void): void {
    this.#run.chronicle.once(moment, callback);
  }

  onDecision(): void {
    // The run tells of its first decision before it is there.
    if (!this.#run) return;
    const next = this.scenario.actions[this.#asked];
    if (!next || !this.#isAnswered(this.#asked - 1)) return;
    if (!this.#run.chronicle.hasCome(next.when)) return;
    const request = String(this.#asked);
    this.#asked += 1;
    this.#run.take({ request, ...toEvent(next.asks) });
  }

  onChild(unit: string, chronicle: Chronicle): void {
    this.#children.push({ unit, chronicle });
  }

  /** An event may be all that it ever is: accepted. */
  #isAnswered(action: number): boolean {
    if (action < 0) return true;
    const answer = this.#run.answers.get(String(action));
    return (
      answer !== undefined &&
      (answer.outcome !== 'accepted' ||
        this.scenario.actions[action].asks.action === 'send_event')
    );
  }

  refusal(reason: string): Answer {
    const { state } = this.#run;
    const isHeld = state.held > 0;
    const run = {
      status: state.status,
      pauseRequested: state.pauseAsked && state.status === 'running',
      needsIntervention: isHeld && state.rollback !== null,
      blockedReason: isHeld && state.rollback === null ? 'step_failed' : null,
    };
    const allowed = definitionActionSchema.options.filter(
      action => refusalOf(action, run) === undefined,
    );
    return { outcome: 'refused', reason, allowed };
  }
}

function toEvent(operation: Operation): OperatorEvent {
  const actor = 'user:default/operator';
  const reason = 'as the scenario says';
  switch (operation.action) {
    case 'pause':
    case 'resume':
      return { type: operation.action };
    case 'cancel':
      return { type: 'cancel', reason, actor };
    case 'retry': {
      const { step, item } = operation;
      return { type: 'retry', step, item, reason, actor };
    }
    case 'force': {
      const { step, to, output } = operation;
      return { type: 'force', step, to, output, reason, actor };
    }
    case 'decide': {
      const { step, decision, note = null } = operation;
      return { type: 'decide', step, decision, note, actor };
    }
    case 'node_action': {
      const { step, operation: action, input = {} } = operation;
      return { type: 'node_action', step, action, input };
    }
    case 'send_event': {
      const { name, payload } = operation;
      return { type: 'send_event', name, payload };
    }
    default:
      return { type: 'resolve', note: operation.note, actor };
  }
}
