import { LoggerService } from '@backstage/backend-plugin-api';
import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { newId } from '../database/ids';
import { LogReader } from '../readers/LogReader';
import { Recorder } from '../recorder/Recorder';
import { createInstruments } from './instruments';
import { MetricsReader } from './MetricsReader';
import { observationsOf } from './observations';

/** What the plugin measures of itself. */
export interface Metrics {
  reader: LogReader;
  /** An event has been sent to who waits for it, so many milliseconds after it was recorded. */
  delivered: (delayMs: number) => void;
  /** Nobody is told any more. */
  stop: () => void;
}

/** Puts together what is measured, and tells it to whoever collects metrics from this backend. */
export function createMetrics(options: {
  metrics: MetricsService;
  knex: Knex;
  clock: LeaseClock;
  now: () => number;
  recorder: Recorder;
  logger: LoggerService;
  /** By the names of their cursors. */
  readers: Readonly<Record<string, LogReader>>;
}): Metrics {
  const { knex, now, recorder, logger } = options;
  const instruments = createInstruments(options.metrics);
  const reader = new LogReader(new MetricsReader(knex, instruments), {
    ...options,
    owner: newId('reader'),
  });
  reader.listenTo(recorder);
  const readers = { ...options.readers, metrics: reader };
  const observed = observationsOf({ knex, now, readers }).map(
    ([name, observe]) => {
      // A database that is away must not keep others from telling what they measure.
      const callback: typeof observe = async result => {
        try {
          await observe(result);
        } catch (error) {
          logger.warn(`'${name}' could not be measured: ${error}`);
        }
      };
      instruments[name].addCallback(callback);
      return () => instruments[name].removeCallback(callback);
    },
  );
  return {
    reader,
    delivered: delayMs =>
      instruments.delivery.record(Math.max(0, delayMs) / 1_000),
    stop: () => observed.forEach(forget => forget()),
  };
}
