import { createHash } from 'node:crypto';
import { Knex } from 'knex';
import {
  MAX_OBSERVED_STEPS,
  MAX_TAGS,
  RunSnapshot,
} from 'backstage-plugin-workflow-runs-common';
import {
  EngineInstance,
  Observed,
  RunSink,
} from 'backstage-plugin-workflow-runs-node';
import { Change } from '../database/changes';
import { newId } from '../database/ids';
import { whereAmong } from '../database/whereAmong';
import { DatabaseRow } from '../queries/DatabaseRow';
import { RunRedaction } from '../privacy/RunRedaction';
import { Recorder } from '../recorder/Recorder';
import {
  ObservationStale,
  PayloadRecord,
  RunPurged,
  Transition,
} from '../recorder/Transition';
import { WorkflowStore } from '../workflows/WorkflowStore';
import { diff, Told as ToldBefore } from './diff';
import { merge, nothingOf } from './merge';
import { redactSnapshot } from './redactSnapshot';
import { rowsOf } from './rowsOf';
import { queuedAtOf, statesOf } from './standing';

/** How often it is read anew what another process has added meanwhile. */
const MAX_TRIES = 20;
/** Characters of JSON that are kept of a run: it is written anew whenever something is added. */
const MAX_KNOWN = 4 * 1024 * 1024;
/** Rows that one statement inserts: SQLite binds no more than so many values. */
const CHUNK = 200;

/** An instance, with since when its runs are followed: what happened before is an import. */
export interface ObservedInstance extends EngineInstance {
  importedBefore?: number;
}

/** What is known of a run, with the row that it is kept in. */
interface Known {
  runId: string;
  revision: number;
  isShown: boolean;
  snapshot: RunSnapshot;
  /** How far the log has come with it. */
  told: ToldBefore | null;
}

/** What is told of a run, and what is written in the same transaction. */
interface Told {
  snapshot: RunSnapshot;
  beside: Change[];
}

/** A run that an engine knows by an id of its own. */
export type FoundRun = Pick<RunSnapshot, 'namespace' | 'nativeId'> & {
  runId: string;
};

/** More is told of a run than is taken in. */
export class RunTooLarge extends Error {}

/** Takes in what observed engines tell: adds it to what is known, and records what is news. */
export class ObservedRuns {
  readonly #workflows = new Map<string, string>();
  /** What is being written of a run: what comes behind it waits, and need not be read twice. */
  readonly #busy = new Map<string, Promise<unknown>>();

  constructor(
    private readonly options: {
      knex: Knex;
      recorder: Recorder;
      redaction: Pick<RunRedaction, 'ofRun'>;
      workflows: WorkflowStore;
      now: () => number;
    },
  ) {}

  /** Where an instance of an engine tells of its runs. */
  sinkOf(instance: ObservedInstance): Pick<RunSink, 'observe'> {
    return {
      observe: async snapshot => {
        const [outcome] = await this.observeAll(instance, [snapshot]);
        if (outcome instanceof Error) throw outcome;
        return outcome;
      },
    };
  }

  /**
   * The same for several runs at once; those of the same run are to be merged before.
   *
   * @param besideOf - what is written in the transaction of a snapshot, by its index, where that changes something
   */
  async observeAll(
    instance: ObservedInstance,
    snapshots: readonly RunSnapshot[],
    besideOf: (index: number) => Change[] = () => [],
  ): Promise<(Observed | Error)[]> {
    const known = await this.#load(instance, snapshots);
    return Promise.all(
      snapshots.map((snapshot, index) =>
        this.#inTurn(
          instance,
          { snapshot, beside: besideOf(index) },
          known.get(nameOf(snapshot))!,
        ),
      ),
    );
  }

  /** Those of the runs that are shown, with their ids here. */
  async find(
    instance: ObservedInstance,
    runs: readonly Pick<RunSnapshot, 'namespace' | 'nativeId'>[],
  ): Promise<FoundRun[]> {
    if (runs.length === 0) return [];
    return whereAmong(
      this.options
        .knex('observed_runs')
        .where({ engine_instance: instance.id, is_shown: true })
        .whereIn('namespace', [...new Set(runs.map(each => each.namespace))]),
      'native_id',
      [...new Set(runs.map(each => each.nativeId))],
    ).select('run_id as runId', 'namespace', 'native_id as nativeId');
  }

  async #inTurn(
    instance: ObservedInstance,
    told: Told,
    known: Known,
  ): Promise<Observed | Error> {
    const { runId } = known;
    const before = this.#busy.get(runId);
    const work = (before ?? Promise.resolve()).then(() =>
      // What was read before another has written is old.
      this.#observe(instance, told, before ? undefined : known, runId),
    );
    const settled = work.catch((error: Error) => error);
    this.#busy.set(runId, settled);
    const outcome = await settled;
    if (this.#busy.get(runId) === settled) this.#busy.delete(runId);
    return outcome;
  }

  async #observe(
    instance: ObservedInstance,
    told: Told,
    read: Known | undefined,
    runId: string,
  ): Promise<Observed> {
    let known = read;
    for (let tries = 1; ; tries++) {
      known ??= await this.#read(instance, told.snapshot);
      try {
        return await this.#add(instance, known, told);
      } catch (error) {
        if (error instanceof RunPurged) {
          await this.options
            .knex('observed_runs')
            .where({ run_id: runId, is_shown: false })
            .delete();
          return { runId, outcome: 'gone' };
        }
        if (!(error instanceof ObservationStale) || tries === MAX_TRIES)
          throw error;
        known = undefined;
      }
    }
  }

  async #add(
    instance: ObservedInstance,
    known: Known,
    { snapshot: told, beside }: Told,
  ): Promise<Observed> {
    const { redaction, now } = this.options;
    const { runId, revision } = known;
    const name = known.snapshot.workflow?.name ?? told.workflow?.name;
    const workflowId = name && (await this.#workflowId(instance, told, name));
    const { value: next, tokens } = await redaction.ofRun(
      runId,
      redactor =>
        known.isShown
          ? merge(known.snapshot, redactSnapshot(told, redactor))
          : // What was kept before the workflow was known is treated by its rules now.
            redactSnapshot(merge(known.snapshot, told), redactor),
      workflowId || undefined,
    );
    const content = JSON.stringify(next);
    demandSize(next, content);
    const isNews =
      content !== JSON.stringify(known.snapshot) ||
      (workflowId && !known.isShown);
    if (!isNews) {
      return { runId, outcome: known.isShown ? 'unchanged' : 'waiting' };
    }
    if (!workflowId) {
      await this.#keep(known, content);
      return { runId, outcome: 'waiting' };
    }
    const previous = known.isShown ? known.snapshot : null;
    const { facts, told: toldNow } = diff(known.told, next);
    const kept: Change = {
      kind: 'update',
      table: 'observed_runs',
      key: { run_id: runId },
      set: {
        snapshot: content,
        told: JSON.stringify(toldNow),
        is_shown: true,
        revision: revision + 1,
        updated_at: now(),
      },
    };
    await this.options.recorder.commit({
      ...(known.isShown ? {} : created(instance, next, workflowId)),
      runId,
      facts,
      reports: reportsOf(previous, next),
      payloads: payloadsOf(previous, next),
      observed: {
        revision,
        changes: [...changesBetween(runId, previous, next), kept, ...beside],
      },
      mode: instance.mode,
      importedBefore: instance.importedBefore,
      ...(tokens.length > 0 ? { tokens } : {}),
    });
    return { runId, outcome: 'changed' };
  }

  /** Keeps what is known of a run that cannot be shown yet. */
  async #keep({ runId, revision }: Known, snapshot: string): Promise<void> {
    const kept = await this.options
      .knex('observed_runs')
      .where({ run_id: runId, revision, is_shown: false })
      .update({
        snapshot,
        revision: revision + 1,
        updated_at: this.options.now(),
      });
    if (kept === 0) throw new ObservationStale(runId);
  }

  async #workflowId(
    instance: ObservedInstance,
    { namespace, workflow }: RunSnapshot,
    name: string,
  ): Promise<string> {
    const key = JSON.stringify([instance.id, namespace, name]);
    const known = this.#workflows.get(key);
    if (known) return known;
    const id = await this.options.workflows.see(
      { engine: instance.id, engineInstance: instance.id, namespace },
      { ...workflow, name, tenantId: instance.tenantId },
      this.options.now(),
    );
    if (this.#workflows.size >= 10_000) this.#workflows.clear();
    this.#workflows.set(key, id);
    return id;
  }

  async #read(instance: ObservedInstance, told: RunSnapshot): Promise<Known> {
    return (await this.#load(instance, [told])).get(nameOf(told))!;
  }

  /** What is known of runs; of those of which nothing is, a row to add to. */
  async #load(
    instance: ObservedInstance,
    snapshots: readonly RunSnapshot[],
  ): Promise<Map<string, Known>> {
    const known = new Map<string, Known>();
    const keep = (found: readonly Known[]) => {
      for (const each of found) known.set(nameOf(each.snapshot), each);
    };
    const missing = () => snapshots.filter(each => !known.has(nameOf(each)));
    keep(await this.#select(instance, snapshots));
    if (missing().length > 0) keep(await this.#insert(instance, missing()));
    // Another process has been told of them at the same time.
    if (missing().length > 0) keep(await this.#select(instance, missing()));
    return known;
  }

  async #select(
    instance: ObservedInstance,
    snapshots: readonly RunSnapshot[],
  ): Promise<Known[]> {
    const namespaces = [...new Set(snapshots.map(each => each.namespace))];
    const rows = await whereAmong(
      this.options
        .knex('observed_runs')
        .where('engine_instance', instance.id)
        .whereIn('namespace', namespaces),
      'native_id',
      snapshots.map(each => each.nativeId),
    );
    return rows.map(toKnown);
  }

  /** @returns those that were not there */
  async #insert(
    instance: ObservedInstance,
    snapshots: readonly RunSnapshot[],
  ): Promise<Known[]> {
    const { knex, now } = this.options;
    const unique = new Map(snapshots.map(each => [nameOf(each), each]));
    // In one order: two that insert the same would wait for each other for ever.
    const names = [...unique.keys()].sort();
    const inserted: Known[] = [];
    for (let start = 0; start < names.length; start += CHUNK) {
      const rows = await knex('observed_runs')
        .insert(
          names.slice(start, start + CHUNK).map(name => {
            const { namespace, nativeId } = unique.get(name)!;
            return {
              run_id: newId('run'),
              engine_instance: instance.id,
              namespace,
              native_id: nativeId,
              is_shown: false,
              revision: 0,
              snapshot: JSON.stringify(nothingOf(nativeId, namespace)),
              updated_at: now(),
            };
          }),
        )
        .onConflict(['engine_instance', 'namespace', 'native_id'])
        .ignore()
        .returning('*');
      inserted.push(...rows.map(toKnown));
    }
    return inserted;
  }
}

function toKnown(row: DatabaseRow): Known {
  return {
    runId: row.run_id,
    revision: Number(row.revision),
    isShown: Boolean(row.is_shown),
    snapshot: JSON.parse(row.snapshot),
    told: row.told === null ? null : JSON.parse(row.told),
  };
}

/** @throws RunTooLarge */
function demandSize({ steps, tags }: RunSnapshot, content: string): void {
  const problem =
    (steps.length > MAX_OBSERVED_STEPS &&
      `a run has at most ${MAX_OBSERVED_STEPS} steps here`) ||
    (tags.length > MAX_TAGS && `a run has at most ${MAX_TAGS} tags`) ||
    (content.length > MAX_KNOWN &&
      `at most ${MAX_KNOWN} characters are kept of a run`);
  if (problem) throw new RunTooLarge(problem);
}

function nameOf({ namespace, nativeId }: RunSnapshot): string {
  return JSON.stringify([namespace, nativeId]);
}

/** What is written: rows that are not as they were. */
function changesBetween(
  runId: string,
  previous: RunSnapshot | null,
  next: RunSnapshot,
): Change[] {
  const idOf = (step: string) => stepIdOf(runId, step);
  const rows = rowsOf(runId, next, idOf);
  if (!previous) return rows;
  const known = new Set(
    rowsOf(runId, previous, idOf).map(row => JSON.stringify(row)),
  );
  const from = statesOf(next).length + 1;
  const surplus = Math.max(0, statesOf(previous).length - from + 1);
  return [
    ...rows.filter(row => !known.has(JSON.stringify(row))),
    ...Array.from(
      { length: surplus },
      (_, index): Change => ({
        kind: 'delete',
        table: 'run_states',
        key: { run_id: runId, number: from + index },
      }),
    ),
  ];
}

/** The same for the same step, however often its row is written. */
function stepIdOf(runId: string, step: string): string {
  const hash = createHash('sha256').update(`${runId}\0${step}`).digest('hex');
  return `step_${hash.slice(0, 26)}`;
}

/** What steps report, where it is not what they have reported before. */
function reportsOf(
  previous: RunSnapshot | null,
  next: RunSnapshot,
): Transition['reports'] {
  return next.steps.flatMap(({ key, report }) => {
    const before = previous?.steps.find(step => step.key === key)?.report;
    const isNews = JSON.stringify(before) !== JSON.stringify(report);
    return report && isNews
      ? [{ step: key, item: -1, report: report.value }]
      : [];
  });
}

/** What a run was given and has made, where it is news; a passage has outputs of its own. */
function payloadsOf(
  previous: RunSnapshot | null,
  { input, output }: RunSnapshot,
): PayloadRecord[] {
  const ofRun = { step: null, item: -1 };
  const isNews =
    JSON.stringify(previous?.output) !== JSON.stringify(output) && output;
  return [
    ...(input && !previous?.input
      ? [{ ...ofRun, direction: 'input', generation: 0, value: input } as const]
      : []),
    ...(isNews
      ? [
          {
            ...ofRun,
            direction: 'output',
            generation: output.generation,
            value: output.value,
          } as const,
        ]
      : []),
  ];
}

function created(
  instance: ObservedInstance,
  snapshot: RunSnapshot,
  workflowId: string,
): Pick<Transition, 'create'> {
  return {
    create: {
      workflowId,
      tenantId: instance.tenantId,
      engineInstance: instance.id,
      namespace: snapshot.namespace,
      nativeId: snapshot.nativeId,
      definition: null,
      definitionHash: null,
      environment: instance.environment,
      priority: 'normal',
      triggerType: snapshot.triggerType ?? 'event',
      triggeredBy: snapshot.triggeredBy ?? null,
      startedBy: snapshot.startedBy ?? null,
      businessEventId: snapshot.businessEventId ?? null,
      backfill: false,
      tags: snapshot.tags,
      originRunId: null,
      parent: null,
      reused: [],
      queuedAt: queuedAtOf(snapshot),
      slaTargetMs: null,
      input: null,
    },
  };
}
