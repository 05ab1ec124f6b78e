import { Knex } from 'knex';
import { ObservedRuns } from '../observed/ObservedRuns';
import { LiveWriter } from '../recorder/LiveWriter';
import { IngestConfig } from './config';
import { Ingest } from './Ingest';
import { IngestEngine } from './IngestEngine';
import { SeenEvents } from './SeenEvents';

/** Puts together what takes in events of engines elsewhere. */
export function createIngest(options: {
  knex: Knex;
  config: IngestConfig;
  observed: ObservedRuns;
  live: LiveWriter;
  now: () => number;
}): { ingest: Ingest; engine: IngestEngine } {
  const engine = new IngestEngine(options.config);
  return {
    engine,
    ingest: new Ingest({
      ...options,
      engine,
      seen: new SeenEvents(options),
    }),
  };
}
