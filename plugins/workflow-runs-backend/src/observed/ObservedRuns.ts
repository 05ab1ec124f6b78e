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
import { Change, Row } from '../database/changes';
import { RunRedaction } from '../privacy/RunRedaction';
import { Recorder } from '../recorder/Recorder';
import { ObservationStale, RunPurged } from '../recorder/Transition';
import { WorkflowStore } from '../workflows/WorkflowStore';
import { changesBetween } from './changesBetween';
import { created } from './created';
import { diff } from './diff';
import { FoundRun, Known, KnownRuns, nameOf } from './KnownRuns';
import { merge, nothingOf } from './merge';
import { payloadsOf, reportsOf, setAside } from './payloadNews';
import { redactSnapshot } from './redactSnapshot';

/** How often it is read anew what another process has added meanwhile. */
const MAX_TRIES = 20;
/** Characters of JSON that are kept of a run: it is written anew whenever something is added. */
const MAX_KNOWN = 4 * 1024 * 1024;
const LINKS = [
  ['parent', 'parent_run_id'],
  ['origin', 'origin_run_id'],
] as const;

/** An instance, with since when its runs are followed: what happened before is an import. */
export interface ObservedInstance extends EngineInstance {
  importedBefore?: number;
}

/** What is told of a run, and what is written in the same transaction. */
interface Told {
  snapshot: RunSnapshot;
  beside: Change[];
}

/** More is told of a run than is taken in. */
export class RunTooLarge extends Error {}

/** Takes in what observed engines tell: adds it to what is known, and records what is news. */
export class ObservedRuns {
  readonly #known: KnownRuns;
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
  ) {
    this.#known = new KnownRuns(options);
  }

  /** Those of the runs that are shown, with their ids here. */
  async find(
    instance: ObservedInstance,
    runs: readonly Pick<RunSnapshot, 'namespace' | 'nativeId'>[],
  ): Promise<FoundRun[]> {
    return this.#known.find(instance, runs);
  }

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
    const known = await this.#known.load(instance, snapshots);
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
      known ??= await this.#known.read(instance, told.snapshot);
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
    const { value, tokens } = await redaction.ofRun(
      runId,
      redactor => {
        if (!known.isShown) {
          // What was kept before the workflow was known is treated by its rules now.
          const whole = redactSnapshot(merge(known.snapshot, told), redactor);
          return workflowId
            ? setAside(whole)
            : { snapshot: whole, values: new Map() };
        }
        const { snapshot, values } = setAside(redactSnapshot(told, redactor));
        return { snapshot: merge(known.snapshot, snapshot), values };
      },
      workflowId || undefined,
    );
    const { snapshot: next, values } = value;
    const content = JSON.stringify(next);
    demandSize(next, content);
    const isNews = content !== known.content || (workflowId && !known.isShown);
    if (!isNews) {
      return { runId, outcome: known.isShown ? 'unchanged' : 'waiting' };
    }
    if (!workflowId) {
      await this.#known.keep(known, content);
      return { runId, outcome: 'waiting' };
    }
    const previous = known.isShown ? known.snapshot : null;
    const links = await this.#linksOf(instance, runId, { previous, next });
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
      payloads: payloadsOf(previous, next, values),
      observed: {
        revision,
        changes: [
          ...changesBetween(runId, previous, next),
          ...links,
          kept,
          ...beside,
        ],
      },
      mode: instance.mode,
      importedBefore: instance.importedBefore,
      ...(tokens.length > 0 ? { tokens } : {}),
    });
    return { runId, outcome: 'changed' };
  }

  /** Where a run comes from, by the ids of those runs here: also of such as nothing else is known of yet. */
  async #linksOf(
    instance: ObservedInstance,
    runId: string,
    told: { previous: RunSnapshot | null; next: RunSnapshot },
  ): Promise<Change[]> {
    const { previous, next } = told;
    const set: Row = {};
    for (const [relation, column] of LINKS) {
      const other = next[relation];
      // It never changes, and was written when it was told.
      if (!other || previous?.[relation]) continue;
      const { nativeId, namespace = next.namespace } = other;
      const known = await this.#known.read(
        instance,
        nothingOf(nativeId, namespace),
      );
      if (known.runId !== runId) set[column] = known.runId;
    }
    if (Object.keys(set).length === 0) return [];
    return [{ kind: 'update', table: 'runs', key: { id: runId }, set }];
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
