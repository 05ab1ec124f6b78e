import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { newId } from '../database/ids';
import { ObservedRuns } from '../observed/ObservedRuns';
import { RunRedaction } from '../privacy/RunRedaction';
import { LiveWriter } from '../recorder/LiveWriter';
import { Recorder } from '../recorder/Recorder';
import { SyncConfig } from './config';
import { AcceptedCommands } from './AcceptedCommands';
import { EngineCommands } from './EngineCommands';
import { EngineDesk } from './EngineDesk';
import { EngineLaunches } from './EngineLaunches';
import { EngineQuestions } from './EngineQuestions';
import { Engines } from './Engines';
import { SyncCoordinator } from './SyncCoordinator';
import { SyncOrders } from './SyncOrders';
import { WatchedRuns } from './WatchedRuns';

/** Puts together what asks engines elsewhere for their runs. */
export function createSync(options: {
  knex: Knex;
  engines: Engines;
  config: SyncConfig;
  clock: LeaseClock;
  observed: ObservedRuns;
  live: LiveWriter;
  recorder: Recorder;
  now: () => number;
  logger: LoggerService;
  redact: (text: string) => string;
  redaction: Pick<RunRedaction, 'ofRun'>;
}): {
  desk: EngineDesk;
  coordinator: SyncCoordinator;
  commands: EngineCommands;
  questions: EngineQuestions;
  launches: EngineLaunches;
  /** Follows runs that somebody looks at. */
  follow: (watched: () => readonly string[]) => WatchedRuns;
} {
  const { knex, engines } = options;
  const orders = new SyncOrders(knex);
  let wake: (instance: string) => void = () => {};
  const notify = (instance: string) => wake(instance);
  const commands = new EngineCommands({ ...options, orders, notify });
  const coordinator = new SyncCoordinator(engines, {
    ...options,
    orders,
    commands,
    accepted: new AcceptedCommands(options),
    owner: newId('worker'),
    random: Math.random,
  });
  wake = instance => coordinator.notify(instance);
  return {
    coordinator,
    commands,
    questions: new EngineQuestions(options),
    launches: new EngineLaunches({ ...options, orders, notify }),
    desk: new EngineDesk({ ...options, orders, notify }),
    follow: watched => new WatchedRuns({ ...options, orders, notify, watched }),
  };
}
