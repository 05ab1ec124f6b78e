import { LoggerService } from '@backstage/backend-plugin-api';
import { DatabaseRow } from '../queries/DatabaseRow';
import { toEvent } from '../queries/recordsToWire';
import { RunDetailQueries } from '../queries/RunDetailQueries';
import { RunQueries } from '../queries/RunQueries';
import { RunRecord } from '../queries/runToWire';
import { SharedUpdate } from './SharedUpdate';

/** Runs that are read at once. */
const BATCH = 100;

/** Reads what has changed, of many runs by a handful of queries: what it costs does not grow with them. */
export class UpdateReader {
  constructor(
    private readonly options: {
      runs: RunQueries;
      details: RunDetailQueries;
      logger: LoggerService;
    },
  ) {}

  /**
   * Whole rows of what events touched, and of what is under way and may have progressed.
   *
   * @param changes - events by the run that they are of; none where only lines or progress have come
   * @returns undefined for a run that is not there; an error for one that cannot be read, which must not
   *   hold up the others
   */
  async read(
    changes: ReadonlyMap<string, readonly DatabaseRow[]>,
  ): Promise<Map<string, SharedUpdate | Error | undefined>> {
    return this.#each([...changes.keys()], async runIds =>
      this.#read(new Map(runIds.map(id => [id, changes.get(id)!]))),
    );
  }

  /** The runs themselves. */
  async runs(
    runIds: readonly string[],
  ): Promise<Map<string, RunRecord | Error | undefined>> {
    return this.#each(runIds, async some => {
      const found = await this.options.runs.getMany(some);
      return new Map(some.map((id, index) => [id, found[index]]));
    });
  }

  /** One by one where they cannot be read together: one of them is to blame. */
  async #each<T>(
    runIds: readonly string[],
    read: (some: string[]) => Promise<Map<string, T>>,
  ): Promise<Map<string, T | Error | undefined>> {
    const all = new Map<string, T | Error | undefined>();
    for (let i = 0; i < runIds.length; i += BATCH) {
      const some = runIds.slice(i, i + BATCH);
      const found = await read(some).catch(() => this.#readSingly(some, read));
      for (const id of some) all.set(id, found.get(id));
    }
    return all;
  }

  async #readSingly<T>(
    runIds: string[],
    read: (some: string[]) => Promise<Map<string, T>>,
  ): Promise<Map<string, T | Error | undefined>> {
    // Where the database does not answer, none of them is to blame.
    await this.options.details.live(runIds);
    const all = new Map<string, T | Error | undefined>();
    for (const id of runIds) {
      const value = await read([id]).then(
        one => one.get(id),
        (error: Error) => error,
      );
      if (value instanceof Error)
        this.options.logger.warn(`Readers of run ${id} are cut off: ${value}`);
      all.set(id, value);
    }
    return all;
  }

  async #read(
    changes: Map<string, readonly DatabaseRow[]>,
  ): Promise<Map<string, SharedUpdate | undefined>> {
    const { runs, details } = this.options;
    const runIds = [...changes.keys()];
    // First, with their versions, so that whatever changes while the rest is read counts as new.
    const found = (await runs.getMany(runIds)).filter(run => run !== undefined);
    const [steps, attempts] = await Promise.all([
      details.stepsOf(
        new Map(found.map(run => [run.id, stepsOf(run, changes.get(run.id)!)])),
      ),
      details.attemptsFrom(
        new Map(found.map(({ id }) => [id, firstAttempts(changes.get(id)!)])),
      ),
    ]);
    return new Map(
      found.map(run => [
        run.id,
        {
          run,
          steps: steps.get(run.id) ?? [],
          attempts: attempts.get(run.id) ?? [],
          events: changes.get(run.id)!.map(toEvent),
          logSequence: logSequenceOf(run),
        },
      ]),
    );
  }
}

/** A version begins with the number of the latest line. */
function logSequenceOf({ version }: RunRecord): number {
  return Number.parseInt(version, 10);
}

function stepsOf(run: RunRecord, rows: readonly DatabaseRow[]): string[] {
  const changed = rows.flatMap(({ step_key }) => step_key ?? []);
  const current = run.currentSteps.map(({ stepKey }) => stepKey);
  return [...new Set([...changed, ...current])];
}

/** The first attempt of each step that the events tell of; there may be thousands before it. */
function firstAttempts(rows: readonly DatabaseRow[]): Map<string, number> {
  const first = new Map<string, number>();
  for (const { step_key, attempt } of rows) {
    if (step_key === null || attempt === null) continue;
    first.set(step_key, Math.min(attempt, first.get(step_key) ?? attempt));
  }
  return first;
}
