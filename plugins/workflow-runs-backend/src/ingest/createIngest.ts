import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { capabilitiesOf } from '../engine/capabilities';
import { ObservedRuns } from '../observed/ObservedRuns';
import { RunRedaction } from '../privacy/RunRedaction';
import { LiveWriter } from '../recorder/LiveWriter';
import { Recorder } from '../recorder/Recorder';
import { WorkflowStore } from '../workflows/WorkflowStore';
import { OutgoingRequests } from '../outgoing/OutgoingRequests';
import { WebhooksConfig } from '../webhooks/config';
import { Beside } from './Beside';
import { CommandSender } from './CommandSender';
import { IngestConfig } from './config';
import { Ingest } from './Ingest';
import { IngestCommands } from './IngestCommands';
import { IngestEngine } from './IngestEngine';
import { SeenEvents } from './SeenEvents';

/** Bytes of an answer to a command that are read: only its status counts. */
const READ_BYTES = 1_024;

/** Puts together what takes in events of engines elsewhere. */
export function createIngest(options: {
  knex: Knex;
  config: IngestConfig;
  /** What may be called, and for how long. */
  outgoing: Pick<WebhooksConfig, 'allow' | 'timeoutSeconds'>;
  logger: LoggerService;
  recorder: Recorder;
  live: LiveWriter;
  redaction: RunRedaction;
  workflows: WorkflowStore;
  now: () => number;
}) {
  const engine = new IngestEngine(options.config);
  const ids = new Set(engine.instances().map(({ id }) => id));
  const observed = new ObservedRuns(options);
  const seen = new SeenEvents(options);
  const commands = new IngestCommands({ ...options, engine });
  const timeoutMs = options.outgoing.timeoutSeconds * 1_000;
  const requests = new OutgoingRequests({
    allow: options.outgoing.allow,
    maxBytes: READ_BYTES,
    timeoutMs,
    // What would arrive elsewhere is not what was signed for here.
    maxRedirects: 0,
  });
  return {
    ingestEngine: engine,
    commands,
    commandSender: new CommandSender({
      ...options,
      engine,
      commands,
      requests,
      timeoutMs,
    }),
    ingest: new Ingest({
      ...options,
      engine,
      commands,
      observed,
      seen,
      beside: new Beside({ ...options, observed, commands, seen }),
    }),
    /** What an engine can do, by the id that its workflows are named with. */
    capabilities: (id: string) =>
      ids.has(id) ? engine.capabilities({ id }) : capabilitiesOf(id),
  };
}
