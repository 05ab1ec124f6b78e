import { createAlerts } from '../alerts/createAlerts';
import { createBulkJobs } from '../bulk/createBulkJobs';
import { WorkflowRunsConfig } from '../config';
import { newId } from '../database/ids';
import { FailureReader } from '../failures/FailureReader';
import { createLive } from '../live/createLive';
import { createInstruments } from '../metrics/instruments';
import { measureDeliveries } from '../metrics/measureDeliveries';
import { MetricsReader } from '../metrics/MetricsReader';
import { observe } from '../metrics/observe';
import { createNotifications } from '../notifications/createNotifications';
import { LogReader } from '../readers/LogReader';
import { Remarks } from '../remarks/Remarks';
import { createRetention } from '../retention/createRetention';
import { SearchReader } from '../search/SearchReader';
import { BreachWatch } from '../slas/BreachWatch';
import { StatisticsReader } from '../statistics/StatisticsReader';
import { SavedViews } from '../views/SavedViews';
import { SavedViewStore } from '../views/SavedViewStore';
import { Watchers } from '../watching/Watchers';
import { createWebhooks } from '../webhooks/createWebhooks';
import { EngineParts } from './createEngines';
import { Reading } from './createReading';
import { Core } from './openCore';
import { Services } from './services';

/** What follows the log, and what is done beside requests. */
export type Followers = ReturnType<typeof createFollowers>;

export function createFollowers(
  core: Core,
  reading: Reading,
  { engines, sync, operations }: EngineParts,
  options: { services: Services; config: WorkflowRunsConfig },
) {
  const { knex, clock, now, recorder, privacy } = core;
  const { services, config } = options;
  const redactor = privacy.withoutRun;
  const instruments = createInstruments(services.metrics);
  const live = createLive({
    ...core,
    ...reading,
    signals: services.signals,
    lines: core.live,
    instruments,
    config: config.live,
  });
  const watchers = new Watchers(knex, now);
  const notifications = createNotifications({
    ...core,
    watchers,
    config: config.notifications,
    service: services.notifications,
  });
  const views = new SavedViews({
    store: new SavedViewStore(knex),
    redactor,
    now,
  });
  const webhooks = createWebhooks({
    ...core,
    views,
    redactor,
    config: config.webhooks,
    notifications: config.notifications.enabled
      ? services.notifications
      : undefined,
    onAttempt: measureDeliveries(instruments, now),
  });
  const readers = [
    new SearchReader(knex),
    new FailureReader(knex),
    new StatisticsReader(knex),
    new MetricsReader(knex, instruments),
    ...notifications.readers,
    ...live.signalReaders,
    webhooks.reader,
  ].map(handler => new LogReader(handler, { ...core, owner: newId('reader') }));
  for (const reader of readers) reader.listenTo(recorder);

  const remarks = new Remarks({ knex, recorder, now });
  return {
    instruments,
    live,
    watchers,
    notifications,
    views,
    webhooks,
    readers,
    remarks,
    stopObserving: observe(instruments, {
      ...core,
      readers,
      slos: reading.slos,
    }),
    watched: sync.follow(() => live.hub.watched),
    breaches: new BreachWatch({
      ...core,
      forecasts: reading.forecasts,
      owner: newId('breaches'),
    }),
    bulk: createBulkJobs({
      ...core,
      ...reading,
      ...operations,
      redactor,
      remarks,
      capabilities: engines.capabilities,
    }),
    retention: createRetention({
      ...core,
      config: config.retention,
      stores: reading.stores,
      redactor,
    }),
    alerts: createAlerts({
      knex,
      clock,
      now,
      logger: core.logger,
      views,
      config: config.alerts,
      notifications: config.notifications,
      hooks: {
        enqueue: message => webhooks.queue.enqueue(message),
        has: async id =>
          (await webhooks.webhooks.choices()).some(each => each.id === id),
      },
      directory: services,
      redactor,
      evaluated: ms => instruments.evaluation.record(ms / 1_000),
    }),
  };
}
