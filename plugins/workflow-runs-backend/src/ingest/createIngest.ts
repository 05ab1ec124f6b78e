import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { ObservedRuns } from '../observed/ObservedRuns';
import { LiveWriter } from '../recorder/LiveWriter';
import { Recorder } from '../recorder/Recorder';
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
  observed: ObservedRuns;
  live: LiveWriter;
  now: () => number;
}) {
  const engine = new IngestEngine(options.config);
  const seen = new SeenEvents(options);
  const commands = new IngestCommands({ ...options, engine });
  engine.orderBy(commands);
  const timeoutMs = options.outgoing.timeoutSeconds * 1_000;
  const requests = new OutgoingRequests({
    allow: options.outgoing.allow,
    maxBytes: READ_BYTES,
    timeoutMs,
    // What would arrive elsewhere is not what was signed for here.
    maxRedirects: 0,
  });
  return {
    engine,
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
      seen,
      beside: new Beside({ ...options, commands, seen }),
    }),
  };
}
