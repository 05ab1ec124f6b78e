import { Knex } from 'knex';
import { z } from 'zod';
import {
  logLevelSchema,
  RunSnapshot,
  runSnapshotSchema,
} from 'backstage-plugin-workflow-runs-common';
import {
  EngineLogLine,
  NativeRun,
  Observed,
  RunSink,
} from 'backstage-plugin-workflow-runs-node';
import {
  ObservedInstance,
  ObservedRuns,
  RunTooLarge,
} from '../observed/ObservedRuns';
import { LiveWriter, Speaker } from '../recorder/LiveWriter';
import { TooManyTags } from '../recorder/Transition';

const logLineSchema = z.object({
  number: z.int().positive(),
  at: z.int().nonnegative(),
  level: logLevelSchema,
  message: z.string(),
  step: z.string().optional(),
  attempt: z.int().positive().optional(),
});

/** Where an engine tells of the runs of an instance. An engine is a guest: what it tells is checked. */
export class SyncSink implements RunSink {
  /** Runs that were told of. */
  readonly told = new Set<string>();
  /** Why something was not taken in. */
  readonly refused: string[] = [];
  #isClosed = false;

  constructor(
    private readonly instance: ObservedInstance,
    private readonly options: {
      knex: Knex;
      observed: ObservedRuns;
      live: LiveWriter;
    },
  ) {}

  /** Nobody waits for what the engine tells any more. */
  close(): void {
    this.#isClosed = true;
  }

  async observe(snapshot: RunSnapshot): Promise<Observed> {
    this.#demandOpen();
    const parsed = runSnapshotSchema.safeParse(snapshot);
    if (!parsed.success) {
      const [{ path, message }] = parsed.error.issues;
      return this.#refuse(`/${path.join('/')}: ${message}`);
    }
    const [outcome] = await this.options.observed.observeAll(this.instance, [
      parsed.data,
    ]);
    if (outcome instanceof RunTooLarge || outcome instanceof TooManyTags) {
      return this.#refuse(outcome.message);
    }
    if (outcome instanceof Error) throw outcome;
    if (outcome.runId !== null) this.told.add(outcome.runId);
    return outcome;
  }

  /** One run that cannot be taken in must not keep the others of its page out. */
  #refuse(why: string): Observed {
    this.refused.push(`A snapshot was not taken in: ${why}`);
    return { runId: null, outcome: 'refused', why };
  }

  #demandOpen(): void {
    if (!this.#isClosed) return;
    throw new Error('The sync is over: its signal has said so');
  }

  async record(
    run: NativeRun,
    lines: readonly EngineLogLine[],
  ): Promise<number> {
    this.#demandOpen();
    const row = await this.#row(run);
    if (!row) return 0;
    const known = Number(row.recorded);
    const fresh = lines
      .filter(({ number }) => !(number <= known))
      .filter(line => this.#fits(line))
      .sort((a, b) => a.number - b.number);
    if (fresh.length === 0) return known;
    const last = fresh[fresh.length - 1].number;
    // Before they are written: a line that is lost in a crash is better than all of them twice.
    const taken = await this.options
      .knex('observed_runs')
      .where({ run_id: row.run_id, recorded: known })
      .update({ recorded: last });
    if (taken === 0) return this.recorded(run);
    await this.#write(row.run_id, fresh);
    return last;
  }

  #fits(line: EngineLogLine): boolean {
    const { success, error } = logLineSchema.safeParse(line);
    if (!success) {
      const [{ path, message }] = error.issues;
      this.refused.push(
        `A line was not taken in: /${path.join('/')}: ${message}`,
      );
    }
    return success;
  }

  async recorded(run: NativeRun): Promise<number> {
    return Number((await this.#row(run))?.recorded ?? 0);
  }

  async #write(runId: string, lines: readonly EngineLogLine[]): Promise<void> {
    const { live } = this.options;
    const speakers = new Map<string, Speaker>();
    for (const { step = '', attempt = 1, level, message, at } of lines) {
      const speaker = { runId, step, item: -1, attempt };
      speakers.set(JSON.stringify(speaker), speaker);
      live.log(speaker, level, message, undefined, at);
    }
    for (const speaker of speakers.values()) await live.finish(speaker);
  }

  #row({ namespace, nativeId }: NativeRun) {
    return this.options
      .knex('observed_runs')
      .where({
        engine_instance: this.instance.id,
        namespace,
        native_id: nativeId,
        is_shown: true,
      })
      .first('run_id', 'recorded');
  }
}
