import type { RunFact } from '../../model/fact';
import type { Json } from '../../model/vocabulary';
import type { Effect } from '../event';
import { newFanOut } from '../fanOut';
import type { StoredRun, StoredStep } from '../restore';
import { PENDING, RunState } from '../state';
import { unitId } from '../unit';
import { INPUT } from './arbitraries';

/**
 * What a database holds of a run: what facts and effects tell, and nothing of the machine's state but
 * the two flags that an engine keeps itself. A step's row is written as the recorder writes it.
 */
export class Tables {
  readonly steps: Record<string, StoredStep> = {};
  /** Outputs, and the passage of the run that each is of. */
  readonly outputs = new Map<string, { output: Json; generation: number }>();
  readonly retryAt = new Map<string, number>();
  run: Pick<
    StoredRun,
    'status' | 'generation' | 'since' | 'startedAt' | 'failure' | 'sla'
  > = {
    status: 'queued',
    generation: 0,
    since: 0,
    startedAt: null,
    failure: null,
    sla: null,
  };

  constructor(keys: readonly string[]) {
    for (const key of keys) this.steps[key] = rowOf({});
  }

  write(effects: readonly Effect[], state: RunState) {
    for (const effect of effects) {
      switch (effect.type) {
        case 'fact':
          this.#project(effect.fact);
          break;
        case 'output':
          this.outputs.set(unitId(effect.step, effect.item), {
            output: effect.output,
            generation: state.generation,
          });
          break;
        case 'timer':
          if (effect.kind !== 'retry') break;
          this.retryAt.set(unitId(effect.step, effect.item), effect.dueAt);
          break;
        case 'clearTimer':
          if (effect.kind !== 'retry') break;
          this.retryAt.delete(unitId(effect.step, effect.item));
          break;
        default:
      }
    }
  }

  /** What a restart would find. */
  stored(state: RunState, limit: number | undefined): StoredRun {
    return structuredClone({
      ...this.run,
      seed: state.seed,
      input: INPUT,
      outputs: Object.fromEntries(
        [...this.outputs].flatMap(([unit, { output, generation }]) => {
          const { status, generation: latest } = this.steps[unit];
          const counts =
            ['completed', 'waiting_human'].includes(status) &&
            generation === latest;
          return counts ? [[unit, output]] : [];
        }),
      ),
      steps: Object.fromEntries(
        Object.entries(this.steps).map(([unit, step]) => [
          unit,
          { ...step, retryAt: this.retryAt.get(unit) ?? null },
        ]),
      ),
      pauseAsked: state.pauseAsked,
      poisoned: state.poisoned,
      limit,
    });
  }

  #project(fact: RunFact) {
    if ('item' in fact) this.#projectStep(fact);
    else this.#projectRun(fact);
  }

  #projectRun(fact: Exclude<RunFact, { item: number }>) {
    const { run } = this;
    const enter = (status: StoredRun['status']) => {
      Object.assign(run, { status, since: fact.at });
    };
    switch (fact.type) {
      case 'run.started':
        enter('running');
        run.startedAt = fact.at;
        if (fact.slaDueAt !== undefined) run.sla = onTrack(fact.slaDueAt);
        break;
      case 'run.reopened':
        enter('running');
        run.generation = fact.generation;
        run.startedAt = fact.at;
        run.failure = null;
        if (fact.sla) {
          const breached = fact.sla.status === 'breached';
          run.sla = { ...onTrack(fact.sla.dueAt), warned: breached, breached };
        }
        this.#forget(fact.recomputed, fact.generation);
        break;
      case 'run.paused':
        enter('paused');
        break;
      case 'run.resumed':
        enter('running');
        break;
      case 'run.waiting_human':
        enter('waiting_human');
        break;
      case 'run.canceling':
        enter('canceling');
        break;
      case 'run.completed':
        enter('completed');
        break;
      case 'run.failed':
        enter('failed');
        break;
      case 'run.canceled':
        enter('canceled');
        break;
      case 'run.changed':
        if (fact.slaDueAt !== undefined) run.sla!.dueAt = fact.slaDueAt;
        break;
      case 'sla.warning':
        run.sla!.warned = true;
        break;
      case 'sla.breached':
        Object.assign(run.sla!, { warned: true, breached: true });
        break;
      default:
    }
  }

  /** What is repeated has not happened yet in this passage; how many items there were is kept. */
  #forget(units: readonly string[], generation: number) {
    for (const unit of units) {
      const { fanOut } = this.steps[unit];
      this.steps[unit] = { ...rowOf({ generation }), fanOut };
    }
  }

  #projectStep(fact: Extract<RunFact, { item: number }>) {
    const unit = unitId(fact.step, fact.item);
    const { generation } = fact;
    const row = (this.steps[unit] ??= rowOf({}));
    const set = (change: Partial<StoredStep>) =>
      Object.assign(row, { generation }, change);
    const ended = { held: false, waitingFor: null };
    switch (fact.type) {
      case 'step.started':
        // A rollback of an earlier passage of the run may have left its row.
        if (fact.attempt === 1 && fact.step.includes(':')) {
          Object.assign(row, rowOf({}));
        }
        set({
          ...ended,
          status: 'running',
          attempt: fact.attempt,
          attemptStartedAt: fact.at,
          waitingFor: fact.waitingFor ?? null,
        });
        if (fact.waitingFor?.kind === 'items') {
          row.fanOut = newFanOut(fact.waitingFor.items);
        }
        row.startedAt = fact.attempt === 1 ? fact.at : row.startedAt ?? fact.at;
        break;
      case 'step.retrying': {
        const isByOperator = fact.from === 'failed';
        set({
          ...ended,
          status: 'retrying',
          nextExpected: fact.expected,
          losses: fact.losses,
          error: fact.error,
        });
        if (isByOperator) set({ tries: 0, startedAt: fact.at });
        else if (fact.outcome === 'failed') row.tries += 1;
        for (const item of fact.recomputed ?? []) {
          const { attempt } = this.steps[item];
          this.steps[item] = rowOf({
            attempt,
            generation,
            nextExpected: false,
          });
        }
        break;
      }
      case 'step.waiting_human':
        set({ waitingFor: fact.waitingFor });
        if (fact.notice !== 'asked') break;
        row.status = 'waiting_human';
        row.startedAt ??= fact.at;
        break;
      case 'step.completed':
        set({ ...ended, status: 'completed', error: null });
        if (fact.items) row.failedItems = fact.items.failed;
        break;
      case 'step.failed':
        set({ ...ended, status: 'failed', error: fact.error, held: fact.held });
        if (fact.endsRun) {
          this.run.failure = { step: fact.step, error: fact.error };
        }
        break;
      case 'step.skipped':
        set({ ...ended, status: 'skipped', skipReason: fact.reason });
        break;
      case 'step.canceled':
        set({ ...ended, status: 'canceled' });
        break;
      case 'step.compensated':
        set({ status: 'compensated' });
        break;
      default:
    }
  }
}

function onTrack(dueAt: number) {
  return { dueAt, warned: false, breached: false };
}

function rowOf(change: Partial<StoredStep>): StoredStep {
  const { unmet: _, undo: __, ...pending } = PENDING;
  return { ...pending, ...change };
}
