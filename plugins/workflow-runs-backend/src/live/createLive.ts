import { LoggerService } from '@backstage/backend-plugin-api';
import { SignalsService } from '@backstage/plugin-signals-node';
import { Knex } from 'knex';
import { newId } from '../database/ids';
import { isSqlite } from '../database/isSqlite';
import { Instruments } from '../metrics/instruments';
import { RunDetailQueries } from '../queries/RunDetailQueries';
import { RunQueries } from '../queries/RunQueries';
import { LiveWriter } from '../recorder/LiveWriter';
import { Recorder } from '../recorder/Recorder';
import { LiveConfig } from './config';
import { HintSender } from './HintSender';
import { LiveHub } from './LiveHub';
import { LiveSubscriptions } from './LiveSubscriptions';
import { LogNotices } from './LogNotices';
import { SignalReader } from './SignalReader';
import { StreamCount } from './StreamCount';

/** Puts together what tells who watches of what happens. */
export function createLive(options: {
  knex: Knex;
  now: () => number;
  signals: SignalsService;
  runs: RunQueries;
  details: RunDetailQueries;
  recorder: Recorder;
  lines: LiveWriter;
  instruments: Instruments;
  logger: LoggerService;
  config: LiveConfig;
}): {
  hub: LiveHub;
  streams: StreamCount;
  notices: LogNotices | undefined;
  subscriptions: LiveSubscriptions;
  /** Shows somebody that hints arrive. */
  greet: (userRef: string) => Promise<void>;
  signalReaders: SignalReader[];
} {
  const { knex, recorder, lines, instruments, config } = options;
  const hub = new LiveHub(options);
  // A SQLite file has one backend, which hears itself.
  const notices =
    config.notify && !isSqlite(knex)
      ? new LogNotices({ ...options, name: newId('backend') })
      : undefined;
  if (notices) {
    recorder.onCommit(() => notices.tell('events'));
    lines.onFlush(() => notices.tell('lines'));
  }
  hub.listenTo({
    onCommit: listener => recorder.onCommit(listener),
    onFlush: listener => lines.onFlush(listener),
    onNotice: listener => notices?.onNotice(listener) ?? (() => {}),
  });
  const subscriptions = new LiveSubscriptions({
    ...options,
    max: config.subscriptions,
  });
  const hints = new HintSender(options);
  return {
    hub,
    streams: new StreamCount(instruments),
    notices,
    subscriptions,
    greet: async userRef => {
      if (!config.signals) return;
      await hints.send(userRef, { runIds: [], position: await hub.head() });
    },
    signalReaders: config.signals
      ? [new SignalReader({ ...options, subscriptions, hints })]
      : [],
  };
}
