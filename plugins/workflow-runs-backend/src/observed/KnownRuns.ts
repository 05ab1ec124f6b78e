import { Knex } from 'knex';
import { RunSnapshot } from 'backstage-plugin-workflow-runs-common';
import { EngineInstance } from 'backstage-plugin-workflow-runs-node';
import { newId } from '../database/ids';
import { whereAmong } from '../database/whereAmong';
import { DatabaseRow } from '../queries/DatabaseRow';
import { ObservationStale } from '../recorder/Transition';
import { Told } from './diff';
import { nothingOf } from './merge';

/** Rows that one statement inserts: SQLite binds no more than so many values. */
const CHUNK = 200;

/** What is known of a run, with the row that it is kept in. */
export interface Known {
  runId: string;
  revision: number;
  isShown: boolean;
  snapshot: RunSnapshot;
  /** The same as it is kept. */
  content: string;
  /** How far the log has come with it. */
  told: Told | null;
}

/** A run that an engine knows by an id of its own. */
export type FoundRun = Pick<RunSnapshot, 'namespace' | 'nativeId'> & {
  runId: string;
};

/** The rows in which is kept what engines elsewhere have told of their runs. */
export class KnownRuns {
  constructor(private readonly options: { knex: Knex; now: () => number }) {}

  /** Those of the runs that are shown, with their ids here. */
  async find(
    instance: EngineInstance,
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

  /** Keeps what is known of a run that cannot be shown yet. */
  async keep({ runId, revision }: Known, snapshot: string): Promise<void> {
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

  async read(instance: EngineInstance, told: RunSnapshot): Promise<Known> {
    return (await this.load(instance, [told])).get(nameOf(told))!;
  }

  /** What is known of runs; of those of which nothing is, a row to add to. */
  async load(
    instance: EngineInstance,
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
    instance: EngineInstance,
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
    instance: EngineInstance,
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
    content: row.snapshot,
    told: row.told === null ? null : JSON.parse(row.told),
  };
}

/** Names a run among those of its instance. */
export function nameOf({
  namespace,
  nativeId,
}: Pick<RunSnapshot, 'namespace' | 'nativeId'>): string {
  return JSON.stringify([namespace, nativeId]);
}
