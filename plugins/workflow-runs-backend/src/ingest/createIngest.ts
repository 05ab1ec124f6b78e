import { Knex } from 'knex';
import { capabilitiesOf } from '../engine/capabilities';
import { ObservedRuns } from '../observed/ObservedRuns';
import { RunRedaction } from '../privacy/RunRedaction';
import { LiveWriter } from '../recorder/LiveWriter';
import { Recorder } from '../recorder/Recorder';
import { WorkflowStore } from '../workflows/WorkflowStore';
import { IngestConfig } from './config';
import { Ingest } from './Ingest';
import { IngestEngine } from './IngestEngine';
import { SeenEvents } from './SeenEvents';

/** Puts together what takes in events of engines elsewhere. */
export function createIngest(options: {
  knex: Knex;
  config: IngestConfig;
  recorder: Recorder;
  live: LiveWriter;
  redaction: RunRedaction;
  workflows: WorkflowStore;
  now: () => number;
}) {
  const engine = new IngestEngine(options.config);
  const ids = new Set(engine.instances().map(({ id }) => id));
  return {
    ingest: new Ingest({
      ...options,
      engine,
      observed: new ObservedRuns(options),
      seen: new SeenEvents(options),
    }),
    /** What an engine can do, by the id that its workflows are named with. */
    capabilities: (id: string) =>
      ids.has(id) ? engine.capabilities() : capabilitiesOf(id),
  };
}
