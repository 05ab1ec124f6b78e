import { Knex } from 'knex';
import { PartClass } from 'backstage-plugin-workflow-runs-common';
import { ArtifactStores } from '../artifacts/ArtifactStores';
import { textIndexOf } from '../search/TextIndex';
import { deleteArtifacts } from './deleteArtifacts';
import {
  deleteSome,
  Portions,
  portionsOf,
  Rows,
  rowsOfRuns,
  Weighed,
} from './deleteRows';
import { readFloor } from './trimLog';
import { RunTable } from './runTables';

/** Something of some runs was deleted. */
export interface SweptPortion extends Weighed {
  class: PartClass | 'runs';
  artifacts: number;
}

/** What sweeping needs. */
export interface SweepOptions {
  knex: Knex;
  stores: ArtifactStores;
  portions?: Portions;
  /** Tables that there are. */
  tables: readonly RunTable[];
  /** Hears of each statement: others have their turn before the next one. */
  onPortion: (portion: SweptPortion) => Promise<void>;
  /** Something could not be deleted. */
  onFailure: (message: string) => void;
}

/**
 * Deletes some classes of what belongs to runs, statement by statement.
 *
 * @returns whether nothing is left of them
 */
export async function sweep(
  runIds: readonly string[],
  classes: readonly (PartClass | 'runs')[],
  options: SweepOptions,
): Promise<boolean> {
  const { knex, tables, onPortion, portions = portionsOf(knex) } = options;
  const isWanted = new Set<string>(classes);
  for (const table of tables) {
    if (!isWanted.has(table.class)) continue;
    await deleteAll(knex, rowsOfRuns(table, runIds), portions, weighed =>
      onPortion({ ...weighed, class: table.class, artifacts: 0 }),
    );
  }
  if (isWanted.has('io')) {
    await knex.transaction(trx => textIndexOf(knex).remove(trx, runIds));
    await clearProgress(knex, runIds);
  }
  let isDone = true;
  if (isWanted.has('artifacts')) {
    isDone = await deleteArtifacts(runIds, options, portions);
  }
  if (isWanted.has('runs')) {
    isDone = (await sweepEvents(runIds, options, portions)) && isDone;
  }
  return isDone;
}

/** Positions of the log are to have no gaps where somebody has still to read: what is behind goes later. */
async function sweepEvents(
  runIds: readonly string[],
  { knex, onPortion }: SweepOptions,
  portions: Portions,
): Promise<boolean> {
  const ofRuns = rowsOfRuns(
    { table: 'run_events', class: 'runs', weighs: ['payload'] },
    runIds,
  );
  const floor = await readFloor(knex, Date.now());
  await deleteAll(
    knex,
    {
      ...ofRuns,
      where: `${ofRuns.where} and position <= ?`,
      bindings: [...ofRuns.bindings, floor],
    },
    portions,
    weighed => onPortion({ ...weighed, class: 'runs', artifacts: 0 }),
  );
  const left = await knex('run_events')
    .whereIn('run_id', runIds)
    .first('run_id');
  return left === undefined;
}

/** How far steps said they were. */
async function clearProgress(
  knex: Knex,
  runIds: readonly string[],
): Promise<void> {
  await knex('steps')
    .whereIn('run_id', runIds)
    .whereNotNull('progress')
    .update({ progress: null });
}

async function deleteAll(
  knex: Knex,
  rows: Rows,
  portions: Portions,
  onPortion: (weighed: Weighed) => Promise<void>,
): Promise<void> {
  for (;;) {
    const weighed = await deleteSome(knex, rows, portions.rows);
    if (weighed.rows > 0) await onPortion(weighed);
    if (weighed.rows < portions.rows) return;
  }
}

/** Of all tables of runs those that there are: others come and go with versions. */
export async function tablesThatAre<T extends { table: string }>(
  knex: Knex,
  tables: readonly T[],
): Promise<T[]> {
  const found: T[] = [];
  for (const each of tables) {
    if (await knex.schema.hasTable(each.table)) found.push(each);
  }
  return found;
}
