import {
  RunFact,
  RunStatus,
  StepStatus,
} from 'backstage-plugin-workflow-runs-common';
import { rollbackOf } from 'backstage-plugin-workflow-runs-common/machine';
import { statusAfter, unitOf, unitStatusAfter } from './history';
import { Moment } from './scenario';

/**
 * What is known of a run by its facts alone, and who waits for what of it: an executor tells it every
 * fact, in the order in which they are recorded.
 *
 * @public
 */
export class Chronicle {
  readonly facts: RunFact[] = [];
  /** The status of the run. */
  status: RunStatus = 'queued';
  readonly #statuses = new Map<string, StepStatus>();
  readonly #counts = new Map<string, number>();
  #waiting: { moment: Moment; callback: () => void }[] = [];

  constructor() {
    this.#count({ run: 'queued' });
  }

  tell(fact: RunFact): void {
    this.facts.push(fact);
    const unit = unitOf(fact);
    this.#count({ event: fact.type });
    if (unit !== undefined) this.#count({ event: fact.type, unit });

    const status = statusAfter(fact);
    if (status) {
      this.status = status;
      this.#count({ run: status });
    }
    const unitStatus = unitStatusAfter(fact);
    if (unit !== undefined && unitStatus) {
      if (this.statusOf(unit) !== unitStatus) {
        this.#count({ unit, is: unitStatus });
      }
      this.#statuses.set(unit, unitStatus);
    }
    // A rollback of an earlier passage is history once the step is rolled back again.
    if (fact.type === 'compensation.started') {
      this.#statuses.set(rollbackOf(fact.step), 'pending');
    }
    if ('recomputed' in fact) {
      for (const again of fact.recomputed ?? [])
        this.#statuses.set(again, 'pending');
    }
    this.#callWaiting();
  }

  /** The status of a unit; one of which nothing was told is pending. */
  statusOf(unit: string): StepStatus {
    return this.#statuses.get(unit) ?? 'pending';
  }

  /** The units of which something was told, with their status. */
  get units(): ReadonlyMap<string, StepStatus> {
    return this.#statuses;
  }

  hasCome(moment: Moment): boolean {
    return (this.#counts.get(nameOf(moment)) ?? 0) >= (moment.times ?? 1);
  }

  /** Calls back once, as soon as the moment has come; at once where it has. */
  once(moment: Moment, callback: () => void): void {
    this.#waiting.push({ moment, callback });
    this.#callWaiting();
  }

  #callWaiting() {
    const due = this.#waiting.filter(({ moment }) => this.hasCome(moment));
    if (due.length === 0) return;
    this.#waiting = this.#waiting.filter(({ moment }) => !this.hasCome(moment));
    for (const { callback } of due) callback();
  }

  #count(moment: Moment) {
    const name = nameOf(moment);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }
}

function nameOf(moment: Moment): string {
  if ('run' in moment) return `run is ${moment.run}`;
  if ('is' in moment) return `${moment.unit} is ${moment.is}`;
  return `${moment.event} ${moment.unit ?? ''}`;
}
