import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { DefinitionStore } from '../workflows/DefinitionStore';
import { handlersNeeded } from '../workflows/WorkflowRegistry';
import { whyNobodyCan } from './whyWaiting';
import { liveWorkers } from './workers';

/** What each worker that is alive offers. */
export async function offersOfWorkers(
  knex: Knex,
  clock: LeaseClock,
): Promise<ReadonlySet<string>[]> {
  const workers = await liveWorkers(knex, clock);
  return workers.map(({ handlers }) => new Set<string>(JSON.parse(handlers)));
}

/** Why no worker can execute runs of a definition; null where one can. */
export async function whyNobodyCanExecute(
  definitions: DefinitionStore,
  hash: string,
  offers: readonly ReadonlySet<string>[],
): Promise<string | null> {
  try {
    const { definition } = await definitions.graph(hash);
    return whyNobodyCan(handlersNeeded(definition), offers);
  } catch (error) {
    // Where the database is away, telling fails too, and the next check comes soon.
    return `Its definition cannot be read: ${(error as Error).message}`.slice(
      0,
      500,
    );
  }
}
