import {
  EndedRunStatus,
  HeldRuns,
  RetentionAmount,
  RetentionClass,
} from 'backstage-plugin-workflow-runs-common';
import { Held } from './RetentionRules';

/** Errors that a report tells of; the others are counted. */
const MAX_ERRORS = 20;

/** What amounts are told apart by. */
export interface AmountKey {
  class: RetentionClass;
  tenantId: string;
  status: EndedRunStatus | null;
}

/** As it is kept. */
export interface StoredReport {
  deleted: RetentionAmount[];
  held: HeldRuns[];
  errors: string[];
  errorCount: number;
}

/** What a job has deleted so far, and what it has not. */
export class Report {
  readonly #amounts = new Map<string, RetentionAmount>();
  readonly #held = new Map<string, HeldRuns>();
  readonly #errors: string[];
  #errorCount: number;

  constructor(stored?: StoredReport) {
    for (const amount of stored?.deleted ?? []) {
      this.#amounts.set(keyOf(amount), { ...amount });
    }
    for (const held of stored?.held ?? []) {
      this.#held.set(JSON.stringify([held.reason, held.tag]), { ...held });
    }
    this.#errors = [...(stored?.errors ?? [])];
    this.#errorCount = stored?.errorCount ?? 0;
  }

  add(
    { class: name, tenantId, status }: AmountKey,
    more: Partial<Omit<RetentionAmount, keyof AmountKey>>,
  ): void {
    const key = { class: name, tenantId, status };
    const amount = this.#amounts.get(keyOf(key)) ?? {
      ...key,
      runs: 0,
      rows: 0,
      bytes: 0,
      artifacts: 0,
    };
    amount.runs += more.runs ?? 0;
    amount.rows += more.rows ?? 0;
    amount.bytes += more.bytes ?? 0;
    amount.artifacts += more.artifacts ?? 0;
    this.#amounts.set(keyOf(key), amount);
  }

  hold({ reason, tag }: Held, runs = 1): void {
    const key = JSON.stringify([reason, tag]);
    const held = this.#held.get(key) ?? { reason, tag, runs: 0 };
    held.runs += runs;
    this.#held.set(key, held);
  }

  fail(message: string): void {
    this.#errorCount += 1;
    if (this.#errors.length < MAX_ERRORS) this.#errors.push(message);
  }

  toStored(): StoredReport {
    return {
      deleted: [...this.#amounts.values()].filter(
        ({ runs, rows }) => runs > 0 || rows > 0,
      ),
      held: [...this.#held.values()],
      errors: this.#errors,
      errorCount: this.#errorCount,
    };
  }
}

function keyOf({ class: name, tenantId, status }: AmountKey): string {
  return JSON.stringify([name, tenantId, status]);
}
