import { errorCategorySchema } from 'backstage-plugin-workflow-runs-common';
import { EndedStatus } from '../contribution';

/** Numbers in [0, 1) that follow from a seed: mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface SomeStep {
  key: string;
  status: 'completed' | 'failed' | 'skipped';
  /** Null where it has not begun. */
  durationMs: number | null;
  taskQueue: string | null;
}

export interface SomeAttempt {
  step: string;
  item: number;
  generation: number;
  number: number;
  status: 'completed' | 'failed' | 'lost';
  expected: boolean | null;
}

/** A run as the tables have it. */
export interface SomeRun {
  id: string;
  /** Index of its workflow. */
  workflow: number;
  version: string;
  environment: string;
  backfill: boolean;
  startedBy: string | null;
  tags: string[];
  status: EndedStatus | 'running';
  endedAt: number;
  durationMs: number;
  generation: number;
  partial: boolean;
  sla: 'met' | 'breached' | 'on_track' | null;
  errorCategory: (typeof errorCategorySchema.options)[number] | null;
  tokens: number | null;
  computeMs: number | null;
  accuracy: number | null;
  throughputDelta: number | null;
  experience: number | null;
  taskQueue: string | null;
  steps: SomeStep[];
  attempts: SomeAttempt[];
}

export const NOW = Date.UTC(2026, 10, 15, 10, 7);
export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const SPAN_MS = 40 * DAY_MS;

const PEOPLE = ['group:default/a', 'group:default/b', 'user:default/c'];
export const QUEUES = ['orders', 'cards', 'fetch'] as const;
const TAGS = ['x', 'y', "o'clock", '%', 'a,b'];

/** Makes runs of some workflows, one by one, each another one. */
export class SomeRuns {
  readonly #random: () => number;
  #made = 0;

  constructor(private readonly workflows: number, seed: number) {
    this.#random = randomFrom(seed);
  }

  next(): SomeRun {
    this.#made += 1;
    return {
      id: `run_${String(this.#made).padStart(7, '0')}`,
      workflow: this.chooseIndex(this.workflows),
      version: this.choose('1', '2', '3'),
      environment: this.choose('prod', 'prod', 'stage'),
      backfill: this.isSo(0.1),
      startedBy: this.#orNull(0.5, () => this.choose(...PEOPLE)),
      tags: TAGS.filter(() => this.isSo(0.3)),
      ...this.fate(),
    };
  }

  /** What becomes of a run; another time it may be something else. */
  fate(): Omit<
    SomeRun,
    | 'id'
    | 'workflow'
    | 'version'
    | 'environment'
    | 'backfill'
    | 'startedBy'
    | 'tags'
  > {
    const status = this.choose(
      ...(['completed', 'completed', 'completed', 'failed'] as const),
      ...(['failed', 'canceled', 'running'] as const),
    );
    const steps = ['fetch', 'store', 'fan'].map(key => this.#step(key));
    return {
      status,
      endedAt: this.#moment(),
      durationMs: this.#duration(),
      generation: this.isSo(0.1) ? 1 : 0,
      partial: status === 'completed' && this.isSo(0.1),
      sla: this.choose('met', 'met', 'breached', 'on_track', null),
      errorCategory:
        status === 'failed'
          ? this.choose(...errorCategorySchema.options)
          : null,
      tokens: this.#orNull(0.7, () => this.chooseIndex(10_000)),
      computeMs: this.#orNull(0.8, () => this.chooseIndex(100_000)),
      accuracy: this.#orNull(0.8, () => this.chooseIndex(101) / 100),
      throughputDelta: this.#orNull(0.9, () => this.chooseIndex(300) / 100 - 1),
      experience: this.#orNull(0.9, () => this.chooseIndex(11) / 10),
      taskQueue: this.#queue(),
      steps,
      attempts: steps.flatMap(step => this.#attemptsOf(step)),
    };
  }

  choose<T>(...values: readonly T[]): T {
    return values[this.chooseIndex(values.length)];
  }

  chooseIndex(length: number): number {
    return Math.floor(this.#random() * length);
  }

  isSo(chance: number): boolean {
    return this.#random() < chance;
  }

  #orNull<T>(chance: number, make: () => T): T | null {
    return this.isSo(chance) ? null : make();
  }

  /** Many in the same minute, some in the same moment. */
  #moment(): number {
    const at = NOW - Math.floor(this.#random() * SPAN_MS);
    return this.isSo(0.3) ? at - (at % MINUTE_MS) : at;
  }

  /** As many of a second as of a minute as of an hour, nearly; some of none at all. */
  #duration(): number {
    return this.isSo(0.02)
      ? 0
      : Math.floor(Math.exp(this.#random() * Math.log(20_000_000)));
  }

  #queue(): string | null {
    return this.#orNull(0.6, () => this.choose(...QUEUES));
  }

  #step(key: string): SomeStep {
    const status = this.choose('completed', 'completed', 'failed', 'skipped');
    const durationMs = status === 'skipped' ? null : this.#duration();
    return { key, status, durationMs, taskQueue: this.#queue() };
  }

  #attemptsOf({ key, durationMs }: SomeStep): SomeAttempt[] {
    if (durationMs === null) return [];
    const item = key === 'fan' ? 3 : -1;
    const count = this.choose(1, 1, 1, 2, 4);
    return Array.from({ length: count }, (_, index) => ({
      step: key,
      item,
      generation: 0,
      number: index + 1,
      status: index === count - 1 ? 'completed' : this.choose('failed', 'lost'),
      expected: index === 0 ? null : this.isSo(0.6),
    }));
  }
}
